// What a reader loads for a query: `SITE=folder node search-weight.mjs QUERY…`. Each query is the first of a new reader.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { launch, SITE } from './site.mjs';
import { serve } from './server.mjs';

const server = await serve(SITE);
const browser = await launch();
for (const query of process.argv.slice(2)) {
  const page = await browser.newPage({ baseURL: server.origin });
  const parts = new Map();
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    const kind = /\/(fragment|index|filter)\//.exec(pathname)?.[1] ?? (/pagefind|assets\/search/.exec(pathname) && path.basename(pathname));
    if (!kind) return;
    const bytes = readFileSync(path.join(SITE, pathname));
    // The index is compressed already; a host compresses the rest.
    const size = /\.(js|json)$/.test(pathname) ? brotliCompressSync(bytes).length : bytes.length;
    const known = parts.get(kind) ?? { files: 0, bytes: 0 };
    parts.set(kind, { files: known.files + 1, bytes: known.bytes + size });
  });
  const start = performance.now();
  await page.goto(`/search/?q=${encodeURIComponent(query)}`);
  await page.waitForFunction(() => document.querySelector('.result'), null, { timeout: 120_000 });
  const took = performance.now() - start;
  await page.waitForLoadState('networkidle');
  const said = await page.locator('[role=status]').innerText();
  const all = [...parts.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  console.log(`  ${said}: ${all} bytes, ${took.toFixed(0)} ms`);
  for (const [kind, { files, bytes }] of [...parts].sort()) console.log(`    ${kind}: ${files} × ${bytes}`);
  await page.close();
}
await browser.close();
await server.close();
