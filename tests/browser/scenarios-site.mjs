// The site that the scenarios of the preview begin with.
import { filler, picture, SHEET, silence, THEME_SCRIPT } from './materials.mjs';

/** A page with everything that a reader can change by looking at it. */
export const FORM = `
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
export async function begin(site, pages = {}) {
  await site.files({ '/style.css': SHEET('rgb(10, 20, 30)'), '/theme.js': THEME_SCRIPT, '/silence.wav': silence(20), '/a.svg': picture(40, 20) });
  await site.layout({ sheets: ['/style.css'], scripts: ['/theme.js'] });
  await site.pages({ '/neck/': { title: 'Neck', body: FORM }, '/back/': { title: 'Back', body: '<h1>Back</h1>' }, ...pages });
}

/** That page with one thing changed. */
export const edited = (from, to) => ({ title: 'Neck', body: FORM.replace(from, to) });
