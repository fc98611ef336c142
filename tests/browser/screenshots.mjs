// Takes the pictures of the README and of docs/content.md, into docs/images/: pages of the sample site on a desk and
// on a phone, in light and dark.
//
//   node tests/browser/screenshots.mjs          after tests/run has built the sample site
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { FLAGSHIP, open } from './site.mjs';

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../docs/images');
const LIMIT = 300_000;

const DESK = { width: 1280, height: 860 };
const TALL = { width: 1280, height: 1120 };
const PART = { width: 720, height: 640 };
const PHONE = { width: 360, height: 780 };

/** Name, address, window, colours; and the part that a reader has come to, if it is not the first screen. */
const PICTURES = [
  ['article', FLAGSHIP, DESK, 'light'],
  ['matrix', '/which-massage/', DESK, 'light', '#_rows-condition'],
  ['graph', '/graph/', TALL, 'light', 'h2 + .legend'],
  ['panels', FLAGSHIP, PART, 'light', '.causes'],
  ['phone-home', '/', PHONE, 'light', '.ways'],
  ['phone-article', FLAGSHIP, PHONE, 'light', '.key-points'],
  ['phone-check', '/conditions/osteoporosis/', PHONE, 'dark', '.check'],
  ['phone-near', '/conditions/osteoporosis/', PHONE, 'dark', '.near'],
];

const site = await open();
await mkdir(folder, { recursive: true });
for (const [name, address, viewport, colorScheme, part] of PICTURES) {
  const { page } = await site.page(address, { viewport, colorScheme });
  if (part) {
    await page.locator(part).first().evaluate((element) => {
      element.scrollIntoView({ block: 'start', behavior: 'instant' });
      window.scrollBy({ top: -16, behavior: 'instant' });
    });
  }
  const file = path.join(folder, `${name}.png`);
  await page.screenshot({ path: file });
  const { size } = await stat(file);
  console.log(`${file}: ${Math.ceil(size / 1000)} kB`);
  if (size > LIMIT) process.exitCode = 1;
  await page.close();
}
await site.close();
