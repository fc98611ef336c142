// The rules of axe-core: those of WCAG 2.2 AA and its best practices.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { layOut } from './site.mjs';

const rules = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What a person with a disability would stumble over, one line each. */
export async function violations(page) {
  await layOut(page);
  // Evaluated by the driver, so that the policy of the page does not stop it.
  await page.evaluate(`${rules}; undefined`);
  const { violations: found, passes } = await page.evaluate(() => globalThis.axe.run());
  assert.ok(passes.length > 10, 'the rules did not run');
  return found.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}
