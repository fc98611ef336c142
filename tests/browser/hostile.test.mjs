// The pages of a site whose writer does everything that makes pages break stay readable, valid and as wide as the window.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { ANMA } from './binary.mjs';
import { hostileSite } from './hostile.mjs';
import { violations } from './rules.mjs';
import { serve } from './server.mjs';
import { addresses, launch, layOut, watch } from './site.mjs';

const run = promisify(execFile);
const vnu = path.join(path.dirname(createRequire(import.meta.url).resolve('vnu-jar/package.json')), 'build/dist/vnu.jar');

for (const language of ['en-GB', 'ar']) {
  describe(`hostile content, ${language}`, () => {
    let root;
    let report;
    let server;
    let browser;
    let pages;

    before(async () => {
      root = await hostileSite({ language, withPictures: true });
      const built = await run(ANMA, ['build', '--root', root, '--date', '2026-11-22'], { maxBuffer: 1e8 });
      report = built.stderr;
      server = await serve(path.join(root, 'output'));
      browser = await launch();
      const all = (await addresses(path.join(root, 'output'))).pages;
      // Of the five hundred conditions, the two with the shortest and the longest names say what all would.
      pages = all.filter((address) => !/\/conditions\/.*\d/.test(address) || /\/condition-(1|50)\/$/.test(address));
    });

    after(async () => {
      await browser?.close();
      await server?.close();
      if (root) await rm(root, { recursive: true });
    });

    test('what is wrong with pictures is said, with the place', () => {
      for (const name of ['huge.png', 'empty.jpg', 'text.webp', 'script.svg']) {
        assert.match(report, new RegExp(`${name.replace('.', '\\.')}`), `nothing is said of ${name}`);
      }
      assert.match(report, /content\/articles\/pictures\/index\.md:\d+:\d+/);
    });

    for (const [name, width] of [['an old phone', 320], ['a desk', 1280]]) {
      test(`no page is wider than ${name}, and nothing of it is out of reach`, async () => {
        const page = await browser.newPage({ baseURL: server.origin, viewport: { width, height: 640 } });
        const complaints = watch(page, server.origin);
        const found = [];
        for (const address of pages) {
          await page.goto(address);
          await layOut(page);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth);
          if (wide > width) found.push(`${address} is ${wide} pixels wide`);
          if (!(await page.locator('h1').first().isVisible())) found.push(`${address} shows no title`);
          found.push(...complaints.splice(0).map((complaint) => `${address} ${complaint}`));
        }
        assert.deepEqual(found, []);
        await page.close();
      });
    }

    for (const colorScheme of ['light', 'dark']) {
      test(`axe finds nothing in ${colorScheme} colours`, async () => {
        const page = await browser.newPage({ baseURL: server.origin, viewport: { width: 360, height: 740 }, colorScheme });
        const found = [];
        for (const address of pages) {
          await page.goto(address);
          found.push(...(await violations(page)).map((line) => `${address} ${line.slice(0, 200)}`));
        }
        assert.deepEqual(found, []);
        await page.close();
      });
    }

    // What language a text without words is in is anybody's guess.
    test('the HTML is valid', async () => {
      const files = pages.map((address) => path.join(root, 'output', address.endsWith('/') ? `${address}index.html` : address));
      const checked = await run('java', ['-Xmx512m', '-jar', vnu, '--filterpattern', '(Trailing slash on void elements|This document appears to be written in).*', ...files]).catch((failure) => failure);
      assert.equal(checked.stderr, '');
    });
  });
}
