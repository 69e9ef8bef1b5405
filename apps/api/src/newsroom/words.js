// @ts-check
/**
 * Where scripts run, chapters and words seek, and those that are said are marked; who wants it has the page scroll with them.
 */

/** Seconds that words stay marked when they were said, so that nothing blinks between two people who answer each other. */
const breath = 1;
const calm = matchMedia('(prefers-reduced-motion: reduce)');
/** Keys that scroll a page. */
const scrolling = new Set(['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End', ' ']);

/**
 * Scrolls with the words where somebody wants that, until they scroll themselves: then a button takes it up again.
 *
 * @param {HTMLElement} root @param {HTMLElement} bar
 */
function following(root, bar) {
  const follow = document.createElement('input');
  follow.type = 'checkbox';
  const choice = document.createElement('label');
  choice.className = 'follow';
  choice.append(follow, ' Scroll with the words');
  const show = () => {
    if (!follow.checked || choice.hidden) return;
    const now = document.querySelector('.transcript [aria-current]');
    now?.scrollIntoView({ block: 'center', behavior: calm.matches ? 'auto' : 'smooth' });
  };
  /** @param {boolean} isAway */
  const set = (isAway) => {
    if (choice.hidden === isAway) return;
    // One takes the place of the other, and the focus with it.
    const had = [choice, again].some((one) => one.contains(document.activeElement));
    choice.hidden = isAway;
    again.hidden = !isAway;
    if (had) (isAway ? again : follow).focus({ preventScroll: true });
  };
  const again = document.createElement('button');
  again.type = 'button';
  again.textContent = 'Follow the words again';
  again.hidden = true;
  again.addEventListener('click', () => {
    set(false);
    show();
  });
  const leave = () => set(follow.checked);
  follow.addEventListener('change', show);
  addEventListener('wheel', leave, { passive: true });
  addEventListener('touchmove', leave, { passive: true });
  addEventListener('keydown', ({ key, target }) => {
    const hasKeys = target instanceof Element && target.matches('input:not([type=checkbox]), select, button, textarea');
    if (scrolling.has(key) && !(hasKeys || (key === ' ' && target === follow))) leave();
  });
  // The bar at the side of the window, and a key that leads away from the player.
  addEventListener('pointerdown', ({ target }) => {
    if (target === document.documentElement) leave();
  });
  addEventListener('focusin', ({ target }) => {
    if (target instanceof Element && !root.contains(target) && target.matches(':focus-visible')) leave();
  });
  // In one place as large as the larger of them, so that the buttons, which stay in view, cover no more when one follows the other.
  const place = document.createElement('span');
  place.className = 'either';
  place.append(choice, again);
  bar.append(place);
  return { show, again: () => set(false) };
}

/** @param {HTMLElement} root */
function start(root) {
  const media = /** @type {HTMLMediaElement | null} */ (root.querySelector('audio, video'));
  const bar = /** @type {HTMLElement | null} */ (root.querySelector('.controls:last-of-type'));
  if (!media || !bar) return;
  const links = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll('a[data-t]')]);
  /** @param {string} selector */
  const listOf = (selector) =>
    links
      .filter((link) => link.closest(selector))
      .map((link) => {
        const shown = /** @type {HTMLElement | null} */ (link.closest('li, p'));
        return { at: Number(link.dataset.t), end: Number(shown?.dataset.end ?? Infinity), shown };
      });
  const lists = [listOf('.chapters'), listOf('.transcript')];

  const words = lists[1]?.length ? following(root, bar) : null;
  for (const link of links)
    link.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      media.currentTime = Number(link.dataset.t);
      words?.again();
      media.play().catch(() => undefined);
    });
  const showPlace = () => {
    for (const list of lists) {
      const last = list.findLast(({ at }) => at <= media.currentTime + 0.1);
      const now = last && media.currentTime <= last.end + breath ? last.shown : null;
      const before = list.find(({ shown }) => shown?.hasAttribute('aria-current'))?.shown ?? null;
      if (now === before) continue;
      before?.removeAttribute('aria-current');
      now?.setAttribute('aria-current', 'true');
      if (now && list === lists[1] && !media.paused) words?.show();
    }
  };
  for (const event of ['timeupdate', 'seeked']) media.addEventListener(event, showPlace);
  showPlace();
}

for (const root of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-player]'))) start(root);
