// What the preview says round the page, and what happens when pages, scripts and servers come and go.
import assert from 'node:assert/strict';
import { alive, filler, picture, SHEET, THEME_SCRIPT } from './materials.mjs';
import { begin, edited } from './scenarios-site.mjs';

export const aroundThePage = {
  async 'a mistake is told over the last good page, and the message goes away by itself'(site, open) {
    await begin(site);
    const tab = await open('/neck/');
    const { place, source } = await site.breaks();
    await tab.box('.panel').waitFor();
    const told = await tab.box('.panel').innerText();
    assert.ok(told.includes(place), told);
    assert.ok((await tab.box('.panel pre').first().innerText()).includes(source), told);
    assert.match(told, /Mistake: There is no field <img src=x onerror=alert\(1\)>/);
    assert.match(told, /What to do: /);
    assert.equal(await tab.box('.panel img').count(), 0);
    assert.ok(await tab.page.isVisible('h1'));
    await site.mends();
    await tab.box('.panel').waitFor({ state: 'detached' });
    assert.equal(await tab.box('.pill').isVisible(), false);
    await tab.close();
  },

  async 'Esc closes the message, the button in the corner brings it back'(site, open) {
    await begin(site);
    const tab = await open('/neck/');
    await site.breaks();
    await tab.box('.panel').waitFor();
    await tab.page.keyboard.press('Escape');
    await tab.box('.panel').waitFor({ state: 'detached' });
    assert.equal(await tab.box('.pill').innerText(), '1 mistake – show');
    await tab.box('.pill').click();
    await tab.box('.panel').waitFor();
    assert.equal(await tab.box('.pill').isVisible(), false);
    await tab.box('.close').click();
    await tab.box('.pill').waitFor();
    await tab.page.goto('/back/');
    await tab.box('.pill').waitFor();
    assert.equal(await tab.box('.panel').count(), 0, 'it was closed already');
    await site.mends();
    await tab.box('.pill').waitFor({ state: 'hidden' });
    await site.breaks();
    await tab.box('.panel').waitFor();
    await tab.close();
  },

  async 'the message takes no keyboard away from whoever is typing'(site, open) {
    await begin(site);
    const tab = await open('/neck/');
    await tab.page.focus('#note');
    await site.breaks();
    await tab.box('.panel').waitFor();
    await tab.page.keyboard.type('abc');
    assert.match(await tab.page.inputValue('#note'), /abc/);
    await tab.close();
  },

  async 'after a restart the tab finds the server again'(site, open) {
    await begin(site);
    const tab = await open('/neck/');
    await tab.page.fill('#name', 'typed');
    await tab.mark();
    await site.stop();
    await tab.box('.hint').waitFor();
    assert.match(await tab.box('.hint').innerText(), /lost, trying again/);
    await site.start();
    await tab.box('.hint').waitFor({ state: 'hidden' });
    assert.deepEqual(await tab.fresh(), [], 'a page that did not change was disturbed');
    await site.pages({ '/neck/': edited('The end.', 'After the restart.') });
    await tab.shows('After the restart.');
    assert.equal(await tab.page.inputValue('#name'), 'typed');
    assert.equal(await tab.page.evaluate(() => window.isMarked), true);
    await tab.close({ network: true });
  },

  async 'what changed while the server was away is shown when it is back'(site, open) {
    await begin(site);
    const tab = await open('/neck/');
    await tab.mark();
    await site.stop();
    await site.pages({ '/neck/': edited('The end.', 'Changed in silence.') });
    await site.files({ '/style.css': SHEET('rgb(0, 100, 0)') });
    await site.start();
    await tab.shows('Changed in silence.');
    await tab.until(() => getComputedStyle(document.querySelector('h1')).color === 'rgb(0, 100, 0)');
    assert.equal(await tab.page.evaluate(() => window.isMarked), true);
    await tab.close({ network: true });
  },

  async 'a hidden tab listens no longer and catches up when it is shown'(site, open) {
    await begin(site, { '/pictures/': { title: 'Pictures', body: '<img id="plain" src="/a.svg" alt=""><p>Old.</p>' } });
    const tab = await open('/pictures/');
    await tab.mark();
    await tab.setSeen(false);
    await alive(() => tab.channels.size === 0);
    const before = tab.requests.length;
    await site.pages({ '/pictures/': { title: 'Pictures', body: '<img id="plain" src="/a.svg" alt=""><p>New.</p>' } });
    await site.files({ '/a.svg': picture(90, 30), '/style.css': SHEET('rgb(0, 0, 150)') });
    assert.deepEqual(tab.requests.slice(before), []);
    await tab.setSeen(true);
    await tab.shows('New.');
    await tab.until(() => document.querySelector('#plain').naturalWidth === 90);
    await tab.until(() => document.querySelector('link[rel=stylesheet]').href.includes('v='));
    assert.deepEqual((await tab.fresh()).filter((name) => name !== 'link'), []);
    await tab.close();
  },

  async 'a changed script of the page loads it anew, at the same place'(site, open) {
    await begin(site);
    const tab = await open('/neck/');
    await tab.page.evaluate(() => { scrollTo({ top: 700, behavior: 'instant' }); });
    await tab.mark();
    await site.files({ '/theme.js': `${THEME_SCRIPT}\nwindow.isNewer = true;` });
    await tab.until(() => window.isNewer);
    await tab.until(() => scrollY === 700);
    await tab.mark();
    await site.pages({ '/neck/': { ...edited('The end.', 'With a script.'), script: '<script src="/theme.js?again"></script>\n' } });
    await tab.shows('With a script.');
    assert.equal(await tab.page.evaluate(() => window.isMarked ?? false), false, 'the new script did not run');
    await tab.close();
  },

  async 'data in a script is changed in place'(site, open) {
    const data = (name) => ({ title: 'Data', body: `<p>${name}</p><script type="application/ld+json">{"name": "${name}"}</script>` });
    await begin(site, { '/data/': data('before') });
    const tab = await open('/data/');
    await tab.mark();
    await site.pages({ '/data/': data('after') });
    await tab.shows('after');
    assert.deepEqual(await tab.fresh(), []);
    assert.match(await tab.page.locator('script[type="application/ld+json"]').textContent(), /after/);
    await tab.close();
  },

  async 'a page that is deleted shows so, and comes back when it is made again'(site, open) {
    await begin(site);
    const tab = await open('/back/');
    await tab.mark();
    await site.pages({ '/back/': null });
    await tab.shows('Page not found');
    await site.pages({ '/back/': { title: 'Back', body: '<h1>Back again</h1>' } });
    await tab.shows('Back again');
    assert.equal(await tab.page.evaluate(() => window.isMarked), true);
    await tab.close({ network: true });
  },

  async 'an address that is not there yet shows the page when it is made'(site, open) {
    await begin(site);
    const tab = await open('/soon/');
    await tab.shows('Page not found');
    await site.pages({ '/soon/': { title: 'Soon', body: '<h1>Here it is</h1>' } });
    await tab.shows('Here it is');
    await tab.close({ network: true });
  },

  async 'a badge says in plain words that a page is not public, and goes when it is'(site, open) {
    const page = (more) => ({ '/back/': { title: 'Back', body: '<h1>Back</h1>', ...more } });
    await begin(site, page({ draft: true }));
    const tab = await open('/back/');
    await tab.mark();
    await tab.box('.badge').waitFor();
    assert.equal(await tab.box('.badge').innerText(), 'Draft: not published');
    await site.pages(page({ publish: '2126-12-01' }));
    await tab.box('.badge', { hasText: 'Scheduled' }).and(tab.page.getByText('Scheduled: published from 1 December 2126')).waitFor();
    await site.pages(page({ expire: '2020-01-02' }));
    await tab.box('.badge').and(tab.page.getByText('Expired on 2 January 2020')).waitFor();
    await tab.page.emulateMedia({ media: 'print' });
    assert.equal(await tab.box('.badge').isVisible(), false, 'it is printed');
    await tab.page.emulateMedia({ media: null });
    await site.pages(page({}));
    await tab.box('.badge').waitFor({ state: 'hidden' });
    assert.equal(await tab.page.evaluate(() => window.isMarked), true);
    await tab.close();
  },

  async 'two addresses for one page: the tab goes along'(site, open) {
    await begin(site);
    const tab = await open('/back/');
    await tab.page.evaluate(() => { document.body.append('x'); });
    await tab.page.goBack().catch(() => null);
    await tab.page.goto('/neck/');
    await site.pages({ '/back/': { title: 'Back', body: '<h1>Changed meanwhile</h1>' } });
    await tab.page.goto('/back/');
    await tab.shows('Changed meanwhile');
    await tab.page.goBack();
    await site.pages({ '/neck/': edited('The end.', 'Still heard.') });
    await tab.shows('Still heard.');
    await tab.close();
  },
};

/** The scenarios of a preview that leads to what was edited. */
export const led = {
  async 'the tab goes to the page and heading that was edited, and marks it'(site, open) {
    const body = `${filler(40)}<h2 id="causes">Causes</h2><p>Text.</p>${filler(40)}`;
    await begin(site, { '/long/': { title: 'Long', body } });
    const tab = await open('/back/');
    await site.pages({ '/long/': { title: 'Long', body: body.replace('Text.', 'New text.') } }, { place: '#causes' });
    await tab.page.waitForURL('**/long/#causes');
    await tab.until(() => document.querySelector('#causes')?.getAnimations().length === 1);
    assert.ok(await tab.page.evaluate(() => Math.abs(document.querySelector('#causes').getBoundingClientRect().top) < 200));
    await tab.close();
  },

  async 'on the page itself the heading is scrolled to; without a heading nothing scrolls'(site, open) {
    const body = `<p>Start.</p>${filler(40)}<h2 id="causes">Causes</h2><p>Text.</p>${filler(40)}`;
    await begin(site, { '/long/': { title: 'Long', body } });
    const tab = await open('/long/', { reducedMotion: 'reduce' });
    await tab.mark();
    await site.pages({ '/long/': { title: 'Long', body: body.replace('Start.', 'Begin.') } });
    await tab.shows('Begin.');
    assert.equal(await tab.page.evaluate(() => scrollY), 0);
    await site.pages({ '/long/': { title: 'Long', body: body.replace('Start.', 'Begin.').replace('Text.', 'New text.') } }, { place: '#causes' });
    await tab.until(() => document.querySelector('#causes').getAnimations().length === 1);
    assert.ok(await tab.page.evaluate(() => Math.abs(document.querySelector('#causes').getBoundingClientRect().top) < 50));
    assert.equal(await tab.page.evaluate(() => window.isMarked), true);
    await tab.close();
  },
};
