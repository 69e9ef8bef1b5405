// @ts-check
/**
 * What the pages of episodes and videos do where scripts run: buttons, keys and a time line in place of the browser's own player of
 * sound, and beside that of film, which has captions and the whole screen; chapters and words that follow and seek; and a place that is
 * remembered on this device alone. Without it all of them are links and text.
 */

/** Seconds that the buttons go back and forth. */
const back = 15;
const forth = 30;
const speeds = [0.75, 1, 1.25, 1.5, 1.75, 2];
/** Seconds of listening before a place is worth keeping, and seconds before the end from which it is not. */
const worth = 10;

/** Storage may be forbidden; then nothing is remembered. @param {string} key */
function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** @param {string} key @param {string | null} value */
function remember(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Listening goes on all the same.
  }
}

/** `1:05`, `1:00:05`. @param {number} seconds */
function clock(seconds) {
  const whole = Math.floor(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return `${h ? `${h}:${String(m).padStart(2, '0')}` : m}:${String(s).padStart(2, '0')}`;
}

/** @param {string} label @param {Record<string, string>} more */
function range(label, more) {
  const made = document.createElement('input');
  made.type = 'range';
  made.setAttribute('aria-label', label);
  for (const name in more) made.setAttribute(name, more[name] ?? '');
  return made;
}

/** @param {string} text @param {() => void} press @param {string} key @param {string} [rest] of the text, not seen where room is short */
function button(text, press, key, rest) {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = text;
  if (rest) {
    const more = document.createElement('span');
    more.textContent = rest;
    made.append(more);
  }
  made.setAttribute('aria-keyshortcuts', key);
  made.title = `Key: ${key}`;
  made.addEventListener('click', press);
  return made;
}

/** @param {string} text @param {HTMLElement} control */
function labelled(text, control) {
  const label = document.createElement('label');
  label.append(
    control.matches('[type=checkbox]') ? control : `${text} `,
    control.matches('[type=checkbox]') ? ` ${text}` : control,
  );
  return label;
}

/** @param {HTMLElement} root */
function start(root) {
  const media = /** @type {HTMLMediaElement | null} */ (root.querySelector('audio, video'));
  if (!media) return;
  const isSound = media.matches('audio');
  const place = `place of ${root.dataset.player}`;
  const links = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll('a[data-t]')]);
  /** @param {string} selector */
  const listOf = (selector) =>
    links
      .filter((link) => link.closest(selector))
      .map((link) => ({ at: Number(link.dataset.t), shown: link.closest('li, p') }));
  const lists = [listOf('.chapters'), listOf('.transcript')];

  const play = () => void media.play().catch(() => undefined);
  const toggle = () => (media.paused ? play() : media.pause());
  /** @param {number} by */
  const skip = (by) => {
    media.currentTime = Math.max(0, Math.min(media.duration || Infinity, media.currentTime + by));
  };

  // The buttons.
  const toggler = button('Play', toggle, 'K');
  toggler.className = 'play';
  const speed = document.createElement('select');
  for (const value of speeds) speed.add(new Option(`${value}×`, String(value)));
  const setSpeed = () => {
    media.defaultPlaybackRate = media.playbackRate = Number(speed.value);
    remember('speed', speed.value);
  };
  speed.value = speeds.includes(Number(recall('speed'))) ? String(recall('speed')) : '1';
  if (speed.value !== '1') setSpeed();
  speed.addEventListener('change', setSpeed);
  const follow = document.createElement('input');
  follow.type = 'checkbox';
  const bar = document.createElement('div');
  bar.className = 'controls';
  bar.append(button(`Back ${back} s`, () => skip(-back), 'J', 'econds'));
  if (isSound) bar.append(toggler);
  bar.append(
    button(`Forward ${forth} s`, () => skip(forth), 'L', 'econds'),
    labelled('Speed', speed),
  );
  if (isSound) {
    media.controls = false;
    timeLine();
    const volume = range('Volume', { max: '1', step: '0.05', value: '1' });
    volume.addEventListener('input', () => {
      media.volume = Number(volume.value);
    });
    const beside = labelled('Volume', volume);
    beside.className = 'volume';
    bar.append(beside);
  }
  if (lists[1]?.length) bar.append(labelled('Scroll with the words', follow));
  root.append(bar);
  const showState = () => {
    toggler.textContent = media.paused ? 'Play' : 'Pause';
  };
  for (const event of ['play', 'pause', 'ended']) media.addEventListener(event, showState);

  /** The place on a line, and as a time of the whole, which the page knows before the first byte. */
  function timeLine() {
    const said = document.createElement('span');
    const line = range('Position', { min: '0', step: '1', class: 'line' });
    const length = () =>
      media.duration > 0 && media.duration < Infinity ? media.duration : Number(root.dataset.length);
    // What is said of it changes when somebody moves it, or it would be read out with every second.
    const say = () =>
      line.setAttribute('aria-valuetext', `${clock(media.currentTime)} of ${clock(Math.round(length()))}`);
    const show = () => {
      line.max = String(Math.ceil(length()));
      line.value = String(media.currentTime);
      said.textContent = `${clock(media.currentTime)} / ${clock(Math.round(length()))}`;
    };
    line.addEventListener('input', () => {
      media.currentTime = Number(line.value);
      say();
      show();
    });
    line.addEventListener('focus', say);
    for (const event of ['timeupdate', 'durationchange', 'seeked']) media.addEventListener(event, show);
    media.addEventListener('seeked', say);
    said.className = 'n';
    const row = document.createElement('div');
    row.className = 'controls';
    row.append(line, said);
    root.append(row);
    // The place where somebody stopped is set below.
    queueMicrotask(show);
  }

  // A file that does not come.
  root.addEventListener(
    'error',
    () => {
      const isLost = media.error || media.networkState === media.NETWORK_NO_SOURCE;
      if (!isLost || root.querySelector('[role=alert]')) return;
      const words = document.createElement('p');
      words.setAttribute('role', 'alert');
      words.textContent = 'This cannot be played now. Load the page again, or try later.';
      root.append(words);
    },
    true,
  );

  media.addEventListener('playing', () => root.querySelector('[role=alert]')?.remove());

  // Keys, while the focus is in the player and on nothing that has keys of its own.
  root.addEventListener('keydown', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.ctrlKey || event.altKey || event.metaKey || target.matches('select')) return;
    const does = { k: toggle, j: () => skip(-back), l: () => skip(forth) }[event.key.toLowerCase()];
    if (!does) return;
    event.preventDefault();
    does();
  });

  // Chapters and words seek, and follow.
  for (const link of links)
    link.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      media.currentTime = Number(link.dataset.t);
      play();
    });
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  const showPlace = () => {
    for (const list of lists) {
      const now = list.findLast(({ at }) => at <= media.currentTime + 0.1)?.shown ?? null;
      const before = list.find(({ shown }) => shown?.hasAttribute('aria-current'))?.shown ?? null;
      if (now === before) continue;
      before?.removeAttribute('aria-current');
      now?.setAttribute('aria-current', 'true');
      if (now && follow.checked && list === lists[1] && !media.paused)
        now.scrollIntoView({ block: 'center', behavior: calm.matches ? 'auto' : 'smooth' });
    }
  };

  // The place: where a link says, else where somebody stopped on this device.
  const asked = Number(new URLSearchParams(location.search).get('t'));
  const kept = Number(recall(place));
  if (asked > 0) media.currentTime = asked;
  else if (kept > 0) media.currentTime = kept;
  let noted = 0;
  const note = () => {
    const at = media.currentTime;
    const isOver = media.ended || at < worth || (media.duration > 0 && at > media.duration - worth);
    remember(place, isOver ? null : String(Math.floor(at)));
    noted = at;
  };
  media.addEventListener('timeupdate', () => {
    showPlace();
    if (Math.abs(media.currentTime - noted) >= 5) note();
  });
  media.addEventListener('seeked', showPlace);
  for (const event of ['pause', 'ended']) media.addEventListener(event, note);
  showPlace();

  // The lock screen of a phone, and the keys of a headset.
  if (!('mediaSession' in navigator)) return;
  media.addEventListener('play', () => {
    const { title = '', artist = '', cover } = root.dataset;
    const artwork = cover ? [{ src: cover }] : [];
    navigator.mediaSession.metadata = new MediaMetadata({ title, artist, artwork });
    navigator.mediaSession.setActionHandler('seekbackward', () => skip(-back));
    navigator.mediaSession.setActionHandler('seekforward', () => skip(forth));
  });
}

for (const root of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-player]'))) start(root);
