// Takes the pictures of the documents, into docs/images/: pages of the sample site on a desk and on a phone, in light
// and dark; and the preview with a mistake.
//
//   node tests/browser/screenshots.mjs              after tests/run has built the program and the sample site
//   node tests/browser/screenshots.mjs graph        only this one, or several
//   node tests/browser/screenshots.mjs --all        the set of all templates instead, into docs/screenshots/, with which
//                                                   visual.test.mjs compares the pages
//
// `ANMA` names another program.
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { FOLDER, SHOTS, studio } from './shots.mjs';
import { FLAGSHIP, launch, open } from './site.mjs';

const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const folder = path.join(repository, 'docs/images');
const ANMA = path.resolve(process.env.ANMA ?? path.join(process.env.CARGO_TARGET_DIR ?? path.join(repository, 'target'), 'release/anma'));
const LIMIT = 300_000;
const SET_LIMIT = 6_000_000;

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

await mkdir(folder, { recursive: true });

async function keep(page, name) {
  const file = path.join(folder, `${name}.png`);
  await page.screenshot({ path: file });
  const { size } = await stat(file);
  console.log(`${file}: ${Math.ceil(size / 1000)} kB`);
  if (size > LIMIT) process.exitCode = 1;
  await page.close();
}

const isWanted = (name) => process.argv.length < 3 || process.argv.includes(name, 2);

async function takePages() {
  const site = await open();
  for (const picture of PICTURES.filter(([name]) => isWanted(name))) await takePage(site, ...picture);
  await site.close();
}

async function takePage(site, name, address, viewport, colorScheme, part) {
  const { page } = await site.page(address, { viewport, colorScheme });
  if (part) {
    await page.locator(part).first().evaluate((element) => {
      element.scrollIntoView({ block: 'start', behavior: 'instant' });
      window.scrollBy({ top: -16, behavior: 'instant' });
    });
  }
  await keep(page, name);
}

/** The preview of a copy of the sample site, in which a name is then misspelt. */
async function takeProblem() {
  const root = await mkdtemp(path.join(os.tmpdir(), 'anma-picture-'));
  for (const name of ['anma.yaml', 'content', 'themes']) await cp(path.join(repository, name), path.join(root, name), { recursive: true });
  const program = spawn(ANMA, ['serve', '--root', root, '--format', 'json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const browser = await launch();
  try {
    let said = '';
    const address = await new Promise((found, failed) => {
      program.once('error', failed);
      program.stdout.on('data', (text) => {
        said += text;
        const line = said.split('\n').slice(0, -1).map((words) => JSON.parse(words)).find(({ event }) => event === 'serving');
        if (line) found(line.url);
      });
    });
    const page = await browser.newPage({ baseURL: address, viewport: { width: 1000, height: 640 }, colorScheme: 'light' });
    const listening = page.waitForRequest((request) => request.url().includes('/livereload/events'));
    await page.goto(FLAGSHIP);
    await listening;
    const article = path.join(root, `content${FLAGSHIP.slice(0, -1)}.md`);
    await writeFile(article, (await readFile(article, 'utf8')).replace('poor posture', 'poor postur'));
    await page.locator('anma-preview').waitFor({ state: 'attached' });
    await page.waitForTimeout(1000); // The message rises into sight; its box is closed to scripts.
    await keep(page, 'preview-problem');
  } finally {
    await browser.close();
    program.kill('SIGINT');
    await rm(root, { recursive: true });
  }
}

/** The whole set, in place of the one that is there. */
async function takeAll() {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  const camera = await studio();
  let sum = 0;
  for (const shot of SHOTS) {
    const picture = await camera.shoot(shot);
    sum += picture.length;
    await writeFile(path.join(FOLDER, shot.file), picture);
  }
  await camera.close();
  console.log(`${FOLDER}: ${SHOTS.length} pictures, ${(sum / 1e6).toFixed(1)} MB`);
  if (sum > SET_LIMIT) process.exitCode = 1;
}

if (process.argv.includes('--all')) {
  await takeAll();
  process.exit();
}
if (PICTURES.some(([name]) => isWanted(name))) await takePages();
if (isWanted('preview-problem')) await takeProblem();
