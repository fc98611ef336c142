// What a page costs a reader on an old phone: bytes, requests, and things that move while it loads.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { FLAGSHIP, open, SAMPLES } from './site.mjs';

const PHONE = { viewport: { width: 360, height: 740 } };
const DESK = { viewport: { width: 1280, height: 860 } };
const KB = 1000;

let site;
before(async () => { site = await open(); });
after(() => site.close());

/** Bytes that came over the line for a page, by what they are. */
async function cost(address, options) {
  const page = await site.browser.newPage({ baseURL: site.origin, ...options });
  const line = await page.context().newCDPSession(page);
  await line.send('Network.enable');
  const kinds = new Map();
  const bytes = {};
  line.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type));
  line.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId) ?? 'Other';
    bytes[kind] = (bytes[kind] ?? 0) + encodedDataLength;
  });
  await page.goto(address, { waitUntil: 'networkidle' });
  await page.close();
  return bytes;
}

const sum = (bytes, kinds) => kinds.reduce((total, kind) => total + (bytes[kind] ?? 0), 0);

test('an article costs at most 60 kB without its pictures', async () => {
  const bytes = await cost(FLAGSHIP, PHONE);
  const total = sum(bytes, ['Document', 'Stylesheet', 'Script', 'Font', 'Manifest', 'Fetch', 'XHR', 'Other']);
  assert.ok(bytes.Document > KB && bytes.Stylesheet > KB, `nothing was counted: ${JSON.stringify(bytes)}`);
  assert.ok(total <= 60 * KB, `${total} bytes: ${JSON.stringify(bytes)}`);
  console.log(`article: ${JSON.stringify(bytes)}, ${total} bytes without pictures`);
});

test('no page loads more than 10 kB of scripts before anybody searches', async () => {
  for (const [name, address] of Object.entries(SAMPLES)) {
    if (address === '/no-such-page/') continue;
    const scripts = sum(await cost(address, PHONE), ['Script']);
    assert.ok(scripts <= 10 * KB, `${name}: ${scripts} bytes of scripts`);
  }
});

test('nothing moves while a page loads or is scrolled through', async () => {
  const found = [];
  const looked = async (address, options) => {
    const page = await site.browser.newPage({ baseURL: site.origin, ...options });
    await page.addInitScript(() => {
      globalThis.shifts = [];
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          if (!entry.hadRecentInput) globalThis.shifts.push([entry.value, entry.sources.map(({ node }) => node?.nodeName ?? '?').join(' ')]);
        }
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto(address, { waitUntil: 'networkidle' });
    await page.evaluate(async () => {
      for (let top = 0; top < document.documentElement.scrollHeight; top += innerHeight) {
        scrollTo(0, top);
        await new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); });
      }
    });
    const shifts = await page.evaluate(() => globalThis.shifts);
    await page.close();
    return shifts;
  };
  for (const [name, address] of Object.entries(SAMPLES)) {
    for (const [device, options] of [['phone', PHONE], ['desk', DESK]]) {
      found.push(...(await looked(address, options)).map((shift) => `${name} on a ${device}: ${shift.join(' ')}`));
    }
  }
  assert.deepEqual(found, []);
});

test('the observer sees things that move', async () => {
  const page = await site.browser.newPage({ baseURL: site.origin, ...PHONE });
  await page.goto('/');
  const seen = await page.evaluate(() => new Promise((done) => {
    new PerformanceObserver((list) => done(list.getEntries().length)).observe({ type: 'layout-shift', buffered: true });
    const box = document.createElement('div');
    box.textContent = 'late';
    box.className = 'notice';
    requestAnimationFrame(() => requestAnimationFrame(() => document.querySelector('main').prepend(box, box.cloneNode(true), box.cloneNode(true))));
  }));
  assert.ok(seen > 0);
  await page.close();
});

test('without scripts every page still shows its text, its menu and its parts that open', async () => {
  const context = await site.browser.newContext({ baseURL: site.origin, javaScriptEnabled: false, ...PHONE });
  const page = await context.newPage();
  for (const [name, address] of Object.entries(SAMPLES)) {
    await page.goto(address);
    assert.ok(await page.locator('h1').isVisible(), `${name} has no title`);
    assert.ok((await page.locator('main').innerText()).length > 40, `${name} has no text`);
    const menu = page.locator('header summary').first();
    await menu.click();
    assert.ok(await page.locator('header nav a').first().isVisible(), `${name}: the menu does not open`);
  }
  await page.goto(FLAGSHIP);
  const question = page.locator('.faq summary').first();
  await question.click();
  assert.ok(await page.locator('.faq details .content').first().isVisible(), 'a question does not open');
  await context.close();
});
