// Search on the sample site: what clients type, in a real browser, under the policy that a host is told to send.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { launch, SITE, watch } from './site.mjs';
import { serve } from './server.mjs';

const rules = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ANMA = path.resolve(process.env.ANMA ?? path.join(process.env.CARGO_TARGET_DIR ?? path.join(ROOT, 'target'), 'debug/anma'));

/** Nothing but what search needs. */
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'";

/** What a client types, and the pages of which all must be among the first three. */
const QUERIES = {
  lumbago: ['/conditions/low-back-pain/'],
  'bad back': ['/conditions/low-back-pain/'],
  'sore neck': ['/conditions/neck-pain/'],
  'slipped disc': ['/conditions/sciatica/'],
  siatica: ['/conditions/sciatica/'],
  fibromialgia: ['/conditions/fibromyalgia/'],
  'stiff shoulder': ['/conditions/frozen-shoulder/'],
  pregnant: ['/cautions/pregnancy/'],
  "can't sleep": ['/conditions/trouble-sleeping/'],
  'desk job back pain': ['/articles/lower-back-pain-desk-job/'],
  'blood clot': ['/cautions/dvt/'],
  'brittle bones': ['/conditions/osteoporosis/'],
  rsi: ['/conditions/rsi/'],
  'deep tisue': ['/treatments/deep-tissue-massage/'],
  'hot stones': ['/treatments/hot-stone-massage/'],
  headache: ['/conditions/tension-headache/'],
  whiplash: ['/conditions/whiplash/'],
  osteo: ['/conditions/osteoarthritis/', '/conditions/osteoporosis/'],
  'arthritis hands': ['/conditions/rheumatoid-arthritis/'],
  stress: ['/conditions/everyday-stress/'],
  'how to choose a therapist': ['/articles/how-to-choose-a-therapist/'],
  swedish: ['/treatments/swedish-massage/'],
  'trapped nerve': ['/conditions/sciatica/'],
  'varicose veins': ['/cautions/varicose-veins/'],
  running: ['/articles/sports-massage-after-a-long-run/'],
  "can't sleep on my shoulder": ['/articles/shoulder-pain-and-frozen-shoulder/', '/conditions/trouble-sleeping/'],
  'my back hurts': ['/conditions/low-back-pain/'],
  'back ache': ['/conditions/low-back-pain/'],
  backpain: ['/conditions/low-back-pain/'],
  'head ache': ['/conditions/tension-headache/'],
  'frozen sholder': ['/conditions/frozen-shoulder/'],
  'high blood presure': ['/cautions/high-blood-pressure/'],
  'hot stones with diabetes': ['/treatments/hot-stone-massage/', '/cautions/diabetes/'],
  'i had surgery last week': ['/cautions/recent-surgery/'],
  'am I allowed a massage when pregnant': ['/cautions/pregnancy/', '/articles/massage-in-pregnancy/'],
  'can I have a massage with a cold': ['/cautions/fever/'],
  'neck hurts after car crash': ['/articles/whiplash-wait-before-you-book/'],
  'massage during cancer treatment': ['/cautions/cancer/'],
  'my gran has thin bones': ['/conditions/osteoporosis/'],
  'hunched over laptop': ['/articles/neck-pain-and-screens/'],
};

let server, browser;
before(async () => {
  server = await serve(SITE, POLICY);
  browser = await launch();
});
after(async () => {
  await browser.close();
  await server.close();
});

async function open(address = '/search/', options = {}) {
  const page = await browser.newPage({ baseURL: server.origin, ...options });
  const complaints = watch(page, server.origin);
  await page.goto(address);
  return { page, complaints };
}

const status = (page) => page.locator('[role=status]').innerText();
const found = (page) => page.locator('[data-part=link]').evaluateAll((links) => links.map((link) => new URL(link.href).pathname));
const focused = (page) => page.evaluate(() => document.activeElement.textContent || document.activeElement.id);
const result = (page, title) => page.locator('.result').filter({ has: page.getByRole('link', { name: title, exact: true }) });

/** Waits for an answer that is another than the last one. */
async function settled(page) {
  await page.waitForFunction(() => {
    const said = document.querySelector('[role=status]').textContent;
    return said && said !== document.querySelector('[data-search]').dataset.loading && said !== globalThis.before;
  });
  await page.evaluate(() => { globalThis.before = document.querySelector('[role=status]').textContent; });
}

/** Types `query`, presses Enter and waits for the answer. */
async function search(page, query) {
  await page.evaluate(() => { globalThis.before = document.querySelector('[role=status]').textContent; });
  await page.fill('#_search', query);
  await page.keyboard.press('Enter');
  await settled(page);
}

/** What a person with a disability would stumble over, one line each. */
async function violations(page) {
  await page.evaluate(`${rules}; undefined`);
  const { violations: all, passes } = await page.evaluate(() => globalThis.axe.run());
  assert.ok(passes.length > 10, 'the rules did not run');
  return all.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

/** The site with `arguments`, built into a folder of its own. */
async function build(...options) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'anma-search-'));
  const output = path.join(folder, 'output');
  execFileSync(ANMA, ['build', '--quiet', '--root', ROOT, '--output', output, ...options], { stdio: 'pipe' });
  return { folder, output };
}

/** An answer in the form of the index: Pagefind takes data that is not compressed, too. */
const plain = (data) => ({ body: Buffer.from(`pagefind_dcd${data}`), contentType: 'application/octet-stream' });

test('what clients type finds the right page among the first three', async () => {
  const { page, complaints } = await open();
  const wrong = [];
  for (const [query, expected] of Object.entries(QUERIES)) {
    await search(page, query);
    const first = (await found(page)).slice(0, 3);
    if (process.env.SHOW) console.log(query, '→', await status(page), first);
    if (!expected.every((address) => first.includes(address))) wrong.push(`${query}: ${first.join(', ')}`);
  }
  assert.deepEqual(wrong, []);
  assert.deepEqual(complaints, [], 'a complaint, a failed request, or one to another host');
  await page.close();
});

test('a mistyped name is put right, and said to be', async () => {
  const { page } = await open();
  for (const [typed, meant] of [['siatica', 'sciatica'], ['lumbgo', 'lumbago'], ['fibromialgia', 'fibromyalgia'], ['ostioporosis', 'osteoporosis'], ['arthritus', 'arthritis'], ['deep tisue', 'deep tissue'], ['varicoes veins', 'varicose veins'], ['refloxology', 'reflexology']]) {
    await search(page, typed);
    const said = await status(page);
    assert.match(said, new RegExp(`^There is nothing about “.+” here\\. \\d+ results? for “${meant}”$`), typed);
  }
  // What is on the site is never put right, and neither is the beginning of a word.
  for (const typed of ['running', 'massaging', 'scia', 'the', 'sleeping', 'swed', 'GP']) {
    await search(page, typed);
    assert.match(await status(page), new RegExp(`results? for “${typed}”$`), typed);
  }
  await page.close();
});

test('of what no page has a word, nothing is shown for want of better', async () => {
  const { page } = await open();
  for (const typed of ['migraine', 'marathon', 'carpal tunnel', 'zzzz qqqq']) {
    await search(page, typed);
    assert.equal(await status(page), `Nothing found for “${typed}”.`);
    assert.equal(await page.locator('.result').count(), 0, typed);
  }
  // A word of those counts for nothing, and the others do.
  await search(page, 'carpal sciatica');
  assert.match(await status(page), /^There is nothing about “carpal” here\. \d+ results for “sciatica”$/);
  assert.equal((await found(page))[0], '/conditions/sciatica/');
  await page.close();
});

test('results say what they are and what must be known first', async () => {
  const { page } = await open();
  const of = async (query, title) => {
    await search(page, query);
    const one = result(page, title);
    assert.equal(await one.count(), 1, `${query} does not find ${title}`);
    return (await one.innerText()).split('\n').map((line) => line.trim()).filter(Boolean);
  };
  const has = (lines, ...words) => words.forEach((word) => assert.ok(lines.some((line) => line.includes(word)), `${word} is not in ${lines.join(' | ')}`));
  has(await of('blood clot', 'Deep vein thrombosis'), 'Check before you book', 'Do not book');
  has(await of('brittle bones', 'Osteoporosis'), 'Condition', 'Ask a GP first', 'Also known as: brittle bones');
  has(await of('deep tissue', 'Deep tissue massage'), 'Massage', 'Check before you book');
  has(await of('lumbago', 'Lower back pain'), 'Symptom', 'Also known as: lumbago', 'When to get help', 'Lower back pain is very common');
  has(await of('pregnant', 'Pregnancy'), 'Ask a GP first');
  // The words lead to the place, which is there.
  const help = result(page, 'Lower back pain').locator('.help-link');
  await search(page, 'lumbago');
  await help.click();
  await page.waitForURL(/low-back-pain\/#/);
  assert.ok(await page.evaluate(() => document.querySelector(':target')?.textContent.length > 0), 'it leads nowhere');
  await page.close();
});

test('every result of every query has its words and leads to a page that exists', async () => {
  const { page } = await open();
  const pages = new Set();
  for (const query of ['massage', 'pain', 'neck']) {
    await search(page, query);
    for (let count = 10; await page.locator('.search-more button').isVisible(); count += 10) {
      // Twice, as impatient people do.
      await page.locator('.search-more button').evaluate((button) => { button.click(); button.click(); });
      await page.waitForFunction((least) => document.querySelectorAll('.result').length > least, count);
    }
    const all = await found(page);
    assert.equal(new Set(all).size, all.length, 'a page stands twice');
    assert.equal(all.length, Number(/\d+/.exec(await status(page))[0]));
    for (const address of await found(page)) pages.add(address);
    const bare = await page.locator('.result').evaluateAll((all) => all.filter((one) => !one.querySelector('[data-part=kind]').textContent || !one.querySelector('[data-part=excerpt]').textContent).length);
    assert.equal(bare, 0);
  }
  assert.ok(pages.size > 50, `${pages.size}`);
  for (const address of pages) assert.equal((await page.request.get(address)).status(), 200, address);
  await page.close();
});

test('results are narrowed, and the address says how', async () => {
  const { page } = await open('/search/?q=neck');
  await settled(page);
  const all = Number(/\d+/.exec(await status(page))[0]);
  await page.click('.search-filters summary');
  await page.selectOption('[data-filter=kind]', { label: 'Article' });
  await settled(page);
  assert.ok(Number(/\d+/.exec(await status(page))[0]) < all);
  const addresses = await found(page);
  assert.ok(addresses.length > 2 && addresses.every((address) => address.startsWith('/articles/')), addresses.join(' '));
  assert.equal(new URL(page.url()).search, '?q=neck&kind=article');
  // A condition alone lists what there is about it.
  await page.selectOption('[data-filter=kind]', '');
  await page.selectOption('[data-filter=condition]', { label: 'Sciatica' });
  await page.fill('#_search', '');
  await page.waitForFunction(() => /^\d+ pages$/.test(document.querySelector('[role=status]').textContent));
  assert.ok((await found(page)).includes('/conditions/sciatica/'));
  // It is there again for whoever is sent the address.
  await page.reload();
  await settled(page);
  assert.ok(await page.locator('[data-filter=condition]').isVisible());
  assert.equal(await page.locator('[data-filter=condition]').inputValue(), 'Sciatica');
  assert.ok((await found(page)).includes('/conditions/sciatica/'));
  await page.close();
});

test('search is done by keyboard alone, from any page', async () => {
  const { page, complaints } = await open('/articles/neck-pain-and-screens/');
  for (let steps = 0; await focused(page) !== '_find' && steps < 40; steps += 1) await page.keyboard.press('Tab');
  assert.equal(await focused(page), '_find');
  await page.keyboard.type('sore neck');
  await page.keyboard.press('Enter');
  await page.waitForURL('/search/?q=sore+neck');
  await settled(page);
  const status = page.locator('[role=status]');
  assert.match(await status.innerText(), /^\d+ results for “sore neck”$/);
  assert.equal(await page.inputValue('#_search'), 'sore neck');
  await page.focus('#_search');
  await page.keyboard.press('ArrowDown');
  assert.equal(await focused(page), 'Neck pain');
  assert.ok(await page.evaluate(() => Number.parseFloat(getComputedStyle(document.activeElement).outlineWidth) >= 2), 'the focus cannot be seen');
  await page.keyboard.press('ArrowDown');
  assert.notEqual(await focused(page), 'Neck pain');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  assert.equal(await focused(page), '_search');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  assert.equal(await focused(page), '_search');
  await page.keyboard.press('Escape');
  assert.equal(await page.inputValue('#_search'), '');
  assert.equal(await page.locator('.result').count(), 0);
  assert.equal(new URL(page.url()).search, '');
  // Letters are enough: Enter is not needed.
  await page.keyboard.type('swedish');
  await settled(page);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL('/treatments/swedish-massage/');
  assert.deepEqual(complaints, []);
  await page.close();
});

test('more results come when asked for, and the focus goes to the first of them', async () => {
  const { page } = await open('/search/?q=massage');
  await settled(page);
  assert.equal(await page.locator('.result').count(), 10);
  await page.focus('.search-more button');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('.result').length === 20);
  const eleventh = await page.locator('[data-part=link]').nth(10).innerText();
  assert.equal(await focused(page), eleventh);
  await page.close();
});

for (const colorScheme of ['light', 'dark']) {
  for (const width of [320, 1280]) {
    test(`nobody stumbles over results, filters and empty lists: ${colorScheme}, ${width} pixels`, async () => {
      const { page } = await open('/search/?q=massage', { colorScheme, viewport: { width, height: 800 } });
      await settled(page);
      await page.click('.search-filters summary');
      const found = await violations(page);
      await search(page, 'zzzz');
      assert.ok(await page.locator('.search-help a[href="/a-to-z/"]').isVisible());
      found.push(...await violations(page));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.deepEqual(found, []);
      assert.ok(wide <= width, `the page is ${wide} pixels wide`);
      await page.close();
    });
  }
}

test('what is typed stays text, whatever it is', async () => {
  const { page, complaints } = await open();
  for (const query of ['<img src=x onerror=alert(1)>', '"><script>alert(1)</script>', '{{7*7}} %00 \\', '😀', 'x'.repeat(200), 'ألم الظهر', '   ', '&lt;b&gt;', "'; --", '-massage "neck']) {
    await page.fill('#_search', query);
    await page.keyboard.press('Enter');
    await page.waitForTimeout(400);
    assert.equal(await page.locator('main img, main script:not([src]), main b').count(), 0, query);
  }
  assert.deepEqual(complaints, []);
  await page.close();
});

test('what an index says is shown as text and leads nowhere else', async () => {
  const { page, complaints } = await open();
  const bad = { content: '<img src=x onerror=alert(1)> & <mark>x</mark>', word_count: 5, filters: { kind: ['<b>'], flag: ['stop', 'onerror'], help: ['"><img src=x>'] }, anchors: [] };
  let number = 0;
  await page.route('**/*.pf_fragment', (route) => {
    number += 1;
    const url = ['https://elsewhere.example/', 'javascript:alert(1)', '//elsewhere.example/', '/safe/'][number % 4];
    return route.fulfill(plain(JSON.stringify({ ...bad, url, meta: { title: '<img src=x onerror=alert(2)>', names: '<b>x</b>' } })));
  });
  await search(page, 'massage');
  const links = await page.locator('.results a').evaluateAll((all) => all.map((link) => link.href));
  assert.ok(links.length > 0 && links.every((link) => link.startsWith(`${server.origin}/`)), links.join(' '));
  assert.equal(await page.locator('.results img, .results b').count(), 0);
  assert.match(await page.locator('.result-title').first().innerText(), /<img src=x/);
  assert.deepEqual(complaints, []);
  await page.close();
});

test('an index that cannot be loaded is said to be missing, and the lists stay', async () => {
  for (const part of ['**/pagefind.js', '**/wasm.*', '**/pagefind-entry.json*']) {
    const page = await browser.newPage({ baseURL: server.origin });
    await page.route(part, (route) => route.abort());
    await page.goto('/search/?q=neck');
    await page.waitForFunction(() => document.querySelector('[role=status]').textContent === document.querySelector('[data-search]').dataset.error);
    assert.ok(await page.locator('.ways a[href="/a-to-z/"]').isVisible());
    await page.unroute(part);
    await search(page, 'sore neck');
    assert.match(await status(page), /^\d+ results/, `after ${part} is there again`);
    await page.close();
  }
});

test('a page that is open while the site is published anew finds the new one', async () => {
  const page = await browser.newPage({ baseURL: server.origin });
  let isOld = true;
  // The old index: another state, and pieces of it that are gone.
  await page.route('**/state.json', (route) => (isOld ? route.fulfill({ json: { key: 'before', parts: 1 } }) : route.continue()));
  await page.route('**/*.pf_index', (route) => (isOld ? route.fulfill({ status: 404 }) : route.continue()));
  await page.goto('/search/');
  await page.focus('#_search');
  await page.waitForLoadState('networkidle');
  await page.route('**/state.json', (route) => { isOld = false; return route.fallback(); });
  await search(page, 'sore neck');
  assert.equal((await found(page))[0], '/conditions/neck-pain/');
  await page.close();
});

test('all parts of the index of a large site are asked', async () => {
  // The sample has one part. The same once more as a second one gives each result twice.
  const page = await browser.newPage({ baseURL: server.origin });
  let asked = 0;
  await page.route('**/pagefind/state.json', (route) => route.fulfill({ json: { key: 'two', parts: 2 } }));
  await page.route('**/pagefind/2/**', async (route) => {
    asked += 1;
    await route.fulfill({ response: await route.fetch({ url: route.request().url().replace('/pagefind/2/', '/pagefind/') }) });
  });
  await page.goto('/search/?q=lumbago');
  await settled(page);
  assert.deepEqual(await found(page), ['/conditions/low-back-pain/', '/conditions/low-back-pain/']);
  assert.ok(asked >= 4, `${asked} requests`);
  await page.close();
});

test('without JavaScript the form leads to a page that says so and shows the lists', async () => {
  const { page, complaints } = await open('/conditions/sciatica/', { javaScriptEnabled: false });
  await page.fill('#_find', 'neck');
  await page.keyboard.press('Enter');
  await page.waitForURL('/search/?q=neck');
  assert.match(await page.locator('noscript .search-note').innerText(), /^Search needs JavaScript/);
  assert.ok(await page.locator('.ways a[href="/a-to-z/"]').isVisible());
  assert.equal(await page.locator('.search-filters').isVisible(), false, 'what does nothing is not shown');
  await page.goto('/no-such-page/');
  assert.ok(await page.locator('main form[role=search]').isVisible());
  assert.deepEqual(complaints.filter((line) => !line.includes('no-such-page') && !line.includes('404')), []);
  await page.close();
});

test('a site below a path is searched there, and one of relative links wherever it stands', async () => {
  for (const [options, below] of [[['--base-url', 'https://example.org/sub/'], 'sub'], [['--relative'], 'any/where']]) {
    const { folder, output } = await build(...options);
    const root = path.join(folder, 'root');
    await mkdir(path.dirname(path.join(root, below)), { recursive: true });
    await rename(output, path.join(root, below));
    const host = await serve(root, POLICY);
    const page = await browser.newPage({ baseURL: host.origin });
    const complaints = watch(page, host.origin);
    await page.goto(`/${below}/search/?q=lumbago`);
    await settled(page);
    assert.equal((await found(page))[0], `/${below}/conditions/low-back-pain/`);
    await page.locator('[data-part=link]').first().click();
    await page.waitForURL(`/${below}/conditions/low-back-pain/`);
    assert.equal(await page.locator('h1').innerText(), 'Lower back pain');
    assert.deepEqual(complaints, []);
    if (options[0] === '--relative') {
      await page.goto(pathToFileURL(path.join(root, below, 'search/index.html')).href);
      assert.match(await status(page), /^Search works on the website only/);
      assert.ok(await page.locator('.ways a').first().isVisible());
    }
    await page.close();
    await host.close();
    await rm(folder, { recursive: true });
  }
});

test('the preview can be searched, and knows what was written a moment ago', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'anma-search-'));
  await mkdir(path.join(folder, 'content/articles'), { recursive: true });
  await writeFile(path.join(folder, 'anma.yaml'), 'title: T\nbase_url: https://t.example\n');
  const write = (text) => writeFile(path.join(folder, 'content/articles/one.md'), `---\ntitle: One\n---\n${text}\n`);
  await write('Of elephants.');
  const program = spawn(ANMA, ['serve', '--root', folder, '--port', '0', '--format', 'json'], { stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    const origin = await new Promise((ready, failed) => {
      let said = '';
      const read = (bytes) => {
        said += bytes;
        const address = /http:\/\/(?:localhost|127\.0\.0\.1):\d+/.exec(said);
        if (address) ready(address[0]);
      };
      program.stdout.on('data', read);
      program.stderr.on('data', read);
      program.on('exit', () => failed(new Error(said)));
    });
    const page = await browser.newPage({ baseURL: origin });
    await page.goto('/search/?q=elephants');
    await settled(page);
    assert.deepEqual(await found(page), ['/articles/one/']);
    await write('Of zebras.');
    await page.waitForFunction(async () => (await (await fetch('/articles/one/')).text()).includes('zebras'));
    await search(page, 'zebras');
    assert.deepEqual(await found(page), ['/articles/one/'], 'without loading the page anew');
    await page.close();
  } finally {
    program.kill();
    await rm(folder, { recursive: true });
  }
});

test('a query costs a reader little', async () => {
  const page = await browser.newPage({ baseURL: server.origin });
  const sizes = new Map();
  page.on('response', async (response) => {
    const { pathname } = new URL(response.url());
    if (/pagefind|search\.\w+\.js/.test(pathname)) sizes.set(pathname, await response.body().then((body) => (pathname.endsWith('.js') || pathname.endsWith('.json') ? gzipSync(body).length : body.length), () => 0));
  });
  await page.goto('/search/?q=lumbago');
  await settled(page);
  await page.waitForLoadState('networkidle');
  const all = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  if (process.env.SHOW) console.log(sizes, all);
  assert.ok(all < 150_000, `${all} bytes`);
  await page.goto('/');
  assert.ok([...sizes.keys()].length > 5);
  await page.close();
});
