// Lets a long page be seen sooner: while it loads, what stands far down is not laid out (style.css, `.in-parts`); after that
// it is laid out part by part, whenever the browser has nothing else to do. In the end the page is as it is without this
// script. It stands in the head, because it must know before the first line is drawn whether the reader wants a place.
(() => {
  const root = document.documentElement;
  if (location.hash || !('requestIdleCallback' in window)) return;
  root.classList.add('in-parts');
  let waiting = null;
  const finish = () => {
    root.classList.remove('in-parts');
    waiting = [];
  };
  const next = () => {
    // Only what is not inside another part is asked: to ask the rest would lay it out.
    waiting ??= [...document.querySelectorAll('.content > *, .text > *, article > *, main > *')]
      .filter((part) => getComputedStyle(part).contentVisibility === 'auto');
    waiting.shift()?.classList.add('laid-out');
    if (waiting.length) requestIdleCallback(next);
    else finish();
  };
  addEventListener('load', () => requestIdleCallback(next));
  // Who jumps to a place finds it where it stays.
  for (const deed of ['pointerdown', 'click']) addEventListener(deed, ({ target }) => { if (target.closest?.('a[href*="#"]')) finish(); }, true);
  addEventListener('keydown', ({ key }) => { if (key === 'End') finish(); }, true);
  addEventListener('hashchange', finish);
})();
