// What a writer does and what the open page must show. Each runs against the stand-in of `preview.mjs` and
// against the real program: `site` changes files, `open` opens a tab.
import assert from 'node:assert/strict';
import { alive, THEME_SCRIPT, filler, picture, SHEET, silence } from './materials.mjs';

/** A page with everything that a reader can change by looking at it. */
const FORM = `
  <h1>Neck</h1>
  <p id="lead">The neck carries the head.</p>
  <form>
    <input id="name" value="first" autocomplete="off"><textarea id="note" rows="3">start</textarea>
    <select id="pick"><option>one</option><option>two</option><option>three</option></select>
    <input type="checkbox" id="tick"><input type="radio" name="r" id="radio">
  </form>
  <details id="more"><summary>More</summary><p>Much more.</p></details>
  <dialog id="ask"><p>Sure?</p></dialog>
  <div class="scroller" id="scroller">${filler(30)}</div>
  <audio id="sound" src="/silence.wav" controls></audio>
  <div id="tabs"><p>Panel</p></div>
  ${filler(60)}
  <p id="end">The end.</p>`;

/** The site that most scenarios begin with. */
async function begin(site, pages = {}) {
  await site.files({ '/style.css': SHEET('rgb(10, 20, 30)'), '/theme.js': THEME_SCRIPT, '/silence.wav': silence(20), '/a.svg': picture(40, 20) });
  await site.layout({ sheets: ['/style.css'], scripts: ['/theme.js'] });
  await site.pages({ '/neck/': { title: 'Neck', body: FORM }, '/back/': { title: 'Back', body: '<h1>Back</h1>' }, ...pages });
}

const edited = (from, to) => ({ title: 'Neck', body: FORM.replace(from, to) });

export const scenarios = {
  async 'a changed text is changed in place, and the reader keeps everything'(site, open) {
    await begin(site);
    const tab = await open('/neck/');
    await tab.page.fill('#name', 'typed by hand');
    await tab.page.fill('#note', 'a long note');
    await tab.page.selectOption('#pick', 'three');
    await tab.page.check('#tick');
    await tab.page.check('#radio');
    await tab.page.click('#more summary');
    await tab.page.evaluate(async () => {
      document.querySelector('#ask').show();
      document.querySelector('#tabs').dataset.state = 'open';
      document.querySelector('#scroller').scrollTop = 70;
      const sound = document.querySelector('#sound');
      sound.currentTime = 7;
      await new Promise((done) => { sound.addEventListener('seeked', done, { once: true }); });
      const field = document.querySelector('#name');
      field.focus();
      field.setSelectionRange(2, 7);
      scrollTo({ top: 900, behavior: 'instant' });
    });
    await tab.mark();
    const state = () => tab.page.evaluate(() => ({
      name: document.querySelector('#name').value,
      note: document.querySelector('#note').value,
      pick: document.querySelector('#pick').value,
      tick: document.querySelector('#tick').checked,
      radio: document.querySelector('#radio').checked,
      more: document.querySelector('#more').open,
      ask: document.querySelector('#ask').open,
      tabs: document.querySelector('#tabs').dataset.state,
      inner: document.querySelector('#scroller').scrollTop,
      sound: document.querySelector('#sound').currentTime,
      focus: document.activeElement.id,
      selection: [document.activeElement.selectionStart, document.activeElement.selectionEnd],
      scroll: scrollY,
      theme: document.documentElement.dataset.theme,
      button: document.querySelectorAll('.by-script').length,
    }));
    const before = await state();
    assert.deepEqual(before.selection, [2, 7]);
    assert.equal(before.theme, 'dark');
    await site.pages({ '/neck/': edited('The end.', 'The very end.') });
    await tab.shows('The very end.');
    assert.deepEqual(await state(), before);
    assert.deepEqual(await tab.fresh(), []);
    await tab.close();
  },

  async 'text that is selected stays selected when the text behind it changes'(site, open) {
    await begin(site);
    const tab = await open('/neck/');
    await tab.page.evaluate(() => {
      const text = document.querySelector('#lead').firstChild;
      getSelection().setBaseAndExtent(text, 4, text, 8);
    });
    await site.pages({ '/neck/': edited('carries the head', 'carries the heavy head') });
    await tab.shows('heavy head');
    assert.equal(await tab.page.evaluate(() => getSelection().toString()), 'neck');
    await tab.close();
  },

  async 'what a field holds at first wins over what was typed when the writer changes it'(site, open) {
    await begin(site);
    const tab = await open('/neck/');
    await tab.page.fill('#name', 'typed');
    await tab.page.fill('#note', 'typed too');
    await site.pages({ '/neck/': edited('value="first"', 'value="second"') });
    await tab.until(() => document.querySelector('#name').value === 'second');
    assert.equal(await tab.page.inputValue('#note'), 'typed too');
    await tab.close();
  },

  async 'a new paragraph in the middle leaves its neighbours as they are'(site, open) {
    await begin(site, { '/list/': { title: 'List', body: '<p>one</p><p>two</p><p>three</p>' } });
    const tab = await open('/list/');
    await tab.mark();
    await site.pages({ '/list/': { title: 'List', body: '<p>one</p><p>new and two</p><p>two</p><p>three</p>' } });
    await tab.shows('new and two');
    assert.deepEqual(await tab.fresh(), ['p', 'new and two']);
    await site.pages({ '/list/': { title: 'List', body: '<p>three</p><p>one</p>' } });
    await tab.until(() => document.querySelectorAll('main p').length === 2);
    assert.deepEqual(await tab.fresh(), []);
    assert.equal(await tab.page.locator('main').innerText(), 'three\n\none');
    await tab.close();
  },

  async 'a field that moves into a new box keeps what was typed and the keyboard'(site, open) {
    const field = '<p>Intro</p><input id="name"><p>Outro</p>';
    await begin(site, { '/form/': { title: 'Form', body: field } });
    const tab = await open('/form/');
    await tab.page.fill('#name', 'kept');
    await site.pages({ '/form/': { title: 'Form', body: field.replace('<input id="name">', '<section><div><input id="name"></div></section>') } });
    await tab.until(() => document.querySelector('section input'));
    assert.deepEqual(await tab.page.evaluate(() => [document.querySelector('#name').value, document.activeElement.id]), ['kept', 'name']);
    await tab.close();
  },

  async 'what the scripts of the page made stays, and they hear of a patch'(site, open) {
    await begin(site);
    const tab = await open('/neck/');
    await tab.mark();
    await tab.page.evaluate(() => {
      window.heard = 0;
      document.addEventListener('anma:patched', ({ detail }) => { window.heard += detail.build > 0 ? 1 : 0; });
      document.querySelector('h1').classList.add('is-stuck');
    });
    await site.pages({ '/neck/': edited('<h1>Neck</h1>', '<h1 class="large" lang="en">Neck pain</h1>') });
    await tab.shows('Neck pain');
    assert.equal(await tab.page.getAttribute('h1', 'class'), 'is-stuck large');
    assert.equal(await tab.page.locator('.by-script').count(), 1);
    assert.equal(await tab.page.evaluate(() => document.documentElement.dataset.theme), 'dark');
    assert.equal(await tab.page.evaluate(() => window.heard), 1);
    assert.deepEqual(await tab.fresh(), []);
    await tab.close();
  },

  async 'a page that a change does not concern stays as it is and asks for nothing'(site, open) {
    await begin(site);
    const other = await open('/back/');
    const tab = await open('/neck/');
    await other.mark();
    const before = other.requests.length;
    await site.pages({ '/neck/': edited('The end.', 'Another end.') });
    await tab.shows('Another end.');
    await site.pages({ '/neck/': edited('The end.', 'A third end.') });
    await tab.shows('A third end.');
    assert.deepEqual(other.requests.slice(before), []);
    assert.deepEqual(await other.fresh(), []);
    await tab.close();
    await other.close();
  },

  async 'of many quick edits the last one is shown'(site, open) {
    await begin(site);
    const tab = await open('/back/');
    for (let round = 1; round <= 30; round += 1) await site.pages({ '/back/': { title: `Back ${round}`, body: `<h1>Back</h1><p>Round ${round}.</p>` } });
    await tab.shows('Round 30.');
    assert.equal(await tab.page.title(), 'Back 30');
    assert.equal(await tab.page.locator('main p').count(), 1);
    await tab.close();
  },

  async 'a style sheet is exchanged without a moment that has no style'(site, open) {
    await begin(site);
    const tab = await open('/neck/');
    await tab.mark();
    await tab.page.route('**/*.css*', async (route) => {
      await new Promise((done) => { setTimeout(done, 250); });
      await route.continue();
    });
    await tab.page.evaluate(() => {
      window.seen = new Set();
      const look = () => {
        window.seen.add(getComputedStyle(document.querySelector('h1')).color);
        requestAnimationFrame(look);
      };
      look();
    });
    await site.files({ '/style.css': SHEET('rgb(200, 0, 0)') });
    await tab.until(() => window.seen.has('rgb(200, 0, 0)'));
    assert.deepEqual(await tab.page.evaluate(() => [...window.seen]), ['rgb(10, 20, 30)', 'rgb(200, 0, 0)']);
    await tab.until(() => document.querySelectorAll('link[rel=stylesheet]').length === 1);
    const sheets = await tab.page.evaluate(() => [...document.querySelectorAll('link[rel=stylesheet]')].map((link) => [new URL(link.href).pathname, link.getAttribute('media')]));
    assert.deepEqual(sheets, [['/style.css', null]]);
    assert.equal(await tab.page.evaluate(() => window.isMarked), true, 'the page was loaded anew');
    await tab.close();
  },

  async 'a style sheet that gets another address is exchanged the same way, in its place'(site, open) {
    await begin(site);
    await site.files({ '/one.css': SHEET('rgb(1, 1, 1)'), '/two.css': SHEET('rgb(2, 2, 2)'), '/print.css': SHEET('rgb(9, 9, 9)') });
    const print = '<link rel="stylesheet" href="/print.css" media="print">';
    await site.layout({ sheets: ['/one.css', '/style.css', print] });
    const tab = await open('/neck/');
    await tab.page.evaluate(() => {
      window.seen = new Set();
      const look = () => {
        window.seen.add(getComputedStyle(document.querySelector('h1')).color);
        requestAnimationFrame(look);
      };
      look();
    });
    await site.layout({ sheets: ['/one.css', '/two.css', print] });
    await tab.until(() => window.seen.has('rgb(2, 2, 2)'));
    assert.deepEqual(await tab.page.evaluate(() => [...window.seen]), ['rgb(10, 20, 30)', 'rgb(2, 2, 2)']);
    await tab.until(() => document.querySelectorAll('link[rel=stylesheet]').length === 3);
    const sheets = await tab.page.evaluate(() => [...document.querySelectorAll('link[rel=stylesheet]')].map((link) => [link.getAttribute('href'), link.getAttribute('media')]));
    assert.deepEqual(sheets, [['/one.css', null], ['/two.css', null], ['/print.css', 'print']]);
    await tab.close();
  },

  async 'a style sheet that another one imports is loaded anew'(site, open) {
    await begin(site);
    await site.files({ '/main.css': '@import "/inner.css";', '/inner.css': SHEET('rgb(1, 2, 3)') });
    await site.layout({ sheets: ['/main.css'] });
    const tab = await open('/neck/');
    await tab.mark();
    await site.files({ '/inner.css': SHEET('rgb(3, 2, 1)') });
    await tab.until(() => getComputedStyle(document.querySelector('h1')).color === 'rgb(3, 2, 1)');
    assert.equal(await tab.page.evaluate(() => window.isMarked), true);
    await tab.close();
  },

  async 'a picture that changes at its address is shown anew, wherever it stands'(site, open) {
    const body = `<h1>Pictures</h1><img id="plain" src="/a.svg" alt=""><img id="set" srcset="/a.svg 1x, /a.svg 2x" alt="">
      <picture><source srcset="/a.svg"><img id="source" src="/other.svg" alt=""></picture><div class="backdrop"></div><img id="other" src="/other.svg" alt="">`;
    await begin(site, { '/pictures/': { title: 'Pictures', body } });
    await site.files({ '/other.svg': picture(10, 10) });
    const tab = await open('/pictures/');
    await tab.mark();
    const before = tab.requests.length;
    await site.files({ '/a.svg': picture(80, 30) });
    await tab.until(() => ['plain', 'set', 'source'].every((id) => document.getElementById(id).naturalWidth === 80 || id === 'set' && document.getElementById(id).naturalWidth > 0 && document.getElementById(id).currentSrc.includes('v=')));
    assert.ok(!tab.requests.slice(before).includes('/other.svg'), 'a picture that did not change was asked for');
    assert.match(await tab.page.evaluate(() => getComputedStyle(document.querySelector('.backdrop')).backgroundImage), /a\.svg\?v=/);
    assert.deepEqual(await tab.fresh(), []);
    await site.pages({ '/pictures/': { title: 'Pictures', body: body.replace('Pictures', 'New pictures') } });
    await tab.shows('New pictures');
    assert.equal(await tab.page.evaluate(() => document.querySelector('#plain').naturalWidth), 80);
    await tab.close();
  },

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
