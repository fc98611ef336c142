// `anma serve` in a real browser: what a writer does to the files, and what the open page shows.
import { after, before, test } from 'node:test';
import { preview } from './binary.mjs';
import { led, scenarios } from './scenarios.mjs';
import { launch } from './site.mjs';
import { openTab } from './tab.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/** Runs `scenario` on a site of its own, with a server of its own. */
async function run(scenario, options) {
  const site = await preview(options);
  const tabs = [];
  try {
    await scenario(site, async (address, settings) => {
      await site.settled();
      const tab = await openTab(browser, site, address, settings);
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
