// What the default theme promises besides accessibility: its weight, its calm, the script that only adds, the menu and the
// table on a phone, other directions and colours; and that a theme which extends it keeps the promises.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { ANMA } from './binary.mjs';
import { violations } from './rules.mjs';
import { FLAGSHIP, layOut, open, SAMPLES } from './site.mjs';

const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const PHONE = { width: 360, height: 780 };
const DESK = { width: 1280, height: 860 };

let site;
before(async () => { site = await open(); });
after(() => site.close());

test('an article weighs at most 60 kB, its scripts at most 10', async () => {
  const page = await site.browser.newPage({ baseURL: site.origin });
  const weights = [];
  page.on('response', async (response) => weights.push(response.body().then((body) => {
    const { pathname } = new URL(response.url());
    // Fonts and pictures are packed already; the rest is sent packed.
    return { pathname, size: pathname.endsWith('.woff2') ? body.length : gzipSync(body, { level: 9 }).length };
  })));
  await page.goto(FLAGSHIP, { waitUntil: 'networkidle' });
  const found = await Promise.all(weights);
  const sum = (ending) => found.filter(({ pathname }) => pathname.endsWith(ending)).reduce((total, { size }) => total + size, 0);
  assert.ok(sum('.css') > 1000 && sum('.woff2') > 1000 && sum('.js') > 100, JSON.stringify(found));
  assert.ok(sum('') <= 60_000, `${sum('')} bytes: ${JSON.stringify(found)}`);
  assert.ok(sum('.js') <= 10_000, `${sum('.js')} bytes of scripts`);
  await page.close();
});

/** How far the parts of a page moved while it was loaded and scrolled through. */
async function shift(page, address, disturb = () => {}) {
  await page.addInitScript(() => {
    window.shifts = [];
    new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map(({ value }) => value))).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(address, { waitUntil: 'load' });
  await page.evaluate(disturb);
  await page.evaluate(async () => {
    for (let top = 0; top < document.documentElement.scrollHeight; top += window.innerHeight) {
      window.scrollTo({ top, behavior: 'instant' });
      await new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); });
    }
  });
  return page.evaluate(() => window.shifts.reduce((sum, value) => sum + value, 0));
}

test('nothing moves while a page loads or is read', async () => {
  for (const viewport of [PHONE, DESK]) {
    for (const address of [SAMPLES.home, FLAGSHIP, SAMPLES.treatment, SAMPLES['which massage']]) {
      const page = await site.browser.newPage({ baseURL: site.origin, viewport });
      assert.equal(await shift(page, address), 0, `${address} at ${viewport.width} pixels`);
      await page.close();
    }
  }
  const page = await site.browser.newPage({ baseURL: site.origin, viewport: DESK });
  const moved = await shift(page, FLAGSHIP, () => new Promise((done) => {
    setTimeout(() => { document.querySelector('main').style.paddingBlockStart = '200px'; setTimeout(done, 200); }, 700);
  }));
  assert.ok(moved > 0, 'this test cannot see a page that moves');
  await page.close();
});

/** The place and size of everything on a page. */
const places = (page) => page.evaluate(() => [...document.querySelectorAll('body *')].map((element) => {
  const { x, y, width, height } = element.getBoundingClientRect();
  return `${element.localName} ${x} ${y + window.scrollY} ${width} ${height}`;
}));

/** How many links, headings and texts a screen reader is told of. */
async function told(page) {
  const client = await page.context().newCDPSession(page);
  const { nodes } = await client.send('Accessibility.getFullAXTree');
  const roles = nodes.filter(({ ignored }) => !ignored).map(({ role }) => role.value);
  return Object.fromEntries(['link', 'heading', 'StaticText', 'listitem'].map((role) => [role, roles.filter((one) => one === role).length]));
}

test('a long page is laid out part by part, and is in the end as it is without that', async () => {
  for (const viewport of [PHONE, DESK]) {
    for (const address of [FLAGSHIP, SAMPLES.treatment, '/conditions/osteoporosis/']) {
      const page = await site.browser.newPage({ baseURL: site.origin, viewport });
      await page.route('**/assets/parts.*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
      await page.goto(address);
      const plain = { places: await places(page), told: await told(page) };
      await page.unroute('**/assets/parts.*.js');
      await page.goto(address, { waitUntil: 'commit' });
      await page.waitForSelector('html.in-parts', { state: 'attached' });
      await page.waitForSelector('html:not(.in-parts)', { state: 'attached' });
      assert.deepEqual({ places: await places(page), told: await told(page) }, plain, `${address} at ${viewport.width} pixels`);
      await page.close();
    }
  }
});

test('who opens a long page at a place, or jumps to one at once, finds it there', async () => {
  const top = (page, id) => page.evaluate((name) => Math.round(document.getElementById(name).getBoundingClientRect().top), id);
  for (const viewport of [PHONE, DESK]) {
    for (const id of ['evidence', '_check', 'fn:8']) {
      const page = await site.browser.newPage({ baseURL: site.origin, viewport });
      if (id === 'evidence') assert.equal(await shift(page, `${FLAGSHIP}#${id}`), 0);
      await page.goto('about:blank');
      await page.goto(`${FLAGSHIP}#${id}`);
      await page.waitForFunction(() => window.scrollY > 0);
      assert.equal(await page.locator('html.in-parts').count(), 0);
      assert.equal(await top(page, id), 20, `${id} at ${viewport.width} pixels`);
      await page.goto('about:blank');
      await page.goto(FLAGSHIP);
      await page.evaluate((name) => { [...document.querySelectorAll('main a')].find((link) => link.hash === `#${name}`).click(); }, id);
      await page.waitForFunction(() => window.scrollY > 0);
      assert.equal(await page.locator('html.in-parts').count(), 0);
      assert.equal(await top(page, id), 20, `${id} at ${viewport.width} pixels, after a jump`);
      await page.close();
    }
  }
});

test('without scripts everything is there', async () => {
  const context = await site.browser.newContext({ baseURL: site.origin, viewport: PHONE, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(FLAGSHIP);
  await page.locator('.menu-switch summary').click();
  assert.ok(await page.locator('nav.menu a').first().isVisible());
  await page.locator('.toc-switch summary').click();
  assert.ok(await page.locator('nav.toc li a').first().isVisible());
  await page.locator('.faq summary').first().click();
  assert.ok(await page.locator('.faq details .content').first().isVisible());
  await context.close();
});

test('on a phone the menu and the headings are folded, and open by keyboard', async () => {
  const { page } = await site.page(FLAGSHIP, { viewport: PHONE });
  for (const part of ['menu', 'toc']) {
    const link = page.locator(`nav.${part} li a`).first();
    assert.equal(await link.isVisible(), false, `${part} is open`);
    await page.locator(`.${part}-switch summary`).focus();
    await page.keyboard.press('Enter');
    assert.ok(await link.isVisible(), `${part} stays closed`);
    await page.keyboard.press('Tab');
    assert.ok(await link.evaluate((one) => one === document.activeElement), `the links of ${part} do not come next`);
  }
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => Math.abs(document.querySelector(':target')?.getBoundingClientRect().top) < 100);
  await page.close();
});

test('the list of headings marks the part that is being read', async () => {
  const { page, complaints } = await site.page(FLAGSHIP, { viewport: DESK });
  const marked = () => page.evaluate(() => [...document.querySelectorAll('.toc [aria-current]')].map((link) => decodeURIComponent(link.hash.slice(1))));
  assert.deepEqual(await marked(), []);
  for (const id of ['evidence', 'when-to-get-medical-help']) {
    await page.evaluate((name) => document.getElementById(name).scrollIntoView({ behavior: 'instant' }), id);
    await page.waitForFunction((name) => document.querySelector('.toc [aria-current]')?.hash === `#${name}`, id);
    assert.deepEqual(await marked(), [id]);
  }
  assert.deepEqual(complaints, []);
  await page.close();
});

test('a phone shows the table as questions, with the same answers', async () => {
  const desk = await site.page(SAMPLES['which massage'], { viewport: DESK });
  const cells = await desk.page.evaluate(() => [...document.querySelectorAll('.matrix tbody tr:not(.row-group)')].flatMap((row) =>
    [...row.cells].slice(1).map((cell) => [row.cells[0].querySelector('a').textContent, cell.dataset.label, cell.querySelector('.told-words').textContent, cell.querySelector('.told-with')?.textContent ?? ''].join(' | '))).sort());
  assert.equal(await desk.page.locator('.matrix-list').isVisible(), false);
  await desk.page.close();
  const { page } = await site.page(SAMPLES['which massage'], { viewport: PHONE });
  assert.equal(await page.locator('.matrix').isVisible(), false);
  const first = page.locator('.answer').first();
  await first.locator('summary').focus();
  await page.keyboard.press('Enter');
  assert.ok(await first.locator('h3').first().isVisible());
  const answers = await page.evaluate(() => [...document.querySelectorAll('.answer')].flatMap((answer) =>
    [...answer.querySelectorAll('h3')].flatMap((words) => [...words.nextElementSibling.querySelectorAll('li')].map((item) =>
      [answer.querySelector('.answer-name').textContent, item.querySelector('a').textContent, words.textContent, item.querySelector('.told-with')?.textContent ?? ''].join(' | ')))).sort());
  assert.ok(cells.length > 50);
  assert.deepEqual(answers, cells);
  await page.close();
});

test('from right to left, and at twice the size of text, nothing scrolls sideways', async () => {
  for (const [what, narrow, change] of [
    ['right to left', 320, () => { document.documentElement.dir = 'rtl'; }],
    ['large text', 640, () => { document.documentElement.style.fontSize = '200%'; }],
  ]) {
    for (const viewport of [{ width: narrow, height: 640 }, DESK]) {
      const { page } = await site.page('/', { viewport });
      for (const [name, address] of Object.entries(SAMPLES)) {
        await page.goto(address);
        await layOut(page);
        await page.evaluate(change);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(width <= viewport.width, `${name} with ${what} is ${width} pixels wide at ${viewport.width}`);
      }
      await page.close();
    }
  }
});

test('in forced colours the parts keep their outlines', async () => {
  const { page } = await site.page(FLAGSHIP, { viewport: PHONE, forcedColors: 'active' });
  for (const part of ['.care', '.key-points', '.check', '.button', '.imprint']) {
    const widths = await page.locator(part).first().evaluate((element) => {
      const style = getComputedStyle(element);
      return [style.borderBlockEndWidth, style.borderBlockStartWidth].map(Number.parseFloat);
    });
    assert.ok(widths.some((width) => width > 0), `${part} has no outline`);
  }
  await page.close();
});

test('on paper a link to another website says where it leads', async () => {
  const { page } = await site.page(FLAGSHIP);
  await page.emulateMedia({ media: 'print' });
  const link = page.locator('.sources a[href^="http"]').first();
  const said = await link.evaluate((element) => getComputedStyle(element, '::after').content);
  assert.ok(said.includes(await link.getAttribute('href')), said);
  assert.ok(await page.locator('.imprint time').first().isVisible());
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(255, 255, 255)');
  await page.close();
});

test('every colour comes from the tokens', async () => {
  const sheet = await readFile(path.join(repository, 'themes/default/assets/style.css'), 'utf8');
  const rules = sheet.replace(/\/\*[\s\S]*?\*\//g, '').split('\n')
    .filter((line) => !/^\s*(:root \{ )?--[\w-]+:/.test(line));
  const found = (lines) => lines.filter((line) => /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|lab)a?\((?!var)|:\s*(?:white|black)\b/i.test(line));
  assert.deepEqual(found(['a { color: #123; }', 'b { --x: red; background: rgb(1 2 3) }', '#id { margin: 0 }']).length, 2);
  assert.deepEqual(found(rules), []);
});

test('a theme that extends the default one keeps what it does not replace', { timeout: 120_000 }, async () => {
  const root = await mkdtemp(path.join(os.tmpdir(), 'anma-theme-'));
  try {
    for (const name of ['content', 'themes']) await cp(path.join(repository, name), path.join(root, name), { recursive: true });
    const settings = await readFile(path.join(repository, 'anma.yaml'), 'utf8');
    await writeFile(path.join(root, 'anma.yaml'), settings.replace('theme: default', 'theme: harbour'));
    await promisify(execFile)(ANMA, ['build', '--strict', '--root', root, '--date', '2026-11-22']);
    const harbour = await open(path.join(root, 'output'));
    const { page, complaints } = await harbour.page('/', { viewport: DESK });
    const look = await page.evaluate(() => ({
      paper: getComputedStyle(document.body).backgroundColor,
      corner: getComputedStyle(document.querySelector('.button')).borderRadius,
      drawing: document.querySelectorAll('.hero-art .art-sea').length,
      stones: document.querySelectorAll('.art-stone-low').length,
      cards: document.querySelectorAll('.card').length,
      arrows: document.querySelectorAll('.card .card-more').length,
      fonts: performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.woff2')).length,
    }));
    assert.deepEqual(look, { ...look, paper: 'rgb(255, 255, 255)', corner: '2px', drawing: 3, stones: 0, arrows: look.cards, fonts: 0 });
    assert.ok(look.cards > 3);
    await page.goto(FLAGSHIP);
    for (const part of ['.key-points', '.care-emergency', 'nav.toc', '.sources']) assert.ok(await page.locator(part).first().isVisible(), part);
    assert.deepEqual(complaints, []);
    for (const colorScheme of ['light', 'dark']) {
      for (const address of [SAMPLES.home, FLAGSHIP, SAMPLES.treatment, SAMPLES['which massage']]) {
        const { page: one } = await harbour.page(address, { colorScheme });
        assert.deepEqual(await violations(one), [], `${address} in ${colorScheme} colours`);
        await one.close();
      }
    }
    await harbour.close();
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});
