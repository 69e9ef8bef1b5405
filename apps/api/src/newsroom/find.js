// @ts-check
/**
 * Where scripts run, a long transcript can be searched: what is found is marked, and a key or a button leads from one to the next.
 * Marks are highlights of the browser's, so that nothing in the page moves; where there are none, the paragraph is outlined alone.
 */

/** Milliseconds of rest after which what was found is said: not with every letter. */
const rest = 400;

/** @param {HTMLElement} box */
function start(box) {
  const paragraphs = [...(box.parentElement?.querySelectorAll('p') ?? [])];
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  /** @type {Range[]} */
  let found = [];
  let at = -1;
  let timer = 0;

  const field = document.createElement('input');
  field.type = 'search';
  const label = document.createElement('label');
  label.append('Find in the words', field);
  const said = document.createElement('span');
  said.setAttribute('role', 'status');
  said.className = 'n';
  /** @param {string} text @param {number} by @param {string} key */
  const button = (text, by, key) => {
    const made = document.createElement('button');
    made.type = 'button';
    made.textContent = text;
    made.title = `Key: ${key}`;
    made.addEventListener('click', () => go(by));
    return made;
  };
  box.setAttribute('role', 'search');
  box.append(label, button('Previous', -1, 'Shift and Enter'), button('Next', 1, 'Enter'), said);

  /** @param {string} text @param {number} wait */
  const say = (text, wait) => {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      said.textContent = text;
    }, wait);
  };
  const mark = () => {
    for (const paragraph of paragraphs) paragraph.classList.toggle('hit', paragraph === placeOf(found[at]));
    if (!('highlights' in CSS)) return;
    const marks = new Highlight();
    // One by one: a call takes no 100,000 arguments.
    for (const range of found) marks.add(range);
    CSS.highlights.set('found', marks);
    CSS.highlights.set('here', new Highlight(...found.slice(at, at < 0 ? 0 : at + 1)));
  };
  /** @param {number} by */
  const go = (by) => {
    if (found.length === 0) return;
    at = at < 0 && by < 0 ? found.length - 1 : (at + by + found.length) % found.length;
    mark();
    const place = placeOf(found[at]);
    place?.scrollIntoView({ block: 'center', behavior: calm.matches ? 'auto' : 'smooth' });
    say(`${at + 1} of ${found.length}, at ${place?.querySelector('time')?.textContent}`, 0);
  };
  field.addEventListener('input', () => {
    const wanted = field.value.trim();
    at = -1;
    found = wanted ? paragraphs.flatMap((paragraph) => rangesIn(paragraph, wanted)) : [];
    mark();
    say(wanted ? `${found.length || 'None'} found` : '', rest);
  });
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    go(event.shiftKey ? -1 : 1);
  });
}

/** @param {Range | undefined} range */
const placeOf = (range) => range?.startContainer.parentElement?.closest('p') ?? null;

/** Where words are said in a paragraph, whatever their case; its time is none of them. @param {Element} paragraph @param {string} wanted */
function rangesIn(paragraph, wanted) {
  const words = new RegExp(wanted.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/\s+/g, '\\s+'), 'giu');
  const texts = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  const ranges = [];
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (text.parentElement?.closest('a')) continue;
    for (const { index, 0: match } of (text.textContent ?? '').matchAll(words)) {
      const range = new Range();
      range.setStart(text, index);
      range.setEnd(text, index + match.length);
      ranges.push(range);
    }
  }
  return ranges;
}

for (const box of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.transcript .find'))) start(box);
