// What a writer changes on a page, and what the open page must show.
import assert from 'node:assert/strict';
import { picture, SHEET } from './materials.mjs';
import { begin, edited } from './scenarios-site.mjs';

export const onThePage = {
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
    await site.pages({ '/neck/': edited(' value="first"', '') });
    await tab.until(() => document.querySelector('#name').value === '');
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
};
