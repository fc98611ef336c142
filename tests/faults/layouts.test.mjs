// Output folders that could cost somebody their work: each is refused, or used without touching what is somebody else's.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { build, folder, run, setVersion, trace, visible, write, ANMA } from './site.mjs';

const DATE = ['--date', '2026-11-20'];

/** A place with a site in it, files of somebody else beside it, and what all of it looks like. */
function place() {
  const here = folder();
  const root = path.join(here, 'salon');
  setVersion(root, 1);
  write(root, { 'themes/own/note.txt': 'mine', 'data/list.csv': 'a,b', 'assets/photo.txt': 'a photo', '.git/config': '[core]' });
  write(here, { 'home/.bashrc': 'alias', 'home/letters/one.txt': 'dear', 'neighbour/index.html': 'a neighbour', 'neighbour/deep/file.txt': 'deep' });
  return { here, root, home: path.join(here, 'home') };
}

/** Builds into `output`, with the home folder of the place. */
const into = ({ root, home }, output, words = [], more = {}) => run(ANMA, ['build', '-q', ...DATE, '--output', output, ...words], { cwd: root, env: { HOME: home }, ...more });

/** What there was before and is other or gone now. What is new does not count. */
function harmed(before, after) {
  return [...before].filter(([name, { text }]) => text && after.get(name)?.text !== text).map(([name]) => name);
}

// Folders that are refused outright: the path, seen from the root of the site.
const REFUSED = {
  'the root of the disk': '/',
  'the home folder': '../home',
  'the folder of the site': '.',
  'the folder of the site, by another way': '../salon',
  'a folder around the site': '..',
  'the content': 'content',
  'a folder in the content': 'content/articles',
  'a new folder in the content': 'content/new',
  'the static files': 'static',
  'the themes': 'themes',
  'a folder in a theme': 'themes/own',
  'the data': 'data',
  'the pictures': 'assets',
  'a folder full of files of others': '../neighbour',
  'a folder of others, deeper': '../neighbour/deep',
  'what Git keeps': '.git',
};

for (const [name, output] of Object.entries(REFUSED)) {
  test(`${name} is refused`, () => {
    const made = place();
    const before = trace(made.here);
    const { code, err } = into(made, path.isAbsolute(output) ? output : path.join(made.root, output));
    assert.equal(code, 2, err);
    assert.match(err, /^error: .{20}/);
    assert.deepEqual(trace(made.here), before, 'something was touched');
  });
}

test('a file in the place of the folder is refused', () => {
  const made = place();
  write(made.root, { www: 'a file' });
  const before = trace(made.here);
  assert.notEqual(into(made, 'www').code, 0);
  assert.deepEqual(trace(made.here), before);
});

test('links to each of these are refused as well', () => {
  for (const target of ['content', '..', '../home', 'themes', '../neighbour']) {
    const made = place();
    fs.symlinkSync(target, path.join(made.root, 'www'));
    const before = trace(made.here);
    assert.equal(into(made, 'www').code, 2, target);
    assert.deepEqual(trace(made.here), before, target);
  }
});

test('a link that leads nowhere is no way to somewhere else', () => {
  const made = place();
  fs.symlinkSync('../nowhere', path.join(made.root, 'www'));
  const before = trace(made.here);
  const { code } = into(made, 'www');
  assert.deepEqual(harmed(before, trace(made.here)), [], `exit code ${code}`);
});

test('the folder of the program is not left by a build that is started in it', () => {
  const made = place();
  const www = path.join(made.root, 'www');
  fs.mkdirSync(www);
  const { code, err } = run(ANMA, ['build', '-q', ...DATE, '--root', made.root, '--output', www], { cwd: www, env: { HOME: made.home } });
  assert.equal(code, 2, err);
});

test('files of others stay in an adopted folder, through builds, changes and going back', () => {
  const made = place();
  const before = trace(path.join(made.here, 'neighbour'));
  before.delete('index.html');
  // The one file that is in the way is refused first.
  assert.equal(into(made, '../neighbour', ['--adopt']).code, 2);
  fs.rmSync(path.join(made.here, 'neighbour/index.html'));
  for (const version of [1, 2, 1]) {
    setVersion(made.root, version);
    assert.equal(into(made, '../neighbour', ['--adopt']).code, 0);
  }
  const back = run(ANMA, ['rollback', '--output', '../neighbour'], { cwd: made.root, env: { HOME: made.home } });
  assert.equal(back.code, 0, back.err);
  assert.ok('articles/only-2/index.html' in visible(path.join(made.here, 'neighbour')));
  assert.deepEqual(harmed(before, trace(path.join(made.here, 'neighbour'))), []);
});

test('links in the output folder are not followed, neither to write nor to remove', () => {
  for (const publish of ['swap', 'files']) {
    const made = place();
    setVersion(made.root, 1, { publish });
    assert.equal(build(made.root).code, 0);
    const output = path.join(made.root, 'output');
    fs.rmSync(path.join(output, 'articles'), { recursive: true });
    fs.symlinkSync('../../neighbour', path.join(output, 'articles'));
    fs.rmSync(path.join(output, 'index.html'));
    fs.symlinkSync('../../home/.bashrc', path.join(output, 'index.html'));
    const before = trace(made.here);
    setVersion(made.root, 2, { publish });
    build(made.root);
    const changed = harmed(before, trace(made.here)).filter((name) => !/^salon\/(output|\.output\.state|content|static|anma)/.test(name));
    assert.deepEqual(changed, [], publish);
  }
});

test('a second site does not take the folder of the first', () => {
  const made = place();
  assert.equal(into(made, '../shared').code, 0);
  fs.rmSync(path.join(made.here, 'shared/.anma-manifest'));
  fs.rmSync(path.join(made.here, '.shared.state'), { recursive: true });
  const before = trace(path.join(made.here, 'shared'));
  assert.equal(into(made, '../shared').code, 2);
  assert.deepEqual(trace(path.join(made.here, 'shared')), before);
});

test('a manifest that claims files of others does not get them removed', () => {
  const made = place();
  assert.equal(build(made.root).code, 0);
  const manifest = path.join(made.root, 'output/.anma-manifest');
  const lines = fs.readFileSync(manifest, 'utf8').trimEnd().split('\n');
  const stat = fs.statSync(path.join(made.here, 'neighbour/index.html'), { bigint: true });
  const forged = `../../neighbour/index.html\t${stat.size}\t${lines[1].split('\t')[2]}\t${stat.mtimeNs}`;
  const [first, ...rest] = lines;
  const head = first.split('\t');
  head[3] = String(rest.length + 1);
  fs.writeFileSync(manifest, `${[head.join('\t'), ...[forged, ...rest].sort()].join('\n')}\n`);
  const before = trace(path.join(made.here, 'neighbour'));
  setVersion(made.root, 2);
  assert.equal(build(made.root).code, 2);
  assert.deepEqual(trace(path.join(made.here, 'neighbour')), before);
});

test('a folder that may not be written to is left, with one clear line', () => {
  const made = place();
  assert.equal(build(made.root).code, 0);
  const output = path.join(made.root, 'output');
  const before = visible(output);
  fs.chmodSync(output, 0o555);
  fs.chmodSync(made.root, 0o555);
  try {
    fs.chmodSync(made.root, 0o755);
    setVersion(made.root, 2);
    fs.chmodSync(made.root, 0o555);
    // As root nothing is forbidden: the build is run as somebody else then.
    const words = process.getuid() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', ANMA] : [ANMA];
    const [command, ...rest] = words;
    fs.chmodSync(made.here, 0o755);
    const { code, err } = run(command, [...rest, 'build', '-q', ...DATE], { cwd: made.root });
    assert.equal(code, 3, err);
    assert.match(err, /^error: .*output/);
    assert.equal(err.trim().split('\n').length, 1, err);
    assert.deepEqual(visible(output), before);
  } finally {
    fs.chmodSync(made.root, 0o755);
    fs.chmodSync(output, 0o755);
  }
});
