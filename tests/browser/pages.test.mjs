// The finished pages in a real browser, under a policy that forbids everything from elsewhere.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { addresses, files, FLAGSHIP, layOut, open, SAMPLES, SITE } from './site.mjs';

let site;
before(async () => { site = await open(); });
after(() => site.close());

test('the browser complains when a page breaks the policy', async () => {
  const { page, complaints } = await site.page('/');
  assert.deepEqual(complaints, []);
  await page.evaluate(() => {
    const picture = new Image();
    picture.src = 'https://elsewhere.example/picture.png';
    document.body.append(picture);
    document.body.insertAdjacentHTML('beforeend', '<p style="color: red">x</p><img src="/missing.png" alt="">');
    return new Promise((done) => { setTimeout(done, 500); });
  });
  for (const complaint of ['img-src', 'style-src', 'status 404']) {
    assert.ok(complaints.some((line) => line.includes(complaint)), `${complaint} is not in: ${complaints.join('\n')}`);
  }
  await page.close();
});

test('the flagship article shows its parts', async () => {
  const { page, complaints, status } = await site.page(FLAGSHIP);
  assert.equal(status, 200);
  assert.equal(await page.locator('h1').count(), 1);
  assert.match(await page.locator('h1').innerText(), /upper back massage/i);
  await layOut(page);
  for (const part of ['nav.breadcrumbs', '.byline', 'nav.toc', '.key-points', '.care-non-urgent', '.care-urgent', '.care-emergency', '.content table', '.check', '.footnotes', '.faq details', '.sources li', '.related .card', 'aside.booking', 'footer']) {
    assert.ok(await page.locator(part).first().isVisible(), `${part} cannot be seen`);
  }
  const styled = await page.locator('.skip-link').evaluate((link) => getComputedStyle(link).position);
  assert.equal(styled, 'absolute', 'the style sheet is not applied');
  assert.deepEqual(complaints, []);
  await page.close();
});

test('no page has a complaint, a failed request or a third party', async () => {
  const { pages } = await addresses();
  assert.ok(pages.length > 50, `only ${pages.length} pages`);
  const { page, complaints } = await site.page('/');
  const found = [];
  for (const address of pages) {
    await page.goto(address);
    found.push(...complaints.splice(0).map((complaint) => `${address} ${complaint}`));
  }
  assert.deepEqual(found, []);
  await page.close();
});

test('at 320 pixels nothing scrolls sideways', async () => {
  const { page } = await site.page('/', { viewport: { width: 320, height: 640 } });
  const wide = [];
  const { pages } = await addresses();
  for (const address of pages) {
    await page.goto(address);
    await layOut(page);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    if (width > 320) wide.push(`${address} is ${width} pixels wide`);
  }
  assert.deepEqual(wide, []);
  await page.evaluate(() => {
    const box = document.createElement('div');
    box.textContent = 'x';
    box.style.inlineSize = '400px';
    document.body.append(box);
  });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) > 320, 'this test cannot see a wide page');
  await page.close();
});

test('an old address leads to the page that took its place', async () => {
  const { moved } = await addresses();
  assert.ok(moved.length > 0, 'the sample site has no old address');
  for (const address of moved.slice(0, 5)) {
    const { page, complaints } = await site.page(address);
    await page.waitForURL((url) => !moved.includes(url.pathname), { timeout: 10_000 });
    assert.deepEqual(complaints, [], address);
    await page.close();
  }
});

test('an address that does not exist gets the page for it, styled', async () => {
  const { page, status } = await site.page(`${SAMPLES['not found']}deeper/still`);
  assert.equal(status, 404);
  assert.equal(await page.locator('h1').innerText(), 'Page not found');
  const colour = await page.locator('.notice p').evaluate((notice) => getComputedStyle(notice).borderInlineStartWidth);
  assert.equal(colour, '4px');
  await page.close();
});

test('the site map and the feeds are well-formed', async () => {
  const { page } = await site.page('/');
  const mistake = (text) => page.evaluate((source) =>
    new DOMParser().parseFromString(source, 'application/xml').querySelector('parsererror')?.textContent ?? '', text);
  assert.notEqual(await mistake('<a><b></a>'), '', 'this test cannot see a broken file');
  const xml = await files(SITE, '.xml');
  assert.ok(xml.includes('sitemap.xml') && xml.includes('atom.xml'), `${xml}`);
  for (const name of xml) {
    assert.equal(await mistake(await readFile(path.join(SITE, name), 'utf8')), '', name);
  }
  for (const name of await files(SITE, '.json')) {
    const feed = JSON.parse(await readFile(path.join(SITE, name), 'utf8'));
    if (name.endsWith('feed.json')) assert.match(feed.version, /jsonfeed/);
  }
  await page.close();
});
