// Every address in the finished site leads somewhere.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { broken } from './links.mjs';
import { SITE } from './site.mjs';

/** Checks a folder with these files. */
async function check(contents) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'anma-links-'));
  try {
    for (const [name, text] of Object.entries(contents)) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), text);
    }
    return (await broken(folder, 'https://example.com/')).wrong;
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('the checker finds what is broken', async () => {
  const wrong = await check({
    'index.html': '<a href="/gone/">x</a> <img src=missing.png> <a href="/a/#nowhere">x</a> <a href=https://>x</a>',
    'a/index.html': '<p id="here">x</p><a href="#there">x</a><meta http-equiv="refresh" content="0; url=/away/"><img srcset="small.png 1x, ../index.html 2x">',
  });
  assert.deepEqual(wrong, [
    'a/index.html: #there leads to no place on that page',
    'a/index.html: /away/ leads to no file',
    'a/index.html: small.png leads to no file',
    'index.html: /gone/ leads to no file',
    'index.html: missing.png leads to no file',
    'index.html: /a/#nowhere leads to no place on that page',
    'index.html: https:// is not an address',
  ]);
});

test('the checker lets good addresses pass', async () => {
  const wrong = await check({
    'index.html': '<a href="a/#h%C3%A9">x</a> <a href="https://example.com/a/?x=1&amp;y=2">x</a> <a href="tel:123">x</a> <!-- <a href="/gone/"> --> <a href="https://other.example/gone">x</a>',
    'a/index.html': '<p id="hé">x</p><a href="..">x</a><a href="./">x</a><img src="data:image/png;base64,AA==">',
  });
  assert.deepEqual(wrong, []);
});

test('every address in the site leads somewhere', async () => {
  const settings = await readFile(path.join(SITE, 'sitemap.xml'), 'utf8');
  const base = new URL('/', /<loc>([^<]+)<\/loc>/.exec(settings)[1]).href;
  const { wrong, checked, pages } = await broken(SITE, base);
  assert.deepEqual(wrong, []);
  assert.ok(pages > 50 && checked > 1000, `only ${checked} addresses on ${pages} pages were seen`);
});
