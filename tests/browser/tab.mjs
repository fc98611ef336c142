// A tab of a real Chromium that looks at a preview, and what a test asks of it.
import assert from 'node:assert/strict';
import { watch } from './site.mjs';

/** Opens the closed box of the preview for the tests, before any script of the page runs. */
function openBoxes() {
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function attachShadow(options) {
    return attach.call(this, { ...options, mode: 'open' });
  };
}

/** Whether a complaint is about a server that is not there, or a page that is not: a browser says so by itself. */
const isNetwork = (complaint) => /ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE|ERR_FAILED|ERR_SOCKET/.test(complaint)
  || /status (403|404)|Failed to load resource: the server responded with a status of (403|404)/.test(complaint);

/** Opens `address` of `site`; `isReady` when the channel stands and the script knows the page. */
export async function openTab(browser, site, address, { closedBoxes = false, ...options } = {}) {
  const page = await browser.newPage({ baseURL: site.origin, viewport: { width: 1000, height: 600 }, ...options });
  page.setDefaultTimeout(10_000);
  if (!closedBoxes) await page.addInitScript(openBoxes);
  const complaints = watch(page, site.origin);
  const requests = [];
  const channels = new Set();
  page.on('request', (request) => {
    requests.push(new URL(request.url()).pathname);
    if (request.url().includes('/livereload/events')) channels.add(request);
  });
  for (const end of ['requestfailed', 'requestfinished']) page.on(end, (request) => channels.delete(request));
  const tab = {
    page,
    complaints,
    requests,
    channels,
    /** Waits until `check`, which is run in the page, gives something true. */
    until: (check, argument) => page.waitForFunction(check, argument, { polling: 'raf' }),
    /** Waits until the page shows `text`. */
    shows: (text) => page.waitForFunction((words) => document.body.innerText.includes(words), text, { polling: 'raf' }),
    /** Marks every node of the page, so that a later look tells new ones. */
    mark: () => page.evaluate(() => {
      const walker = document.createTreeWalker(document.documentElement);
      while (walker.nextNode()) walker.currentNode.isMarked = true;
      window.isMarked = true;
    }),
    /** The nodes that are new since `mark`, by name, leaving out white space and the preview's own. */
    fresh: () => page.evaluate(() => {
      const found = [];
      const walker = document.createTreeWalker(document.documentElement);
      while (walker.nextNode()) {
        const node = walker.currentNode;
        const isWhite = node.nodeType === Node.TEXT_NODE && !node.data.trim();
        if (!node.isMarked && !isWhite && node.localName !== 'anma-preview') found.push(node.localName ?? node.data);
      }
      return found;
    }),
    /** Hides or shows the tab, as far as its scripts can tell. */
    setSeen: (isSeen) => page.evaluate((state) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
      document.dispatchEvent(new Event('visibilitychange'));
    }, isSeen ? 'visible' : 'hidden'),
    box: (part) => page.locator(`anma-preview ${part}`),
    /** Closes the tab; nothing may have gone wrong in it. */
    async close({ network = false } = {}) {
      await page.close();
      assert.deepEqual(network ? complaints.filter((line) => !isNetwork(line)) : complaints, []);
    },
  };
  const greeted = page.waitForRequest((request) => request.url().includes('/livereload/events'));
  const sent = page.waitForEvent('requestfinished', (request) => request.resourceType() === 'fetch').catch(() => null);
  // A message that is sent before the channel is open reaches nobody. Where no channel may open, it is not waited for long.
  const hears = page.waitForResponse((answer) => answer.url().includes('/livereload/events'), { timeout: 3000 }).catch(() => {});
  const response = await page.goto(address);
  await hears;
  await greeted;
  // The script asks once for its page; from then on it knows what the server sent.
  if (response.status() === 200) await sent;
  return tab;
}
