// Style sheets are exchanged without a moment in which the page has no style: the new one is loaded beside the
// old one without taking effect, and both change places in one step.

/** Longest wait for a style sheet, in milliseconds. The page keeps the old one then. */
const SHEET_WAIT = 4000;

/** A style sheet that `patch` leaves to this file. */
function isSheet(node) {
  return node.localName === 'link'
    && /\bstylesheet\b/i.test(node.getAttribute('rel') ?? '')
    && ['head', 'body'].includes(node.parentNode?.localName);
}

const sheetsOf = (source) => [...source.querySelectorAll('link')].filter(isSheet);

/** Loads `link` after `place` without effect. Gives `{ show, drop }`, or null if it does not load. */
async function loadBeside(link, place) {
  const media = link.getAttribute('media');
  link.setAttribute('media', 'not all');
  const loaded = await new Promise((done) => {
    link.addEventListener('load', () => done(true), { once: true });
    link.addEventListener('error', () => done(false), { once: true });
    setTimeout(done, SHEET_WAIT, false);
    place(link);
  });
  if (!loaded) {
    link.remove();
    return null;
  }
  return {
    show() {
      if (media === null) link.removeAttribute('media');
      else link.setAttribute('media', media);
    },
  };
}

/**
 * Loads the style sheets of `next` that the page does not have yet. Gives a function that puts them in force and
 * takes the old ones away.
 */
async function prepareSheets(next) {
  const before = sheetsOf(state.source);
  const after = sheetsOf(next);
  const partners = new Map(align(before, after).map(([from, to]) => [to, from]));
  const kept = new Set(partners.values());
  let last = before.map((sheet) => twins.get(sheet)).find((twin) => twin?.isConnected) ?? null;
  let isFirst = true;
  const loading = after.map((sheet) => {
    const from = partners.get(sheet);
    const twin = from && twins.get(from);
    if (twin?.isConnected && equal(from, sheet)) {
      [last, isFirst] = [twin, false];
      return () => carry(from, sheet);
    }
    const link = document.importNode(sheet);
    const near = twin?.isConnected ? twin : last;
    const isAhead = isFirst && near !== twin;
    const place = (made) => {
      if (!near) document.head.append(made);
      else if (isAhead) near.before(made);
      else near.after(made);
    };
    const waiting = loadBeside(link, place);
    [last, isFirst] = [link, false];
    return waiting.then((sheetIsHere) => () => {
      if (sheetIsHere) {
        sheetIsHere.show();
        twins.set(sheet, link);
        if (twin) twin.remove();
      } else if (twin) {
        twins.set(sheet, twin);
      }
    });
  });
  const steps = await Promise.all(loading);
  return () => {
    steps.forEach((step) => step());
    for (const sheet of before) {
      if (!kept.has(sheet)) twins.get(sheet)?.remove();
    }
  };
}

/** The address of `file` with a query that the browser has not seen. */
function freshAddress(address, mark) {
  const url = new URL(address, document.baseURI);
  url.searchParams.set('v', mark);
  return url.origin === location.origin ? url.pathname + url.search + url.hash : url.href;
}

/** Whether `address`, as it stands in the page, is one of `paths`. */
function leadsTo(address, paths) {
  if (!address) return false;
  const url = quietly(() => new URL(address, document.baseURI), () => null);
  return url !== null && url.origin === location.origin && paths.has(url.pathname);
}

/** Loads the style sheet `old` of the page anew; or the one that should be there, if that did not load before. */
async function renewSheet(old, mark) {
  const sheet = sheetsOf(state.source).find((node) => twins.get(node) === old);
  const link = sheet ? document.importNode(sheet) : old.cloneNode();
  link.setAttribute('href', freshAddress(link.getAttribute('href'), mark));
  const fresh = await loadBeside(link, (made) => old.after(made));
  if (!fresh) return;
  fresh.show();
  old.remove();
  if (sheet) twins.set(sheet, link);
}

/** Every style sheet of the page that comes from this site. */
function ownSheets() {
  return [...document.querySelectorAll('link[rel~="stylesheet" i][href]')]
    .filter((link) => new URL(link.href, document.baseURI).origin === location.origin);
}

/** Style sheets at `paths` changed. One that no page names is loaded by another: then all are loaded anew. */
async function renewSheets(paths, mark) {
  const all = ownSheets();
  const unknown = [...paths].some((path) => !all.some((link) => leadsTo(link.href, new Set([path]))));
  await Promise.all(all
    .filter((link) => unknown || leadsTo(link.href, paths))
    .map((link) => renewSheet(link, mark)));
}

/** Looks whether a style sheet changed at its old address while nobody told, and loads it anew if so. */
async function compareSheets(mark) {
  const words = (sheet) => [...sheet.cssRules].map((rule) => rule.cssText).join('\n');
  await Promise.all(ownSheets().map(async (link) => {
    const answer = await fetch(link.href, { cache: 'no-store' }).catch(() => null);
    if (!answer?.ok || !link.sheet) return;
    const text = await answer.text();
    const now = new CSSStyleSheet();
    const canCompare = !text.includes('@import');
    if (canCompare) now.replaceSync(text);
    if (!canCompare || words(now) !== words(link.sheet)) await renewSheet(link, mark);
  }));
}
