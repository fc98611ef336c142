// Pictures that changed at their old address are asked for again, by a query that the browser has not seen.

/** Attributes that name one picture, by the elements that have them. */
const PICTURES = [
  ['img, source, input[type="image"], embed', 'src'],
  ['video', 'poster'],
  ['object', 'data'],
  ['link[rel~="icon" i], link[rel="apple-touch-icon" i]', 'href'],
  ['image, feImage', 'href'],
];

/** More pictures than this are not compared letter by letter after a pause. */
const MOST_COMPARED = 60;

/** Replaces each `url(…)` in `style` that leads to one of `paths`; addresses are meant from `base`. */
function renewBackgrounds(style, base, paths, mark) {
  if (!style.cssText.includes('url(')) return;
  for (const name of [...style]) {
    const value = style.getPropertyValue(name);
    const fresh = value.replace(/url\(\s*(["']?)(.*?)\1\s*\)/g, (whole, quote, address) => {
      const full = quietly(() => new URL(address, base).href, () => '');
      return leadsTo(full, paths) ? `url("${freshAddress(full, mark)}")` : whole;
    });
    if (fresh !== value) style.setProperty(name, fresh, style.getPropertyPriority(name));
  }
}

/** The same for every rule of a style sheet. */
function renewRules(rules, base, paths, mark) {
  for (const rule of rules) {
    if (rule.cssRules) renewRules(rule.cssRules, base, paths, mark);
    if (rule.style) renewBackgrounds(rule.style, base, paths, mark);
  }
}

/** Asks again for the pictures at `paths`, wherever the page shows them. */
function renewPictures(paths, mark) {
  for (const [elements, attribute] of PICTURES) {
    for (const element of document.querySelectorAll(elements)) {
      const address = element.getAttribute(attribute);
      if (leadsTo(address, paths)) element.setAttribute(attribute, freshAddress(address, mark));
    }
  }
  for (const element of document.querySelectorAll('[srcset]')) {
    const set = element.getAttribute('srcset');
    const fresh = set.replace(/[^\s,]\S*[^\s,]/g, (part) => (leadsTo(part, paths) ? freshAddress(part, mark) : part));
    if (fresh !== set) element.setAttribute('srcset', fresh);
  }
  for (const element of document.querySelectorAll('[style*="url("]')) {
    renewBackgrounds(element.style, document.baseURI, paths, mark);
  }
  for (const sheet of document.styleSheets) {
    quietly(() => renewRules(sheet.cssRules, sheet.href ?? document.baseURI, paths, mark));
  }
}

/** What a picture looks like, small: two that differ are hardly ever the same here. */
function look(image) {
  const canvas = document.createElement('canvas');
  canvas.width = Math.min(image.naturalWidth || 64, 160);
  canvas.height = Math.min(image.naturalHeight || 64, 160);
  const brush = canvas.getContext('2d', { willReadFrequently: true });
  brush.drawImage(image, 0, 0, canvas.width, canvas.height);
  return `${image.naturalWidth}×${image.naturalHeight} ${brush.getImageData(0, 0, canvas.width, canvas.height).data.join()}`;
}

/** Looks whether a picture changed at its old address while nobody told, and shows the new one if so. */
async function comparePictures(mark) {
  const shown = [...document.images].filter((image) => image.complete && image.naturalWidth > 0
    && new URL(image.currentSrc, document.baseURI).origin === location.origin);
  const changed = new Set();
  await Promise.all(shown.slice(0, MOST_COMPARED).map((image) => quietly(async () => {
    const now = new Image();
    now.src = freshAddress(image.currentSrc, mark);
    await now.decode();
    if (look(now) !== look(image)) changed.add(new URL(image.currentSrc, document.baseURI).pathname);
  })));
  if (changed.size > 0) renewPictures(changed, mark);
}
