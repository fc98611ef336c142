// Others are there as well: readers while a site is replaced, builds that want the same folder, a system with few file handles.
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { ANMA, LONG, build, folder, litter, run, setVersion, start, visible } from './site.mjs';

const ended = (begun) => new Promise((done) => {
  let err = '';
  begun.stderr.on('data', (text) => { err += text; });
  begun.on('exit', (code) => done({ code, err }));
});

for (const publish of ['swap', 'files']) {
  const reads = LONG ? 1_000_000 : 40_000;
  test(`${publish}: ${reads} reads meet no torn and no missing file`, async () => {
    const root = folder();
    const output = path.join(root, 'output');
    const versions = [1, 2].map((version) => {
      setVersion(root, version, { publish, articles: 40 });
      assert.equal(build(root).code, 0);
      return visible(output);
    });
    const reader = new Worker(new URL('reader.mjs', import.meta.url), { workerData: { output, versions, reads, seed: 5 } });
    let [enough, result] = [false, null];
    const over = new Promise((done) => {
      reader.on('message', (message) => {
        if (message === 'enough') enough = true;
        else { result = message; done(); }
      });
    });
    let builds = 0;
    while (!enough || builds < 5) {
      setVersion(root, 1 + (builds % 2), { publish, articles: 40 });
      const { code, err } = await ended(start(root));
      assert.equal(code, 0, err);
      builds += 1;
    }
    reader.postMessage('over');
    await over;
    await reader.terminate();
    console.log(`${publish}: ${result.reads} reads during ${builds} builds: ${result.torn.length} torn, ${result.missing.length} missing`);
    assert.deepEqual([result.torn, result.missing], [[], []]);
  });
}

test('builds of three sites into one folder take turns', async () => {
  const here = folder();
  const output = path.join(here, 'www');
  const roots = [1, 2, 3].map((version) => {
    const root = path.join(here, `site-${version}`);
    setVersion(root, version, { publish: version === 2 ? 'files' : 'swap', articles: 20 });
    assert.equal(build(root, '--output', path.join(here, `alone-${version}`)).code, 0);
    return root;
  });
  const alone = [1, 2, 3].map((version) => JSON.stringify(visible(path.join(here, `alone-${version}`))));
  const rounds = LONG ? 50 : 5;
  for (let round = 0; round < rounds; round += 1) {
    const all = await Promise.all(roots.map((root) => ended(start(root, '--output', output))));
    for (const { code, err } of all) assert.equal(code, 0, err);
    assert.ok(alone.includes(JSON.stringify(visible(output))), `round ${round}: the folder is a mixture`);
  }
  console.log(`${rounds} rounds of three builds at once: always one of the three sites`);
});

test('who waits too long is told for whom, and ends with 75', async () => {
  const root = folder();
  setVersion(root, 1);
  assert.equal(build(root).code, 0);
  setVersion(root, 2);
  const lock = path.join(root, '.output.state/lock');
  const { code, err } = run('flock', [lock, ANMA, 'build', '-q', '--wait', '1', '--date', '2026-11-20'], { cwd: root });
  assert.equal(code, 75, err);
  assert.match(err, /another build .*is publishing to the same folder/);
});

test('few file handles are enough', () => {
  const root = folder();
  const articles = LONG ? 20_000 : 1_000;
  setVersion(root, 1, { articles });
  const { code, err } = run('sh', ['-c', 'ulimit -n 64 && "$0" build -q --date 2026-11-20', ANMA], { cwd: root });
  assert.equal(code, 0, err);
  assert.deepEqual(litter(root), []);
  assert.ok(Object.keys(visible(path.join(root, 'output'))).length > articles);
});
