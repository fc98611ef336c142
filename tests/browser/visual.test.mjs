// The pages look as they do in docs/screenshots/. A change of the look that is meant is kept with
// `node tests/browser/screenshots.mjs --all`, and the pictures are looked at before they are committed.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { difference, FOLDER, SHOTS, studio } from './shots.mjs';

/** The share of a picture that may differ: letters are drawn a little differently from machine to machine. */
const TOLERANCE = 0.005;

let camera;
let table;
before(async () => {
  camera = await studio();
  table = await camera.browser.newPage();
});
after(() => camera.close());

const stored = (shot) => readFile(path.join(FOLDER, shot.file));
const shot = (file) => SHOTS.find((one) => one.file === file);

test('every template has its pictures, and there are no others', async () => {
  assert.deepEqual((await readdir(FOLDER)).filter((name) => name.endsWith('.webp')).sort(), SHOTS.map(({ file }) => file).sort());
});

test('no page looks different from its picture', async () => {
  const changed = [];
  for (const one of SHOTS) {
    const share = await difference(table, await stored(one), await camera.shoot(one));
    if (share > TOLERANCE) changed.push(`${one.file}: ${(share * 100).toFixed(1)} % differs`);
  }
  assert.deepEqual(changed, []);
});

const REGRESSIONS = {
  'a style sheet that is gone': () => { document.querySelectorAll('link[rel="stylesheet"]').forEach((link) => link.remove()); },
  'a text that stands 24 pixels lower': () => { document.querySelector('main').style.marginBlockStart = '24px'; },
  'a text that stands 24 pixels to the side': () => { document.querySelector('main').style.translate = '24px'; },
  'a band without its colour': () => { document.querySelector('.intro').style.cssText = 'background: none; box-shadow: none'; },
  'a menu that stays open': () => { document.querySelector('.menu').style.display = 'block'; },
};

for (const [name, change] of Object.entries(REGRESSIONS)) {
  test(`the comparison sees ${name}`, async () => {
    const one = shot('article-phone-light.webp');
    const share = await difference(table, await stored(one), await camera.shoot(one, change));
    assert.ok(share > 3 * TOLERANCE, `only ${(share * 100).toFixed(2)} % differs`);
  });
}

test('the comparison does not mind how the edges of letters are drawn', async () => {
  const one = shot('article-phone-light.webp');
  const share = await difference(table, await stored(one), await camera.shoot(one, () => {
    document.documentElement.style.cssText = 'translate: .3px .3px; -webkit-font-smoothing: antialiased; text-rendering: geometricPrecision';
  }));
  assert.ok(share <= TOLERANCE, `${(share * 100).toFixed(2)} % differs`);
});
