/** What the focus may go to when what had it is gone. */
const parts =
  'main, section:not([aria-live]), article, form, fieldset, li, ul[aria-label], [role=group], [role=dialog], [role=alertdialog]';

/**
 * Keeps the focus where somebody works: when what has it goes away or is switched off, it goes to the nearest part of the page
 * that is still there, instead of nowhere. Begins for the whole document, and answers how to end it.
 */
export function keepFocus(): () => void {
  let focused: Element | null = null;
  /** Parts that the focus was in, the latest and smallest first: what opened a dialog counts once the dialog is gone. */
  let been: HTMLElement[] = [];
  const onFocusIn = ({ target }: FocusEvent) => {
    const element = target as Element;
    const around = partsAround(element);
    focused = element;
    been = [...around, ...been.filter((part) => part.isConnected && !around.includes(part))];
  };
  // Decided when the change is made: what is being taken away may be told that it lost the focus while it is still there.
  const onFocusOut = ({ target }: FocusEvent) =>
    queueMicrotask(() => {
      if (focused && focused === target && document.activeElement !== target && isThere(focused)) focused = null;
    });
  const observer = new MutationObserver(() => {
    if (!focused || isThere(focused)) return;
    focused = null;
    // A dialog that is gone gives the focus back to its button in the next frame: what is lost after that is lost.
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) take(been.find(isSeen));
    });
  });
  document.addEventListener('focusin', onFocusIn);
  document.addEventListener('focusout', onFocusOut);
  observer.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['disabled'] });
  return () => {
    document.removeEventListener('focusin', onFocusIn);
    document.removeEventListener('focusout', onFocusOut);
    observer.disconnect();
  };
}

function partsAround(element: Element): HTMLElement[] {
  const part = element.parentElement?.closest<HTMLElement>(parts);
  return part ? [part, ...partsAround(part)] : [];
}

const isThere = (element: Element) => element.isConnected && !element.matches(':disabled');
const isSeen = (element: Element) => element.isConnected && element.getBoundingClientRect().height > 0;

/** Focuses a part of the page, or the heading that names it where that is in view, without moving the page. */
function take(part: HTMLElement | undefined): void {
  if (!part) return;
  const heading = part.matches('main, [aria-label], [aria-labelledby]')
    ? null
    : part.querySelector<HTMLElement>('h2, h3');
  const { top = -1, bottom = 0 } = heading?.getBoundingClientRect() ?? {};
  const target = heading && top >= 0 && bottom <= innerHeight ? heading : part;
  if (!target.hasAttribute('tabindex')) {
    target.tabIndex = -1;
    target.addEventListener('blur', () => target.removeAttribute('tabindex'), { once: true });
  }
  target.focus({ preventScroll: true });
}
