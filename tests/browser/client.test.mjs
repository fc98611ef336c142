// The script of the preview in a real browser, against a stand-in for the server.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { preview } from './preview.mjs';
import { led, scenarios } from './scenarios.mjs';
import { launch } from './site.mjs';
import { openTab } from './tab.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/** Runs `scenario` on a site of its own. */
async function run(scenario, { navigate = false } = {}) {
  const site = await preview();
  const tabs = [];
  site.navigate = navigate;
  try {
    await scenario(site, async (address, options) => {
      const tab = await openTab(browser, site, address, options);
      tabs.push(tab);
      return tab;
    });
  } finally {
    await Promise.all(tabs.map(({ page }) => page.close()));
    await site.close();
  }
}

for (const [name, scenario] of Object.entries(scenarios)) test(name, () => run(scenario));
for (const [name, scenario] of Object.entries(led)) test(name, () => run(scenario, { navigate: true }));
