// What is to be done, one thing after another; and the beginning.
//
// After a patch that changed anything, `document` gets an event, so that a theme's script can do its work again
// on what is new:
//
//     document.addEventListener('anma:patched', (event) => addCopyButtons(event.detail.build));

/** Files that are neither a style sheet nor a script are taken for pictures. */
const STYLE = /\.css$/i;
const SCRIPT = /\.m?js$/i;

const nothing = () => ({ page: false, compare: false, fetched: null, files: new Set(), go: null, build: 0 });
let wanted = nothing();
let isBusy = false;

/** Adds to what is to be done, and sees that it is. */
function want({ page = false, compare = false, fetched = null, files = [], go: to = null, build = 0 }) {
  wanted.page ||= page;
  wanted.compare ||= compare;
  wanted.fetched = fetched;
  wanted.go = to ?? wanted.go;
  wanted.build = Math.max(wanted.build, build);
  files.forEach((file) => wanted.files.add(new URL(file, location.origin).pathname));
  if (!isBusy) work();
}

async function work() {
  isBusy = true;
  await learned;
  while (wanted.page || wanted.compare || wanted.files.size > 0 || wanted.go || wanted.build > state.build) {
    const now = wanted;
    wanted = nothing();
    // A patch that goes wrong leaves a page that nobody sent; loading it anew puts that right.
    await quietly(() => follow(now), reload);
  }
  isBusy = false;
}

async function follow({ page, compare, fetched, files, go: to, build }) {
  if (page) {
    const next = fetched ?? await fetchPage();
    if (!next) {
      missed = true;
      return;
    }
    if (!await showPage(next)) return;
  }
  state.build = Math.max(state.build, build);
  await showFiles(files);
  if (compare) {
    await compareSheets(freshMark());
    await comparePictures(freshMark());
  }
  if (to) go(to);
}

/** A query value that no address had before. */
const freshMark = () => `${state.build}-${state.token.slice(0, 6)}`;

/** Makes the page what the server sent. Gives whether the page stays. */
async function showPage({ moved, source, tag }) {
  if (moved) {
    location.replace(moved);
    return false;
  }
  if (mustReload(state.source, source)) {
    reload();
    return false;
  }
  const exchange = await prepareSheets(source);
  const isChanged = patch(source);
  exchange();
  if (tag) {
    state.build = tag.build;
    state.standing = tag.standing;
    showBadge(tag.standing);
  }
  if (isChanged) document.dispatchEvent(new CustomEvent('anma:patched', { detail: { build: state.build } }));
  return true;
}

/** Files changed whose addresses stay the same. */
async function showFiles(files) {
  if (files.size === 0) return;
  const some = (pattern) => new Set([...files].filter((file) => pattern.test(file)));
  const [styles, scripts] = [some(STYLE), some(SCRIPT)];
  const programs = [...document.scripts].filter((script) => script !== own && runs(script));
  const isLoaded = programs.some((script) => leadsTo(script.getAttribute('src'), scripts));
  if (isLoaded || (scripts.size > 0 && programs.some(({ type }) => type === 'module'))) {
    reload();
    return;
  }
  if (styles.size > 0) await renewSheets(styles, freshMark());
  const pictures = new Set([...files].filter((file) => !styles.has(file) && !scripts.has(file)));
  if (pictures.size > 0) renewPictures(pictures, freshMark());
}

/** Asks once for the page as it was sent, before the page's scripts changed it: patches compare with that. */
async function learn() {
  const copy = snapshot();
  Object.assign(state, { source: copy, guessed: true });
  const isMissing = performance.getEntriesByType('navigation')[0]?.responseStatus === 404;
  const sent = isMissing ? null : await fetchPage();
  if (!sent?.tag) return;
  if (sent.tag.build === state.build && sent.tag.token === state.token) {
    findTwins(sent.source);
    Object.assign(state, { source: sent.source, guessed: false });
  } else {
    want({ page: true, fetched: sent });
  }
}

const learned = Promise.resolve(quietly(learn));

showBadge(state.standing);
openChannel();
quietly(arrive);

document.addEventListener('visibilitychange', () => quietly(() => {
  if (isSeen()) {
    pause = FIRST_PAUSE;
    openChannel();
  } else {
    hideLost();
    closeChannel();
  }
}));
addEventListener('pagehide', () => quietly(closeChannel));
addEventListener('pageshow', (event) => quietly(() => {
  if (event.persisted && !stream) openChannel();
}));
