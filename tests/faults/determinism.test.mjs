// One site, many machines: places, languages, zones, masks, threads and what earlier builds have kept. One tree of files comes out.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ANMA, LONG, folder, run, setVersion, visible } from './site.mjs';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Every choice of one from each list. */
const product = (lists) => lists.reduce((all, list) => all.flatMap((one) => list.map((item) => [...one, item])), [[]]);

const VARIATIONS = product([
  ['1', '2', '8'],
  ['UTC', 'Asia/Kolkata'],
  ['C', 'tr_TR.UTF-8'],
  ['022', '077'],
  ['a', `a folder with spaces/${'deep/'.repeat(20)}é`],
  ['cold', 'warm'],
]);
// Every seventh meets each choice of each list.
const TRIED = LONG ? VARIATIONS : VARIATIONS.filter((_, number) => number % 7 === 0);

/** A site in `root`: the sample site, or a small one where there is little time. */
function make(root) {
  if (LONG) {
    const parts = ['content', 'static', 'assets', 'anma.yaml'].filter((name) => fs.existsSync(path.join(repository, name)));
    for (const name of parts) fs.cpSync(path.join(repository, name), path.join(root, name), { recursive: true });
  } else {
    setVersion(root, 1, { articles: 30 });
    const settings = path.join(root, 'anma.yaml');
    fs.writeFileSync(settings, fs.readFileSync(settings, 'utf8').replace('search: false', 'search: true').replace('social_cards: false', ''));
  }
}

test(`${TRIED.length} ways to build a site give one tree of files`, () => {
  const trees = new Map();
  for (const [jobs, zone, language, mask, name, cache] of TRIED) {
    const here = folder();
    const root = path.join(here, name);
    fs.mkdirSync(root, { recursive: true });
    make(root);
    const command = `umask ${mask} && exec "$0" build -q --date 2026-11-20 --jobs ${jobs}`;
    for (let round = 0; round < (cache === 'warm' ? 2 : 1); round += 1) {
      fs.rmSync(path.join(root, 'output'), { recursive: true, force: true });
      const { code, err } = run('sh', ['-c', command, ANMA], { cwd: root, env: { TZ: zone, LC_ALL: language, LANG: language } });
      assert.equal(code, 0, err);
    }
    const files = visible(path.join(root, 'output'));
    const tree = createHash('sha256').update(JSON.stringify(files)).digest('hex');
    if (!trees.has(tree)) trees.set(tree, { files, by: [jobs, zone, language, mask, name, cache].join(', ') });
    fs.rmSync(here, { recursive: true });
  }
  console.log(`${TRIED.length} variations, ${trees.size} distinct trees`);
  const [one, other] = [...trees.values()];
  if (other) {
    const names = Object.keys({ ...one.files, ...other.files }).filter((file) => one.files[file] !== other.files[file]);
    assert.fail(`${one.by} and ${other.by} differ in ${names.slice(0, 5).join(', ')}`);
  }
});

test('the same mistakes are told in the same words and order', () => {
  const texts = new Set();
  const rounds = LONG ? 100 : 12;
  for (let round = 0; round < rounds; round += 1) {
    const root = path.join(folder(), 'salon');
    setVersion(root, 1, { articles: 12 });
    for (let number = 1; number <= 12; number += 1) {
      const file = path.join(root, `content/articles/article-${number}.md`);
      fs.appendFileSync(file, `\nSee [[nowhere-${number}]] and [there](/no/page-${number}/).\n`);
    }
    const { code, err } = run(ANMA, ['build', '-q', '--strict', '--date', '2026-11-20', '--jobs', String(1 + (round % 8))], { cwd: root });
    assert.equal(code, 1);
    texts.add(err);
  }
  assert.equal(texts.size, 1, [...texts].join('\n----\n'));
  console.log(`${rounds} builds with 24 mistakes: the same report each time`);
});
