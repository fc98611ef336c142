// What the preview itself shows: a closed box beside the page, which neither can style or read the other.

const host = document.createElement('anma-preview');
const shadow = host.attachShadow({ mode: 'closed' });

/** An element with a class, attributes and text; text is never read as HTML. */
function make(name, { text, ...attributes } = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  element.append(...children);
  return element;
}

/** Names in back-ticks become code. */
function withCode(text) {
  return text.split(/`([^`\n]+)`/).map((part, index) => (index % 2 === 1 ? make('code', { text: part }) : part));
}

const badge = make('p', { class: 'badge', role: 'status', hidden: '' });
const hint = make('p', { class: 'hint', role: 'status', hidden: '' });
const corner = make('div', { class: 'corner' }, badge, hint);
const layer = make('div', { class: 'layer', lang: 'en-GB', dir: 'ltr' }, corner);

/** Puts the box into the page. A page inside a page shows none. */
function showBox() {
  if (window !== window.top) return;
  if (shadow.childNodes.length === 0) {
    quietly(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(LOOK);
      shadow.adoptedStyleSheets = [sheet];
    });
    shadow.append(layer);
  }
  if (!host.isConnected) document.documentElement.append(host);
}

/** "1 December 2026" for `2026-12-01`. */
function day(iso) {
  const date = new Date(`${iso}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return iso;
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(date);
}

/** What the badge says of a page; nothing of one that is published. */
function standingInWords(standing) {
  const [kind, date] = standing.split(/\s+/);
  if (kind === 'draft') return ['Draft', 'not published'];
  if (kind === 'scheduled') return ['Scheduled', `published from ${day(date ?? '')}`];
  if (kind === 'expired') return ['Expired', `on ${day(date ?? '')}`];
  return null;
}

function showBadge(standing) {
  const words = standingInWords(standing);
  badge.hidden = words === null;
  if (!words) return;
  const [kind, rest] = words;
  const separator = kind === 'Expired' ? ' ' : ': ';
  if (badge.textContent === kind + separator + rest) return;
  badge.dataset.kind = kind.toLowerCase();
  badge.replaceChildren(make('b', { text: kind }), separator + rest);
  showBox();
}

/** Time without a server before the reader is told, in milliseconds. */
const PATIENCE = 2000;
let impatience = 0;

function showLost() {
  if (impatience) return;
  impatience = setTimeout(() => {
    hint.textContent = 'Connection lost, trying again…';
    hint.hidden = false;
    showBox();
  }, PATIENCE);
}

function hideLost() {
  clearTimeout(impatience);
  impatience = 0;
  hint.hidden = true;
}
