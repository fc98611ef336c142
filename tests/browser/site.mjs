// The finished site, its pages, and a real Chromium to look at them with.
//
// `SITE` names another folder of finished pages, `CHROMIUM` another browser.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { serve } from './server.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));

/** The folder of the finished site. */
export const SITE = path.resolve(process.env.SITE ?? path.join(here, '../../output'));

/** The article that shows everything the default theme can do. */
export const FLAGSHIP = '/articles/upper-back-massage/';

/** One page for each thing that the default theme lays out differently. */
export const SAMPLES = {
  home: '/',
  list: '/articles/',
  'second list page': '/articles/page/2/',
  article: FLAGSHIP,
  'article with tasks': '/articles/your-first-appointment/',
  conditions: '/conditions/',
  condition: '/conditions/sciatica/',
  treatment: '/treatments/deep-tissue-massage/',
  'body area': '/body/lower-back/',
  cause: '/causes/poor-posture/',
  caution: '/cautions/dvt/',
  topic: '/topics/back-and-neck/',
  person: '/people/ana/',
  page: '/editorial-policy/',
  'which massage': '/which-massage/',
  'a to z': '/a-to-z/',
  'where it hurts': '/where-does-it-hurt/',
  'what to check': '/check-before-you-book/',
  'the picture': '/graph/',
  search: '/search/',
  'article in Spanish': `/es${FLAGSHIP}`,
  'massages in Spanish': '/es/treatments/',
  'not found': '/no-such-page/',
};

/** Every file below `folder` whose name ends with `ending`, as a path within it. */
export async function files(folder, ending) {
  const entries = await readdir(folder, { recursive: true });
  return entries.filter((name) => name.endsWith(ending)).sort();
}

/** The address of every page, and of every old address that only leads to one. */
export async function addresses(folder = SITE) {
  const pages = [];
  const moved = [];
  for (const name of await files(folder, '.html')) {
    const address = `/${name.split(path.sep).join('/')}`.replace(/\/index\.html$/, '/');
    const html = await readFile(path.join(folder, name), 'utf8');
    (html.includes('http-equiv="refresh"') ? moved : pages).push(address);
  }
  return { pages, moved };
}

/** Starts the browser. */
export function launch(options = {}) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    chromiumSandbox: false,
    ...options,
    args: ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', ...options.args ?? []],
  });
}

/** Serves the site, or another folder of pages, and starts the browser; `close` ends both. */
export async function open(folder = SITE) {
  const server = await serve(folder);
  const browser = await launch();
  return {
    browser,
    origin: server.origin,
    /** A new window on `address`, and every complaint the browser makes while it is open. */
    async page(address, options = {}) {
      const page = await browser.newPage({ baseURL: server.origin, ...options });
      const complaints = watch(page, server.origin);
      const response = await page.goto(address, { waitUntil: 'load' });
      return { page, complaints, status: response.status() };
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** Lays out all of a long page now, which it does by itself soon after it was loaded: what is not laid out has no width. */
export function layOut(page) {
  return page.evaluate(() => document.documentElement.classList.remove('in-parts'));
}

/** Collects what goes wrong in `page` from now on. */
export function watch(page, origin) {
  const complaints = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
  page.on('requestfailed', (request) => {
    // What is still on its way when the test leaves the page is given up, not failed.
    const reason = request.failure()?.errorText;
    if (reason !== 'net::ERR_ABORTED') complaints.push(`failed: ${request.url()} ${reason}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`status ${response.status()}: ${response.url()}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol !== 'data:' && url.origin !== origin) complaints.push(`third party: ${request.url()}`);
  });
  return complaints;
}
