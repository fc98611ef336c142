// The reader's place: focus, selection and scroll stay where they are, unless the writer is led elsewhere.

/** Runs `change`, which changes the page, and gives back what the browser let go of. */
function keepingPlace(change) {
  const field = document.activeElement;
  const chosen = quietly(() => [field.selectionStart, field.selectionEnd, field.selectionDirection], () => [null]) ?? [null];
  // Where the browser does not hold the reader's place itself, the topmost thing in sight is held.
  const held = CSS.supports('overflow-anchor', 'auto') || scrollY === 0 ? null : document.elementFromPoint(innerWidth / 2, 1);
  const top = held?.getBoundingClientRect().top;
  change();
  if (held?.isConnected) scrollBy({ top: held.getBoundingClientRect().top - top, behavior: 'instant' });
  if (!field || field === document.activeElement || !field.isConnected || field === document.body) return;
  field.focus({ preventScroll: true });
  if (chosen[0] !== null) quietly(() => field.setSelectionRange(...chosen));
}

const isCalm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** The element that the end of an address names. */
function targetOf(hash) {
  const id = quietly(() => decodeURIComponent(hash.slice(1)), () => hash.slice(1));
  return id ? document.getElementById(id) : null;
}

/** Marks `element` for a moment, so that the eye finds it. */
function mark(element) {
  const seen = { outline: '3px solid #d9480f', outlineOffset: '6px', borderRadius: '2px' };
  const gone = { ...seen, outlineColor: 'transparent' };
  element.animate(isCalm() ? [seen, seen] : [seen, { ...seen, offset: 0.7 }, gone], { duration: 2000 });
}

/** Shows `element` and what it is folded up in, and marks it. */
function lead(element) {
  for (let around = element.closest('details'); around; around = around.parentElement?.closest('details')) {
    around.open = true;
  }
  const { top, bottom } = element.getBoundingClientRect();
  const isInSight = top >= 0 && bottom <= innerHeight * 0.8;
  if (!isInSight) element.scrollIntoView({ block: 'start', behavior: 'instant' });
  mark(element);
}

/** Leads to `address`, the place that the writer just changed. */
function go(address) {
  const to = quietly(() => new URL(address, location.origin), () => null);
  if (!to || to.origin !== location.origin) return;
  const isHere = to.pathname === location.pathname;
  if (!isHere) {
    if (to.hash) notes.write('go', to.pathname + to.hash);
    closeChannel();
    location.assign(to.href);
    return;
  }
  const element = targetOf(to.hash);
  if (element) lead(element);
}

/** After `reload`: scrolls to where the reader was, once the page's scripts have made it as long as it was. */
function returnToPlace() {
  const [path, left, top] = JSON.parse(notes.take('scroll') ?? '[]');
  if (path !== location.pathname) return;
  const back = () => scrollTo({ left, top, behavior: 'instant' });
  if (document.readyState === 'complete') back();
  else addEventListener('load', () => quietly(back), { once: true });
}

/** After `go` led to this page: marks the place. The browser went there already. */
function arrive() {
  returnToPlace();
  const expected = notes.take('go');
  if (!expected || expected !== location.pathname + location.hash) return;
  const element = targetOf(location.hash);
  if (element) lead(element);
}
