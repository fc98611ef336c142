// What the pages of the preview's tests are made of.

/** A style sheet in which headings have this colour. */
export const SHEET = (colour) => `
:root { color-scheme: light dark; font: 16px/1.5 sans-serif; }
h1 { color: ${colour}; }
.scroller { block-size: 80px; overflow: auto; }
.backdrop { inline-size: 40px; block-size: 40px; background-image: url("/a.svg"); }
[data-theme="dark"] .by-script { color: teal; }
`;

/** What scripts of themes do: choose a look, add a button, fill a custom element. */
export const THEME_SCRIPT = `
document.documentElement.dataset.theme = 'dark';
document.querySelector('h1')?.insertAdjacentElement('afterend', Object.assign(document.createElement('button'), { className: 'by-script', textContent: 'Copy' }));
`;

/** Some paragraphs. */
export const filler = (count) => Array.from({ length: count }, (_, index) => `<p>Paragraph ${index + 1} of a long text.</p>`).join('\n');

/** A picture of this size. */
export const picture = (width, height) => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="${width}" height="${height}" fill="#2a7"/></svg>\n`;

/** Seconds of silence, as a sound file. */
export function silence(seconds) {
  const rate = 8000;
  const size = rate * seconds;
  const file = Buffer.alloc(44 + size, 128);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + size, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate, 28);
  file.writeUInt16LE(1, 32);
  file.writeUInt16LE(8, 34);
  file.write('data', 36);
  file.writeUInt32LE(size, 40);
  return file;
}

/** Waits until `check` is true, for at most five seconds. */
export async function alive(check) {
  const end = Date.now() + 5000;
  while (!check()) {
    if (Date.now() > end) throw new Error(`not so after five seconds: ${check}`);
    await new Promise((done) => { setTimeout(done, 5); });
  }
}
