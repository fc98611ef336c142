// The set of pictures of all templates, in light and dark, on a desk and on a phone: how one is taken, and how two of
// them are compared.
//
// The text stands in a font that comes with these tests, since that of the system differs from machine to machine; so
// the same page gives nearly the same picture everywhere.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { FLAGSHIP, layOut, open, SAMPLES } from './site.mjs';

const resolve = createRequire(import.meta.url).resolve;

/** Where the set is kept. */
export const FOLDER = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../docs/screenshots');

const WINDOWS = { desk: { width: 1280, height: 860 }, phone: { width: 360, height: 780 } };

/** Name → address, and the part of the page that a reader has come to. */
export const PAGES = {
  home: [SAMPLES.home],
  'home-articles': [SAMPLES.home, '.items'],
  list: [SAMPLES.list],
  article: [FLAGSHIP],
  'article-help': [FLAGSHIP, '.care-urgent'],
  'article-do': [FLAGSHIP, '.do'],
  'article-panels': [FLAGSHIP, '.causes'],
  'article-end': [FLAGSHIP, '.imprint'],
  'article-es': [SAMPLES['article in Spanish']],
  'list-es': [SAMPLES['massages in Spanish']],
  conditions: [SAMPLES.conditions],
  condition: ['/conditions/osteoporosis/'],
  cause: [SAMPLES.cause],
  treatment: [SAMPLES.treatment],
  body: [SAMPLES['body area']],
  caution: [SAMPLES.caution],
  topic: [SAMPLES.topic],
  person: [SAMPLES.person],
  page: [SAMPLES.page],
  'which-massage': [SAMPLES['which massage']],
  'a-to-z': [SAMPLES['a to z']],
  'where-does-it-hurt': [SAMPLES['where it hurts']],
  'check-before-you-book': [SAMPLES['what to check']],
  graph: [SAMPLES['the picture']],
  search: [`${SAMPLES.search}?q=massage`, '.search'],
  'not-found': [SAMPLES['not found']],
};

/** Every picture of the set: its name, page, window and colours. */
export const SHOTS = Object.keys(PAGES).flatMap((name) => Object.keys(WINDOWS).flatMap((size) =>
  ['light', 'dark'].map((colorScheme) => ({ file: `${name}-${size}-${colorScheme}.webp`, name, size, colorScheme }))));

const FONT_ADDRESS = '/_test-fonts/';
const FONTS = Object.fromEntries(await Promise.all([400, 600, 700].map(async (weight) =>
  [`${weight}.woff2`, await readFile(resolve(`@fontsource/noto-sans/files/noto-sans-latin-${weight}-normal.woff2`))])));

/** Runs in the page before anything else: the policy of the page lets a script add a sheet of this kind. */
function fixFonts(address) {
  const sheet = new CSSStyleSheet();
  const faces = [400, 600, 700].map((weight) =>
    `@font-face { font-family: Fixed; font-weight: ${weight}; font-display: block; src: url("${address}${weight}.woff2") format("woff2"); }`);
  sheet.replaceSync(`${faces.join('\n')} :root { --font: Fixed, sans-serif !important; } * { transition: none !important; caret-color: transparent !important; }`);
  document.addEventListener('readystatechange', () => { document.adoptedStyleSheets = [sheet]; });
}

/** Opens a browser on the finished site; `shoot` takes one picture, as a WebP file. */
export async function studio() {
  const site = await open();
  const contexts = new Map();
  async function window({ size, colorScheme }) {
    const key = `${size} ${colorScheme}`;
    if (!contexts.has(key)) {
      const context = await site.browser.newContext({ baseURL: site.origin, viewport: WINDOWS[size], colorScheme, deviceScaleFactor: 1 });
      await context.addInitScript(fixFonts, FONT_ADDRESS);
      await context.route(`**${FONT_ADDRESS}*`, (route) => route.fulfill({ contentType: 'font/woff2', body: FONTS[path.basename(route.request().url())] }));
      const page = await context.newPage();
      contexts.set(key, { page, client: await context.newCDPSession(page) });
    }
    return contexts.get(key);
  }
  return {
    browser: site.browser,
    /** `change` runs in the page before the picture is taken. */
    async shoot(shot, change) {
      const { page, client } = await window(shot);
      const [address, part] = PAGES[shot.name];
      // The heading font is optional: it must be there before the page asks for it, which the second visit makes sure of.
      const visited = page.url();
      await page.goto(address);
      if (visited === 'about:blank') await page.reload();
      if (address.includes('?q=')) await page.waitForSelector('.result');
      await layOut(page);
      if (change) await page.evaluate(change);
      await page.evaluate(async (selector) => {
        await document.fonts.ready;
        // A photo is in the picture when it has come, and all of them come now.
        await Promise.all([...document.images].map((image) => { image.loading = 'eager'; return image.decode(); }));
        const element = selector && document.querySelector(selector);
        if (selector && !element) throw new Error(`there is no ${selector}`);
        window.scrollTo({ top: element ? element.getBoundingClientRect().top + window.scrollY - 24 : 0, behavior: 'instant' });
        await new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); });
      }, part);
      const { data } = await client.send('Page.captureScreenshot', { format: 'webp', quality: 80, optimizeForSpeed: false });
      return Buffer.from(data, 'base64');
    },
    close: () => site.close(),
  };
}

/** The side of the squares in which two pictures are compared. Edges of letters vanish in their mean; lines of text do not. */
const SQUARE = 8;

/** How far the mean of a square may be from that in the other picture, of 255; and that of one without letters or lines. */
const FAR = { detailed: 28, plain: 5 };

/** The most by which two points of a square without letters or lines differ. */
const PLAIN = 12;

/** The share of squares that differ between two pictures, from 0 to 1; 1 when they are not of the same size. */
export async function difference(page, one, other) {
  return page.evaluate(async ({ files, square, far, plain }) => {
    const [first, second] = await Promise.all(files.map(async (text) => {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes], { type: 'image/webp' }));
      const canvas = new OffscreenCanvas(picture.width, picture.height);
      const context = canvas.getContext('2d');
      context.drawImage(picture, 0, 0);
      return context.getImageData(0, 0, picture.width, picture.height);
    }));
    if (first.width !== second.width || first.height !== second.height) return 1;
    /** What a square is like in one colour. */
    const look = ({ data, width }, left, top, channel) => {
      const found = { sum: 0, least: 255, most: 0 };
      for (let y = top; y < top + square; y += 1) {
        for (let x = left; x < left + square; x += 1) {
          const value = data[(y * width + x) * 4 + channel];
          found.sum += value;
          found.least = Math.min(found.least, value);
          found.most = Math.max(found.most, value);
        }
      }
      return { mean: found.sum / (square * square), isPlain: found.most - found.least <= plain };
    };
    const differs = (left, top) => [0, 1, 2].some((channel) => {
      const [a, b] = [first, second].map((picture) => look(picture, left, top, channel));
      return Math.abs(a.mean - b.mean) > (a.isPlain && b.isPlain ? far.plain : far.detailed);
    });
    let count = 0;
    let different = 0;
    for (let top = 0; top + square <= first.height; top += square) {
      for (let left = 0; left + square <= first.width; left += square) {
        count += 1;
        if (differs(left, top)) different += 1;
      }
    }
    return different / count;
  }, { files: [one, other].map((file) => file.toString('base64')), square: SQUARE, far: FAR, plain: PLAIN });
}
