// The page: what it says of itself in the tag that brought this script, and how the server sends it.
//
// All files of this folder are put into one function, in the order of `mod.rs`; nothing leaves it.

/** The tag that the server puts into every page; never part of what is compared or patched. */
const TAG = 'script[data-build][src^="/livereload/client.js"]';

const own = document.currentScript;

/** What a tag says: which server it was, which build of the site, and whether the page is published. */
function readTag(tag) {
  const address = new URL(tag.getAttribute('src'), location.href);
  return {
    token: address.searchParams.get('token') ?? '',
    build: Number(tag.dataset.build) || 0,
    standing: tag.dataset.standing || 'published',
  };
}

/** What this tab knows. `source` is the page as the server sent it last, without what scripts made of it. */
const state = { ...readTag(own), source: null, guessed: false };

/** Runs `work` so that nothing it throws reaches the console of the page. */
function quietly(work, otherwise = () => {}) {
  try {
    const result = work();
    return result?.catch ? result.catch(otherwise) : result;
  } catch (error) {
    return otherwise(error);
  }
}

/** A store that lives as long as the tab, where the browser has one. */
const notes = {
  take(key) {
    return quietly(() => {
      const value = sessionStorage.getItem(`anma:${key}`);
      sessionStorage.removeItem(`anma:${key}`);
      return value;
    }) ?? null;
  },
  read: (key) => quietly(() => sessionStorage.getItem(`anma:${key}`)) ?? null,
  write: (key, value) => quietly(() => sessionStorage.setItem(`anma:${key}`, value)),
};

/** Parses without running or loading anything. A page may ask for trusted types; then this is one. */
const parse = (() => {
  const parser = new DOMParser();
  const policy = quietly(() => globalThis.trustedTypes?.createPolicy('anma-preview', { createHTML: (html) => html }));
  return (html) => parser.parseFromString(policy ? policy.createHTML(html) : html, 'text/html');
})();

/** A page that shows `text`, for a server that answers without HTML. */
function plainPage(text) {
  const page = document.implementation.createHTMLDocument('Page not found');
  const words = page.createElement('pre');
  words.textContent = text || 'Page not found';
  page.body.append(words);
  return page;
}

/**
 * The page as the server sends it now: `{ source, tag }`, or `{ moved }` if it is another page now, or null if
 * the server does not answer.
 */
async function fetchPage() {
  const answer = await fetch(location.pathname + location.search, { cache: 'no-store' }).catch(() => null);
  if (!answer || answer.status >= 500 || answer.status === 403) return null;
  if (answer.redirected && new URL(answer.url).pathname !== location.pathname) return { moved: answer.url };
  const text = await answer.text().catch(() => null);
  if (text === null) return null;
  const isHtml = /^(text\/html|application\/xhtml\+xml)/.test(answer.headers.get('content-type') ?? '');
  if (!isHtml) return { source: plainPage(answer.ok ? '' : text), tag: null };
  const source = parse(text);
  const tag = source.querySelector(TAG);
  tag?.remove();
  return { source, tag: tag && readTag(tag) };
}

/** Loads the page anew, and remembers the place where the reader was. */
function reload() {
  closeChannel();
  notes.write('scroll', JSON.stringify([location.pathname, scrollX, scrollY]));
  location.reload();
}
