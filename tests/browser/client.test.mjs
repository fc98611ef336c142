// The script of the preview in a real browser, against a stand-in for the server.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { alive, SHEET } from './materials.mjs';
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

// What only the stand-in can do.

/** A tab on a page of a small site. */
async function alone(scenario, body = '<h1>Neck</h1><p>Text.</p>', options = {}) {
  await run(async (site, open) => {
    site.files({ '/style.css': SHEET('rgb(10, 20, 30)') });
    site.layout({ sheets: ['/style.css'], head: '<meta name="viewport" content="width=device-width, initial-scale=1">' });
    site.pages({ '/neck/': { title: 'Neck', body, draft: true }, '/back/': { title: 'Back', body: '<h1>Back</h1>' } });
    await scenario(site, await open('/neck/', options), open);
  });
}

const problem = (more = {}) => ({
  severity: 'error', code: 'x::y', message: 'there is no field `titel`', file: 'content/a.md', line: 2, column: 1,
  frame: 'error[x::y]: there is no field `titel`\n  ╭▸ content/a.md:2:1\n  │\n2 │ titel: Sciatica\n  │ ━━━━━ not a field of an article\n  │\n  ╰ help: did you mean `title`?',
  help: ['did you mean `title`?'], explanation: 'A field has a name that this kind of page does not have.', ...more,
});

test('the page can neither see the box of the preview nor anything in its window', () => alone(async (site, tab) => {
  site.breaks();
  await tab.until(() => document.querySelector('anma-preview'));
  assert.equal(await tab.page.evaluate(() => document.querySelector('anma-preview').shadowRoot), null);
  const names = () => tab.page.evaluate(() => Object.getOwnPropertyNames(window).sort());
  const withClient = await names();
  await tab.page.route('**/livereload/client.js*', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
  await tab.page.reload();
  assert.deepEqual(withClient, await names());
  await tab.close();
}, undefined, { closedBoxes: true }));

test('a page that is patched is the page that was sent, whatever changed', async () => {
  let seed = 20260101;
  const below = (end) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * end);
  };
  const words = ['neck', 'back', 'pain', 'ease', 'rest', 'move'];
  const names = ['p', 'div', 'section', 'ul', 'li', 'details', 'b', 'template', 'svg', 'textarea', 'my-card'];
  const attribute = () => (below(3) === 0 ? ` ${['class', 'title', 'data-x', 'id'][below(4)]}="${words[below(6)]}${below(4)}"` : '');
  const tree = (depth) => Array.from({ length: below(6) }, () => {
    if (below(3) === 0 || depth === 0) return words[below(6)] + [' ', '\n', '<!-- note -->', ''][below(4)];
    const name = names[below(names.length)];
    return `<${name}${attribute()}>${name === 'textarea' ? words[below(6)] : tree(depth - 1)}</${name}>`;
  }).join('');
  const grown = (html) => (below(4) === 0 ? tree(4) : html
    .replace(/<p/, () => `${tree(2)}<p`)
    .replace(new RegExp(words[below(6)], 'g'), () => words[below(6)])
    .replace(/<(\w+)[^>]*><\/\1>/, ''));
  await alone(async (site, tab) => {
    let body = tree(5);
    for (let round = 0; round < 150; round += 1) {
      body = grown(body).slice(0, 20_000);
      site.pages({ '/neck/': { title: `Round ${round}`, body: `<h1>Round ${round}</h1>${body}<i id="end${round}"></i>` } });
      await tab.until((number) => document.title === `Round ${number}`, round);
      const [shown, sent] = await tab.page.evaluate((text) => {
        const copy = document.documentElement.cloneNode(true);
        copy.querySelectorAll('anma-preview, script[data-build]').forEach((node) => node.remove());
        const page = new DOMParser().parseFromString(text, 'text/html').documentElement;
        return [copy, page].map((root) => {
          // The same attributes, in whatever order they came.
          const sorted = (node) => {
            const held = [...node.attributes].sort((one, other) => (one.name < other.name ? -1 : 1));
            held.forEach(({ name }) => node.removeAttribute(name));
            held.forEach((each) => node.setAttributeNode(each));
            [...node.children, ...(node.content?.children ?? [])].forEach(sorted);
          };
          sorted(root);
          return root.outerHTML;
        });
      }, site.text('/neck/'));
      assert.equal(shown, sent, `round ${round}`);
    }
    await tab.close();
  });
});

/** Texts of the box that stand out too little. The rules of axe-core cannot tell where styles come from a script. */
const faintTexts = (tab) => tab.box('.layer').evaluate((layer) => {
  const brush = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
  const brightness = (colour) => {
    brush.clearRect(0, 0, 1, 1);
    brush.fillStyle = colour;
    brush.fillRect(0, 0, 1, 1);
    const [red, green, blue] = [...brush.getImageData(0, 0, 1, 1).data].map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const faint = [];
  let count = 0;
  for (const element of layer.querySelectorAll('*')) {
    const hasWords = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!hasWords || !element.checkVisibility() || element.matches('.said')) continue;
    count += 1;
    let around = element;
    while (getComputedStyle(around).backgroundColor === 'rgba(0, 0, 0, 0)') around = around.parentElement;
    const [ink, paper] = [getComputedStyle(element).color, getComputedStyle(around).backgroundColor].map(brightness);
    const ratio = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
    if (ratio < 4.5) faint.push(`${ratio.toFixed(2)}: ${element.className} ${element.textContent}`);
  }
  return count > 0 ? faint : ['no text was found'];
});

for (const colorScheme of ['light', 'dark']) {
  for (const width of [320, 1280]) {
    test(`message and badge are accessible and fit at ${width} pixels in ${colorScheme} colours`, () => alone(async (site, tab) => {
      const rules = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
      await tab.page.evaluate(`${rules}; undefined`);
      const check = async (part) => {
        const { found, checked } = await tab.page.evaluate(async () => {
          const { violations, passes } = await globalThis.axe.run(document, { rules: { 'landmark-one-main': { enabled: false } } });
          const inBox = (nodes) => nodes.filter(({ target }) => JSON.stringify(target).includes('anma-preview'));
          return {
            found: violations.flatMap(({ id, nodes }) => inBox(nodes).map(({ html }) => `${id}: ${html}`)),
            checked: passes.reduce((sum, { nodes }) => sum + inBox(nodes).length, 0),
          };
        });
        assert.ok(checked > 3, `the rules did not look into the box of ${part}`);
        assert.deepEqual(found, [], part);
        assert.deepEqual(await faintTexts(tab), [], part);
        assert.equal(await tab.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, `${part} is too wide`);
      };
      await check('the badge');
      site.breaks([problem(), problem({ severity: 'warning', file: `content/${'long-name-'.repeat(12)}.md`, message: 'x'.repeat(200), explanation: '' })]);
      await tab.box('.panel').waitFor();
      await tab.box('.panel').evaluate((panel) => Promise.all(panel.getAnimations().map((each) => each.finished)));
      await check('the message');
      const inside = await tab.box('.panel').evaluate((panel) => {
        const { left, right, top, bottom } = panel.getBoundingClientRect();
        return left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight;
      });
      assert.ok(inside, 'the message leaves the window');
      await tab.page.keyboard.press('Escape');
      await tab.box('.pill').waitFor();
      await check('the button');
      await tab.close();
    }, undefined, { colorScheme, viewport: { width, height: 640 } }));
  }
}

test('of many problems the first ones are told, and how many more there are', () => alone(async (site, tab) => {
  site.say({ type: 'problems', items: Array.from({ length: 8 }, (_, line) => problem({ line: line + 1 })), more: 12 });
  await tab.box('.panel').waitFor();
  assert.equal(await tab.box('.problem').count(), 5);
  assert.match(await tab.box('.title').innerText(), /^20 problems/);
  assert.match(await tab.box('.more').textContent(), /15 more/);
  site.say({ type: 'problems', items: [problem({ severity: 'warning' })], more: 0 });
  await tab.box('.panel').and(tab.page.locator('[data-worst="warning"]')).waitFor();
  assert.match(await tab.box('.title').innerText(), /^1 warning /);
  assert.match(await tab.box('.what').innerText(), /^Warning: There is no field titel/);
  assert.equal(await tab.box('pre').innerText(), '2 │ titel: Sciatica\n  │ ━━━━━ not a field of an article');
  await tab.close();
}));

test('what a check found waits in a corner until somebody asks', () => alone(async (site, tab) => {
  const found = problem({ severity: 'warning', code: 'CLAIM-ABSOLUTE' });
  site.say({ type: 'problems', items: [found], more: 2, shown: true });
  await tab.box('.pill').waitFor();
  assert.match(await tab.box('.pill').innerText(), /^3 problems – show/);
  assert.equal(await tab.box('.panel').count(), 0);
  await tab.box('.pill').click();
  await tab.box('.panel').waitFor();
  assert.match(await tab.box('.calm').innerText(), /^The page shows what you saved/);
  assert.match(await tab.box('.more').textContent(), /anma check/);
  await tab.page.keyboard.press('Escape');
  // A mistake that keeps the page from being shown comes first.
  site.say({ type: 'problems', items: [problem()], more: 0, shown: false });
  await tab.box('.panel').waitFor();
  assert.match(await tab.box('.calm').innerText(), /^The page shows the last version/);
  site.say({ type: 'fixed' });
  await tab.box('.panel').waitFor({ state: 'detached' });
  await tab.box('.pill').waitFor({ state: 'hidden' });
  await tab.close();
}));

test('a message that was missed while the tab was hidden goes when all is well', () => alone(async (site, tab) => {
  site.breaks();
  await tab.box('.panel').waitFor();
  await tab.setSeen(false);
  await alive(() => site.listeners.length === 0);
  site.mends();
  await tab.setSeen(true);
  await tab.box('.panel').waitFor({ state: 'detached' });
  await tab.close();
}));

test('nonsense on the channel changes nothing', () => alone(async (site, tab) => {
  await alive(() => site.listeners.length === 1);
  site.raw('data: {not json\n\ndata: null\n\ndata: 7\n\ndata: {"type":"dance"}\n\ndata: {"type":"problems"}\n\ndata: {"type":"problems","items":[{}],"more":"x"}\n\n');
  site.say({ type: 'changed', build: 'x', page: 'yes', files: ['::', 'http://elsewhere.example/style.css'], go: '//elsewhere.example/' });
  site.say({ type: 'fixed' });
  site.pages({ '/neck/': { title: 'Neck', body: '<h1>Neck</h1><p>Still heard.</p>' } });
  await tab.shows('Still heard.');
  assert.equal(new URL(tab.page.url()).pathname, '/neck/');
  await tab.close();
}));

test('new text and new style sheets are shown in the same moment', () => alone(async (site, tab) => {
  for (const name of ['one', 'two']) {
    for (const side of ['old', 'new']) site.files({ [`/${name}-${side}.css`]: `h1 { --${name}: ${side}; }` });
  }
  const sheets = (side) => ({ sheets: [`/one-${side}.css`, `/two-${side}.css`] });
  const page = (text) => ({ '/neck/': { title: 'Neck', body: `<h1>${text}</h1>` } });
  site.pages(page('old'), sheets('old'));
  await tab.until(() => getComputedStyle(document.querySelector('h1')).getPropertyValue('--two') === 'old');
  for (const [name, pause] of [['one', 100], ['two', 400]]) {
    await tab.page.route(`**/${name}-new.css*`, async (route) => {
      await new Promise((done) => { setTimeout(done, pause); });
      await route.continue();
    });
  }
  await tab.page.evaluate(() => {
    window.seen = new Set();
    const look = () => {
      const heading = document.querySelector('h1');
      const style = getComputedStyle(heading);
      window.seen.add([heading.textContent, style.getPropertyValue('--one'), style.getPropertyValue('--two')].join());
      requestAnimationFrame(look);
    };
    look();
  });
  site.pages(page('new'), sheets('new'));
  await tab.until(() => [...window.seen].some((all) => all.endsWith('new')));
  assert.deepEqual(await tab.page.evaluate(() => [...window.seen]), ['old,old,old', 'new,new,new']);
  await tab.close();
}));

test('a style sheet that does not load leaves the old one', () => alone(async (site, tab) => {
  site.layout({ sheets: ['/missing.css'] });
  site.pages({ '/neck/': { title: 'Neck', body: '<h1>Neck</h1><p>New.</p>' } });
  await tab.shows('New.');
  assert.equal(await tab.page.evaluate(() => getComputedStyle(document.querySelector('h1')).color), 'rgb(10, 20, 30)');
  assert.equal(await tab.page.locator('link[rel=stylesheet]').count(), 1);
  site.files({ '/missing.css': SHEET('rgb(5, 5, 5)') });
  await tab.until(() => getComputedStyle(document.querySelector('h1')).color === 'rgb(5, 5, 5)');
  await tab.close({ network: true });
}));

test('a page from another server at the same address is not taken for ours', () => alone(async (site, tab) => {
  await tab.mark();
  await site.stop();
  site.stranger = true;
  await site.start();
  await tab.box('.hint').waitFor();
  assert.equal(await tab.page.locator('h1').innerText(), 'Neck');
  site.stranger = false;
  await tab.box('.hint').waitFor({ state: 'hidden' });
  assert.deepEqual(await tab.fresh(), []);
  await tab.close({ network: true });
}));

test('a page that moved takes the tab along', () => alone(async (site, tab) => {
  site.pages({ '/neck/': { moved: '/back/' } });
  await tab.page.waitForURL('**/back/');
  await tab.shows('Back');
  await tab.close();
}));

test('a patch that goes wrong loads the page anew', () => alone(async (site, tab) => {
  await tab.mark();
  await tab.page.evaluate(() => { CharacterData.prototype.replaceData = () => { throw new Error('sabotage'); }; });
  site.pages({ '/neck/': { title: 'Neck', body: '<h1>Neck</h1><p>All the same.</p>' } });
  await tab.shows('All the same.');
  assert.equal(await tab.page.evaluate(() => window.isMarked ?? false), false);
  await tab.close();
}));

test('words that a script took apart are made anew', () => alone(async (site, tab) => {
  await tab.page.evaluate(() => {
    const words = document.querySelector('main p');
    words.replaceChildren(...words.textContent.split(' ').map((word) => Object.assign(document.createElement('span'), { textContent: word })));
  });
  site.pages({ '/neck/': { title: 'Neck', body: '<h1>Neck</h1><p>Other words.</p>' } });
  await tab.until(() => document.querySelector('main p').textContent === 'Other words.');
  await tab.close();
}));

test('a page that the browser kept aside is made new when the reader goes back to it', async () => {
  const keeping = await launch({ ignoreDefaultArgs: ['--disable-back-forward-cache'] });
  const site = await preview();
  try {
    site.pages({ '/neck/': { title: 'Neck', body: '<h1>Neck</h1>' }, '/back/': { title: 'Back', body: '<h1>Back</h1>' } });
    const tab = await openTab(keeping, site, '/neck/');
    await tab.mark();
    await tab.page.goto('/back/');
    await alive(() => site.listeners.join() === '/back/');
    site.pages({ '/neck/': { title: 'Neck', body: '<h1>Neck, changed</h1>' } });
    await tab.page.goBack({ waitUntil: 'commit' });
    await tab.shows('Neck, changed');
    assert.equal(await tab.page.evaluate(() => window.isMarked), true, 'the browser did not keep the page');
    await tab.close();
  } finally {
    await keeping.close();
    await site.close();
  }
});
