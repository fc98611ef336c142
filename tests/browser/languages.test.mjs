// Pages in two languages, as readers come across them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addresses, FLAGSHIP, open, SITE } from './site.mjs';

const SPANISH = `/es${FLAGSHIP}`;

let site;
before(async () => { site = await open(); });
after(() => site.close());

/** Where the links of `page` that `selector` finds lead, with their words. */
const links = (page, selector) =>
  page.locator(selector).evaluateAll((all) => all.filter((link) => link.origin === location.origin).map((link) => [link.textContent.trim(), link.pathname, link.lang, link.hreflang]));

test('a page and its translation lead to each other, and say so to search engines', async () => {
  for (const [address, language, other] of [[FLAGSHIP, 'en-GB', ['Español', SPANISH, 'es', 'es']], [SPANISH, 'es', ['English', FLAGSHIP, 'en-GB', 'en-GB']]]) {
    const { page, complaints } = await site.page(address);
    assert.equal(await page.evaluate(() => document.documentElement.lang), language);
    assert.deepEqual(await links(page, '.languages a'), [other]);
    const alternates = await page.locator('link[hreflang]').evaluateAll((all) => all.map((link) => [link.hreflang, new URL(link.href).pathname]));
    assert.deepEqual(alternates, [['en-GB', FLAGSHIP], ['x-default', FLAGSHIP], ['es', SPANISH]]);
    assert.deepEqual(complaints, []);
    await page.close();
  }
});

test('a page that nobody has translated says so in the other language, and leads to its home page', async () => {
  const { page } = await site.page('/conditions/sciatica/');
  assert.deepEqual((await links(page, '.languages a')).map(([words, address]) => [words, address]), [['Español', '/es/']]);
  assert.equal(await page.locator('.languages li[lang=es]').innerText(), 'Español Esta página todavía no está en español.');
  assert.equal(await page.locator('link[rel=alternate][hreflang]').count(), 0);
  await page.close();
});

test('what leads out of a language says into which', async () => {
  const { pages } = await addresses(SITE);
  const wrong = [];
  let marked = 0;
  for (const address of pages.filter((one) => one.startsWith('/es/') && !one.endsWith('404.html'))) {
    const { page } = await site.page(address);
    const found = await links(page, '.content a, .card-title a, .entry-title a, .check a, .massages a');
    for (const [words, to, , language] of found.filter(([, to]) => !to.startsWith('/es/') && to.endsWith('/'))) {
      marked += 1;
      if (!language.startsWith('en')) wrong.push(`${address}: "${words}" leads to ${to}`);
    }
    await page.close();
  }
  assert.deepEqual(wrong, []);
  assert.ok(marked > 20, `${marked} links are marked`);
});

test('cautions and red flags are the same in both languages', async () => {
  const facts = async (address, strip) => {
    const { page } = await site.page(address);
    const found = await page.evaluate(() => ({
      cautions: [...document.querySelectorAll('.check .caution')].map((list) => [list.className, [...list.querySelectorAll('a')].map((link) => new URL(link.href).pathname)]),
      signs: [...document.querySelectorAll('.safety .care li')].length,
    }));
    await page.close();
    return JSON.parse(JSON.stringify(found).replaceAll(strip, '"/'));
  };
  for (const address of [FLAGSHIP, '/treatments/swedish-massage/', '/conditions/osteoporosis/', '/conditions/upper-back-pain/']) {
    const [own, other] = [await facts(address, '"/es/'), await facts(`/es${address}`, '"/es/')];
    // Lists stand by the alphabet, which is another in each language.
    for (const one of [own, other]) one.cautions.forEach(([, all]) => all.sort());
    assert.deepEqual(other, own, address);
  }
});

test('each language has its own search, and its own page for unknown addresses', async () => {
  const { page, complaints } = await site.page('/es/search/?q=estres');
  const first = page.locator('[data-results] li a').first();
  await first.waitFor();
  assert.match(new URL(await first.getAttribute('href'), site.origin).pathname, /^\/es\//);
  assert.deepEqual(complaints, []);
  await page.goto('/es/no-such-page/');
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'es');
  await page.close();
});
