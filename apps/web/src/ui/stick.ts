/**
 * For the `ref` of what sticks to an edge of the window: while it does, `--head` or `--foot` of the root is how many CSS
 * pixels of the window it takes from that edge, so that nothing else is put or scrolled below it.
 */
const stick = (edge: 'head' | 'foot') => (element: HTMLElement | null) => {
  if (!element) return;
  const { style } = document.documentElement;
  const tell = () => {
    const { position, top, bottom } = getComputedStyle(element);
    const offset = Number.parseFloat(edge === 'head' ? top : bottom) || 0;
    if (position === 'sticky') style.setProperty(`--${edge}`, `${offset + element.offsetHeight}px`);
    else style.removeProperty(`--${edge}`);
  };
  const sizes = new ResizeObserver(tell);
  sizes.observe(element);
  // A low window lets go of what would cover most of it.
  window.addEventListener('resize', tell);
  return () => {
    sizes.disconnect();
    window.removeEventListener('resize', tell);
    style.removeProperty(`--${edge}`);
  };
};

export const stickHead = stick('head');
export const stickFoot = stick('foot');
