// The system refuses, at every single call that could matter: the site that visitors see must be the old one or the new one,
// a failure must be said, and the next build must go on as if nothing had happened.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { ANMA, LONG, build, folder, litter, run, setVersion, trace, visible } from './site.mjs';

// Calls, and what the system may answer to them.
const FAULTS = [
  ['write', ['ENOSPC', 'EIO', 'EDQUOT']],
  ['openat', ['ENOSPC', 'EACCES', 'EMFILE']],
  ['openat2', ['EIO']],
  ['mkdirat', ['ENOSPC', 'EROFS']],
  ['linkat', ['EMLINK', 'EPERM', 'EIO']],
  ['renameat,renameat2', ['EIO', 'ENOSPC', 'EINVAL', 'EBUSY']],
  ['unlinkat', ['EIO', 'EPERM']],
  ['syncfs,fsync', ['EIO']],
  ['newfstatat,fstat,statx', ['EIO']],
  ['getdents64', ['EIO']],
  ['flock', ['EIO']],
  ['fchmod', ['EPERM']],
];
// How many of the calls are tried in a run that a change waits for: every n-th, another start for each error.
const STEP = LONG ? 1 : 9;

const NEW = {};

/** A site whose version 1 is published and whose version 2 lies in the folder. */
function site(publish) {
  const root = folder();
  for (const version of [0, 1]) {
    setVersion(root, version, { publish });
    assert.equal(build(root).code, 0);
  }
  setVersion(root, 2, { publish });
  return root;
}

before(() => {
  for (const publish of ['swap', 'files']) {
    const root = site(publish);
    assert.equal(build(root).code, 0);
    NEW[publish] = visible(path.join(root, 'output'));
  }
});

/** Builds with the `number`-th of these calls failing. Says whether there were so many. */
function inject(root, calls, error, number) {
  const log = path.join(root, '..', `${path.basename(root)}.log`);
  const done = run('strace', ['-f', '-qq', '-o', log, '-e', `trace=${calls}`, '-e', `inject=${calls}:error=${error}:when=${number}`,
    ANMA, 'build', '-q', '--date', '2026-11-20'], { cwd: root, timeout: 60_000 });
  const reached = fs.readFileSync(log, 'utf8').includes('(INJECTED)');
  fs.rmSync(log);
  return { ...done, reached };
}

let tried = 0;
let refused = 0;

for (const publish of ['swap', 'files']) {
  for (const [calls, errors] of FAULTS) {
    test(`${publish}: ${calls} fails with ${errors.join(', ')}`, () => {
      errors.forEach((error, offset) => {
        let missed = 0;
        for (let number = 1 + (offset * 4) % STEP; missed < 1; number += STEP) {
          const root = site(publish);
          const output = path.join(root, 'output');
          const [old, touched] = [visible(output), trace(output)];
          const { code, signal, err, reached } = inject(root, calls, error, number);
          const place = `${publish}, ${calls} number ${number} fails with ${error}: ${signal ?? code}, ${err}`;
          if (!reached) {
            missed += 1;
          } else {
            tried += 1;
            assert.equal(signal, null, place);
            const seen = visible(output);
            if (code === 0) {
              assert.deepEqual(seen, NEW[publish], place);
            } else {
              refused += 1;
              // The loader of the system fails with 127; all else is the program's, and says why.
              assert.ok([1, 2, 3, 75, 127].includes(code), place);
              assert.ok(/\S/.test(err) || calls === 'write', place);
              assert.ok(!/panicked/.test(err), place);
              if (/only partly visible/.test(err)) {
                assert.equal(publish, 'files', place);
                for (const [name, text] of Object.entries(seen)) assert.ok([old[name], NEW[publish][name]].includes(text), `${name}: ${place}`);
                for (const name of Object.keys(old)) if (name in NEW[publish]) assert.ok(name in seen, `${name} is missing: ${place}`);
              } else {
                assert.deepEqual(trace(output), touched, place);
              }
            }
            const next = build(root);
            assert.equal(next.code, 0, `${place}\nthe next build: ${next.err}`);
            assert.deepEqual(visible(output), NEW[publish], place);
            // What nobody may remove is put aside, and somebody is told where.
            const aside = /it is kept as/.test(err + next.err) ? ['found'] : [];
            assert.deepEqual(litter(root), aside, place);
          }
          fs.rmSync(root, { recursive: true });
        }
      });
    });
  }
}

test('faults were met, and some of them ended the build', () => {
  console.log(`${tried} faults: ${refused} builds refused, ${tried - refused} went on, all sites whole`);
  assert.ok(tried > 50 && refused > 20, `${tried} ${refused}`);
});
