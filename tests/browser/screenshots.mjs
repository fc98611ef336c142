// Takes the pictures of the README: the flagship article on a desk and on a phone, into docs/images/.
//
//   node tests/browser/screenshots.mjs          after tests/run has built the sample site
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { FLAGSHIP, open } from './site.mjs';

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../docs/images');
const LIMIT = 300_000;

const site = await open();
await mkdir(folder, { recursive: true });
for (const [name, width, height] of [['article', 1280, 1000], ['phone', 390, 844]]) {
  const { page } = await site.page(FLAGSHIP, { viewport: { width, height } });
  const file = path.join(folder, `${name}.png`);
  await page.screenshot({ path: file });
  const { size } = await stat(file);
  console.log(`${file}: ${width} × ${height}, ${Math.ceil(size / 1000)} kB`);
  if (size > LIMIT) process.exitCode = 1;
  await page.close();
}
await site.close();
