// @ts-check
/**
 * What the pages of episodes and videos do where scripts run: buttons, keys and a time line in place of the browser's own player of
 * sound, and beside that of film, which has captions and the whole screen; and a place that is remembered on this device alone. The
 * buttons of sound stay in view while its page is read. Without it all of them are links and text.
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

/** @template {HTMLElement} T @param {string} name @param {T} element @returns {T} */
function withClass(name, element) {
  element.className = name;
  return element;
}

/**
 * Keeps the buttons at the top of the window while their page goes on below the player, where they leave two thirds of it free.
 *
 * @param {HTMLElement} root @param {HTMLElement} dock
 */
function keepInView(root, dock) {
  const page = root.closest('article') ?? document.body;
  const html = document.documentElement;
  /** @param {boolean} isKept */
  const set = (isKept) => {
    // Its place stays as high as it is, or the words below would jump.
    root.style.minHeight = isKept ? `${root.offsetHeight}px` : '';
    dock.classList.toggle('kept', isKept);
  };
  let isTooHigh = false;
  const look = () => {
    const isPast = root.getBoundingClientRect().bottom < 0 && page.getBoundingClientRect().bottom > innerHeight / 3;
    const isKept = dock.classList.contains('kept');
    if (isPast === isKept || (isPast && isTooHigh)) return;
    set(isPast);
    isTooHigh = isPast && dock.offsetHeight > innerHeight / 3;
    if (isTooHigh) set(false);
    // What is led to is shown below it.
    html.style.setProperty('--kept', isPast && !isTooHigh ? `${dock.offsetHeight}px` : '0px');
  };
  addEventListener('scroll', look, { passive: true });
  addEventListener('resize', () => {
    isTooHigh = false;
    set(false);
    look();
  });
  look();
}

/** @param {HTMLElement} root */
function start(root) {
  const media = /** @type {HTMLMediaElement | null} */ (root.querySelector('audio, video'));
  if (!media) return;
  const isSound = media.matches('audio');
  const place = `place of ${root.dataset.player}`;

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
  const dock = document.createElement('div');
  dock.className = 'dock';
  root.append(dock);
  const bar = document.createElement('div');
  bar.className = 'controls';
  bar.append(button(`Back ${back} s`, () => skip(-back), 'J', 'econds'));
  if (isSound) bar.append(toggler);
  bar.append(
    button(`Forward ${forth} s`, () => skip(forth), 'L', 'econds'),
    withClass('speed', labelled('Speed', speed)),
  );
  if (isSound) {
    media.controls = false;
    timeLine();
    const volume = range('Volume', { max: '1', step: '0.05', value: '1' });
    volume.addEventListener('input', () => {
      media.volume = Number(volume.value);
    });
    bar.append(withClass('volume', labelled('Volume', volume)));
  }
  dock.append(bar);
  if (isSound) keepInView(root, dock);
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
    dock.append(row);
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
      dock.append(words);
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
    if (Math.abs(media.currentTime - noted) >= 5) note();
  });
  for (const event of ['pause', 'ended']) media.addEventListener(event, note);

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
