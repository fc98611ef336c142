// The program is ended at any moment, politely or not: the site is the old one or the new one, and the next build goes on.
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { LONG, build, folder, litter, random, setVersion, start, trace, visible } from './site.mjs';

const TIMES = LONG ? 200 : 25;
const ARTICLES = 60;

/** A root with two versions of a site to choose from, and what visitors see of each. */
function sites(publish) {
  const root = folder();
  const seen = [1, 2].map((version) => {
    setVersion(root, version, { publish, articles: ARTICLES });
    assert.equal(build(root).code, 0);
    return visible(path.join(root, 'output'));
  });
  return { root, output: path.join(root, 'output'), seen };
}

/** Builds version `version` and sends `signal` after `wait` milliseconds. Gives how the program ended. */
async function ended(root, signal, wait) {
  const begun = start(root);
  const end = new Promise((done) => { begun.on('exit', (code, name) => done({ code, name })); });
  await sleep(wait);
  begun.kill(signal);
  return end;
}

const same = (one, two) => JSON.stringify(one) === JSON.stringify(two);

/** How long a build of another version takes here, in milliseconds. */
function duration({ root }, publish) {
  setVersion(root, 1, { publish, articles: ARTICLES });
  const before = performance.now();
  assert.equal(build(root).code, 0);
  return performance.now() - before;
}

for (const publish of ['swap', 'files']) {
  test(`${publish}: kill -9 at ${TIMES} moments leaves a whole site`, async () => {
    const made = sites(publish);
    const { root, output, seen } = made;
    const [time, next] = [duration(made, publish), random(7)];
    let [standing, hits, mixed] = [0, 0, 0];
    for (let round = 0; round < TIMES; round += 1) {
      const wanted = 1 - standing;
      setVersion(root, wanted + 1, { publish, articles: ARTICLES });
      const { name } = await ended(root, 'SIGKILL', next() * time * 1.05);
      hits += Number(name === 'SIGKILL');
      const found = visible(output);
      const whole = seen.findIndex((site) => same(site, found));
      if (whole < 0) {
        assert.equal(publish, 'files', 'a folder that is exchanged was found half done');
        mixed += 1;
        for (const [file, text] of Object.entries(found)) assert.ok(seen.some((site) => site[file] === text), `${file} is torn`);
        for (const file of Object.keys(seen[0])) if (file in seen[1]) assert.ok(file in found, `${file} is missing`);
      }
      // The next build, of either version, finds no obstacle.
      const after = round % 2;
      setVersion(root, after + 1, { publish, articles: ARTICLES });
      const { code, err } = build(root);
      assert.equal(code, 0, err);
      assert.deepEqual(visible(output), seen[after]);
      assert.deepEqual(litter(root), []);
      standing = after;
    }
    console.log(`${publish}: ${hits} of ${TIMES} kills hit a build, ${mixed} between two files; all whole after the next build`);
    assert.ok(hits > TIMES / 3, `only ${hits} kills hit a build`);
  });

  test(`${publish}: who is told to end removes what was begun`, async () => {
    const made = sites(publish);
    const { root, output, seen } = made;
    const [time, next] = [duration(made, publish), random(8)];
    let [standing, caught] = [0, 0];
    for (let round = 0; round < TIMES; round += 1) {
      const [signal, expected] = [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]][round % 3];
      const wanted = 1 - standing;
      setVersion(root, wanted + 1, { publish, articles: ARTICLES });
      const before = trace(output);
      const { code, name } = await ended(root, signal, next() * time * 1.05);
      // Before there is anything to remove, the system ends the program itself; after the end nothing can.
      assert.ok(name === signal || code === expected || code === 0, `${signal}: ${code} ${name}`);
      const found = visible(output);
      if (code === expected) {
        caught += 1;
        assert.deepEqual(litter(root), [], signal);
        assert.deepEqual(trace(output), before, signal);
      }
      standing = seen.findIndex((site) => same(site, found));
      assert.ok(standing >= 0, `the site is half done after ${signal}`);
    }
    console.log(`${publish}: ${caught} of ${TIMES} signals caught`);
    assert.ok(caught > TIMES / 5, `only ${caught} signals were caught`);
  });
}
