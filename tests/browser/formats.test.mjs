// What `anma check` prints for other programs is read by them as it was meant.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { github, githubLine, junit, sarif, sarifPath } from './formats.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const schemaFile = path.join(here, 'node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
const schema = JSON.parse(await readFile(schemaFile, 'utf8'));

let root;
let found;

/** What `anma check` prints in this form. */
const check = (format) => {
  const { stdout, stderr } = spawnSync(process.env.ANMA, ['check', '--info', '--format', format, '--date', '2026-11-23'], { cwd: root, encoding: 'utf8' });
  assert.equal(stderr, '');
  return stdout;
};

before(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'anma-formats-'));
  await mkdir(path.join(root, 'content/articles'), { recursive: true });
  await writeFile(path.join(root, 'anma.yaml'), 'title: "Ana, & friends: 100%"\nbase_url: https://example.com\nsocial_cards: false\n');
  const page = (title, text) => `---\ntitle: "${title}"\n---\n\n${text}\n`;
  await writeFile(path.join(root, 'content/articles/back, pain: 100%.md'), page('Back, pain: 100%', 'Massage cures back pain, 100% guaranteed: “always”, <b>, & é 🙂.'));
  await writeFile(path.join(root, 'content/articles/ça va.md'), page('Ça va', '🙂 🙂 Sometimes its a combination.'));
  found = JSON.parse(check('json')).findings;
  assert.ok(found.length > 5, JSON.stringify(found));
});

after(() => rm(root, { recursive: true }));

test('SARIF is as the standard says', () => {
  const log = sarif(check('sarif'), schema);
  const [{ results }] = log.runs;
  assert.deepEqual(results.map(sarifPath), found.map((one) => one.path));
  assert.deepEqual(results.map((one) => one.ruleId), found.map((one) => one.rule));
  const its = results.find((one) => one.ruleId === 'STYLE-ITS');
  const { region } = its.locations[0].physicalLocation;
  // Columns count characters, also behind those that are two units elsewhere.
  assert.equal(log.runs[0].columnKind, 'unicodeCodePoints');
  assert.equal(region.startLine, 5);
  assert.equal(region.startColumn, 15);
  assert.throws(() => sarif('{"version": "2.1.0", "runs": [{}]}', schema));
});

test('GitHub reads each line as it was meant', () => {
  const all = github(check('github'));
  assert.equal(all.length, found.length);
  for (const [n, one] of found.entries()) {
    assert.equal(all[n].command, { error: 'error', warning: 'warning', info: 'notice' }[one.severity]);
    assert.equal(all[n].properties.file, one.path);
    assert.equal(all[n].properties.line, String(one.start.line));
    assert.ok(all[n].properties.title.startsWith(`${one.rule}: `));
    assert.ok(all[n].message.startsWith(one.message));
  }
  assert.throws(() => githubLine('error: no line for GitHub'));
});

test('JUnit XML is whole', () => {
  const suites = junit(check('junit'));
  const names = suites.map((one) => one.name);
  for (const one of found) assert.ok(names.includes(one.path), `${one.path} in ${names}`);
  const failures = suites.reduce((sum, one) => sum + Number(one.failures), 0);
  // Warnings fail nothing unless they are denied.
  assert.equal(failures, found.filter((one) => one.severity === 'error').length);
});
