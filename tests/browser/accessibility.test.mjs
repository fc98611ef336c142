// The rules of axe-core on one page of each kind, in light and in dark; then the keyboard and the printer.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { violations } from './rules.mjs';
import { FLAGSHIP, open, SAMPLES } from './site.mjs';

let site;
before(async () => { site = await open(); });
after(() => site.close());

test('the rules find what is wrong', async () => {
  const { page } = await site.page('/');
  await page.evaluate(() => {
    const picture = new Image();
    picture.src = '/assets/favicon.svg';
    const faint = document.createElement('p');
    faint.textContent = 'Faint';
    faint.style.color = '#ccc';
    document.querySelector('main').append(picture, faint);
  });
  const found = (await violations(page)).map((line) => line.split(':')[0]).sort();
  assert.deepEqual(found, ['color-contrast', 'image-alt']);
  await page.close();
});

const WINDOWS = { desk: { width: 1280, height: 860 }, phone: { width: 360, height: 780 } };

for (const colorScheme of ['light', 'dark']) {
  for (const [size, viewport] of Object.entries(WINDOWS)) {
    test(`no page breaks a rule in ${colorScheme} colours on a ${size}`, async () => {
      const found = [];
      for (const [name, address] of Object.entries(SAMPLES)) {
        const { page } = await site.page(address, { colorScheme, viewport });
        const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        assert.equal(Number(/\d+/.exec(paper)[0]) > 128, colorScheme === 'light', `${name} is ${paper}`);
        await page.evaluate(() => document.querySelectorAll('details').forEach((details) => { details.open = true; }));
        found.push(...(await violations(page)).map((line) => `${name}: ${line}`));
        await page.close();
      }
      assert.deepEqual(found, []);
    });
  }
}

test('the skip link comes first, shows itself and leads to the text', async () => {
  const { page } = await site.page(FLAGSHIP);
  const top = () => page.locator('.skip-link').evaluate((link) => link.getBoundingClientRect().top);
  assert.ok(await top() < 0, 'it stands in sight before it is reached');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip-link');
  assert.ok(await top() >= 0, 'it stays out of sight');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), '_main');
  await page.keyboard.press('Tab');
  assert.ok(await page.evaluate(() => document.querySelector('main').contains(document.activeElement)));
  await page.close();
});

test('a question opens and closes by keyboard, and what has the focus can be seen', async () => {
  const { page } = await site.page(FLAGSHIP);
  const focused = () => page.evaluate(() => ({
    name: document.activeElement.localName,
    isQuestion: document.activeElement.matches('.faq summary'),
    outline: Number.parseFloat(getComputedStyle(document.activeElement).outlineWidth),
  }));
  let steps = 0;
  do {
    await page.keyboard.press('Tab');
    steps += 1;
    const { name, outline } = await focused();
    assert.ok(name === 'body' || outline >= 2, `step ${steps}: ${name} shows no focus`);
  } while (!(await focused()).isQuestion && steps < 300);
  assert.ok((await focused()).isQuestion, 'no question was reached');
  const answer = page.locator('.faq details .content').first();
  assert.equal(await answer.isVisible(), false);
  await page.keyboard.press('Enter');
  assert.equal(await answer.isVisible(), true);
  await page.keyboard.press('Space');
  assert.equal(await answer.isVisible(), false);
  await page.close();
});

test('print leaves out what only a screen needs, and opens the answers', async () => {
  const { page } = await site.page(FLAGSHIP);
  const shown = (part) => page.locator(part).first().evaluate((element) => element.checkVisibility());
  const hidden = ['nav.menu', 'nav.breadcrumbs', 'nav.toc', '.related', 'main > aside.booking', '.site-footer nav'];
  const kept = ['h1', '.key-points', '.care-emergency', '.content table', '.sources', 'footer address'];
  for (const part of [...hidden, ...kept]) assert.ok(await shown(part), `${part} is not on the screen`);
  assert.equal(await shown('.faq details .content'), false);
  await page.emulateMedia({ media: 'print' });
  for (const part of hidden) assert.equal(await shown(part), false, `${part} is printed`);
  for (const part of [...kept, '.faq details .content']) assert.ok(await shown(part), `${part} is not printed`);
  await page.close();
});
