// What Lighthouse says of the pages that readers meet most, as on a phone of the middle range with a slow connection.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import lighthouse from 'lighthouse';
import { serve } from './server.mjs';
import { FLAGSHIP, launch, SAMPLES, SITE } from './site.mjs';

const PAGES = { article: FLAGSHIP, massage: SAMPLES.treatment, 'which massage': SAMPLES['which massage'], home: SAMPLES.home };

/**
 * What each page must reach, of 100. How long a page keeps the processor busy is measured with the clock of this machine: the
 * pages reach 99 or 100 for speed, and 90 to 98 when the machine has as much other work again. What does not depend on the clock has
 * no tolerance.
 */
const LEAST = { performance: 95, accessibility: 100, 'best-practices': 100, seo: 100 };

/** How often a page is looked at when it was too slow. */
const TRIES = 4;

let browser;
let server;
const port = 9222 + (process.pid % 20_000);

before(async () => {
  server = await serve(SITE);
  browser = await launch({ args: [`--remote-debugging-port=${port}`] });
});

after(async () => {
  await browser?.close();
  await server?.close();
});

async function look(address) {
  const { lhr } = await lighthouse(`${server.origin}${address}`, { port, output: 'json', logLevel: 'error', onlyCategories: Object.keys(LEAST) });
  assert.equal(lhr.runtimeError, undefined);
  const scores = Object.fromEntries(Object.entries(lhr.categories).map(([name, { score }]) => [name, Math.round(score * 100)]));
  const faults = Object.values(lhr.audits).filter(({ score, scoreDisplayMode }) => score !== null && score < 1 && scoreDisplayMode !== 'informative');
  const times = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift', 'speed-index'];
  return { scores, shift: lhr.audits['cumulative-layout-shift'].numericValue, faults: faults.map(({ id, displayValue }) => `${id} ${displayValue ?? ''}`), times: times.map((id) => `${id} ${lhr.audits[id].displayValue}`) };
}

for (const [name, address] of Object.entries(PAGES)) {
  test(`Lighthouse, mobile: ${name}`, async (context) => {
    let best;
    for (let round = 0; round < TRIES; round += 1) {
      best = await look(address);
      context.diagnostic(`${JSON.stringify(best.scores)} ${best.times.join(', ')}`);
      if (Object.entries(LEAST).every(([part, least]) => best.scores[part] >= least)) break;
    }
    assert.equal(best.shift, 0);
    const short = Object.entries(LEAST).filter(([part, least]) => !(best.scores[part] >= least));
    assert.deepEqual(short.map(([part]) => `${part} ${best.scores[part]}`), [], best.faults.join('; '));
  });
}
