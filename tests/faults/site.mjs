// Small sites on disk, runs of the program, and ways to tell whether a folder is as it was.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** The program: that of `ANMA`, or the one that cargo made. */
export const ANMA = process.env.ANMA ?? path.join(repository, 'target/debug/anma');

/** Whether everything is tried, and not a sample that a change can wait for. */
export const LONG = process.env.FAULTS === 'all';

/** Folders in memory where the system has such a place: thousands of builds wear out no disk. */
const base = fs.existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir();

const DAY = '2026-11-20';

const folders = new Set();
process.on('exit', () => folders.forEach((made) => fs.rmSync(made, { recursive: true, force: true })));

/** A folder that goes away with the process. */
export function folder() {
  const made = fs.mkdtempSync(path.join(base, 'anma-faults-'));
  folders.add(made);
  return made;
}

export function write(root, files) {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(root, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
}

const settings = (publish) => `title: Ana Harmony\nbase_url: https://anaharmony.example\npublish: ${publish}\nsearch: false\nsocial_cards: false\nheaders: false\n`;

const article = (number, words) => `---\ntitle: Article ${number}\ndate: 2026-01-${String(1 + (number % 28)).padStart(2, '0')}\n---\n\n${words}\n`;

/**
 * Writes version `version` of a site: one article that is the same in all, some that are not, one that only this version has, and files
 * that are copied. `articles` is how many there are.
 */
export function setVersion(root, version, { publish = 'swap', articles = 4 } = {}) {
  fs.rmSync(path.join(root, 'content'), { recursive: true, force: true });
  const files = { 'anma.yaml': settings(publish), 'content/articles/same.md': article(0, 'The same in every version.') };
  for (let number = 1; number <= articles; number += 1) {
    files[`content/articles/article-${number}.md`] = article(number, `Version ${version} of the text. `.repeat(40));
  }
  files[`content/articles/only-${version}.md`] = article(20, `There is this article in version ${version} alone.`);
  files['static/leaflet.txt'] = `Leaflet of version ${version}\n`.repeat(9000);
  write(root, files);
}

const environment = (more) => ({ PATH: process.env.PATH, HOME: '/nonexistent', SOURCE_DATE_EPOCH: '1795132800', ...more });

/** Runs a command to its end. */
export function run(command, words, { cwd, env = {}, ...more } = {}) {
  const done = spawnSync(command, words, { cwd, env: environment(env), encoding: 'utf8', maxBuffer: 1 << 28, ...more });
  if (done.error && done.error.code !== 'ETIMEDOUT') throw done.error;
  return { code: done.status, signal: done.signal, out: done.stdout, err: done.stderr };
}

export const build = (root, ...words) => run(ANMA, ['build', '-q', '--date', DAY, ...words], { cwd: root });

/** Starts a build and does not wait for it. */
export const start = (root, ...words) => spawn(ANMA, ['build', '-q', '--date', DAY, ...words], { cwd: root, env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });

/** Everything below a folder: path to kind, content, and what tells whether it was touched. Links are not followed. */
export function trace(root) {
  const found = new Map();
  const look = (relative) => {
    const here = path.join(root, relative);
    const stat = fs.lstatSync(here, { bigint: true });
    const touched = `${stat.ino} ${stat.mtimeNs} ${stat.size} ${stat.mode}`;
    if (stat.isDirectory()) {
      found.set(relative, { touched });
      for (const name of fs.readdirSync(here).sort()) look(path.join(relative, name));
    } else if (stat.isSymbolicLink()) {
      found.set(relative, { touched, text: fs.readlinkSync(here) });
    } else if (stat.isFile()) {
      found.set(relative, { touched, text: createHash('sha256').update(fs.readFileSync(here)).digest('hex') });
    } else {
      found.set(relative, { touched });
    }
  };
  if (fs.existsSync(root)) look('');
  return found;
}

/** The files that a visitor can get, and what is in them. */
export function visible(output) {
  const files = {};
  for (const [name, { text }] of trace(output)) {
    if (text && !name.split('/').some((part) => part.startsWith('.') && part !== '.well-known')) files[name] = text;
  }
  return files;
}

/** What lies beside the output folder and should not be there when no build runs. */
export function litter(root) {
  const state = path.join(root, '.output.state');
  const names = fs.existsSync(state) ? fs.readdirSync(state) : [];
  return names.filter((name) => !['lock', 'prev', 'mark'].includes(name));
}

/** A generator of numbers from 0 to 1 that says the same in every run. */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
