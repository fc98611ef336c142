// The message over the last good page: what is wrong, where, and what to do.

/** How many problems are told in full. */
const MOST_TOLD = 5;

const KINDS = { error: 'Mistake', warning: 'Warning', note: 'Note' };

const kindOf = ({ severity }) => (Object.hasOwn(KINDS, String(severity).toLowerCase()) ? String(severity).toLowerCase() : 'error');

/** What is shown: the problems and how many more there are; null when all is well. */
let shown = null;
let panel = null;
let focusBefore = null;

const pill = make('button', { class: 'pill', type: 'button', hidden: '' });
const said = make('p', { class: 'said', role: 'status' });
corner.append(pill);
layer.append(said);

/** "1 mistake", "3 problems". */
function countInWords({ items, more }) {
  const count = items.length + more;
  const kinds = new Set(items.map(kindOf));
  const word = kinds.size === 1 && more === 0 ? KINDS[[...kinds][0]].toLowerCase() : 'problem';
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

const worst = ({ items }) => Object.keys(KINDS).find((kind) => items.some((item) => kindOf(item) === kind)) ?? 'error';

/** The first letter large: messages begin with a small one. */
const asSentence = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** The lines of the source with what is marked in them, without what stands above and below in words of its own. */
function sourceLines({ frame, message, help }) {
  const lines = String(frame ?? '').replace(/\s+$/, '').split('\n');
  if (lines[0]?.includes(message) || /^(error|warning|note|info)\[/.test(lines[0] ?? '')) lines.shift();
  if (/^\s*(╭▸|-->)/.test(lines[0] ?? '')) lines.shift();
  const end = lines.findIndex((line) => /^\s*([╰├]\s|=\s*)help:/.test(line));
  if (end >= 0 && [help].flat().some(Boolean)) lines.splice(end);
  const isBare = (line) => /^[\s│|╰╴─]*$/.test(line);
  while (lines.length > 0 && isBare(lines.at(-1))) lines.pop();
  while (lines.length > 0 && isBare(lines[0])) lines.shift();
  return lines;
}

/** The lines as text, numbers and marks in a look of their own. */
function framed(lines) {
  return lines.flatMap((line, index) => {
    const [, gutter, rest] = /^(\s*\d*\s*[│|╰├]╴?)(.*)$/u.exec(line) ?? [null, '', line];
    const isMark = /^\s*\d/.test(gutter) === false && /[━─^]/.test(rest);
    return [
      make('span', { class: 'gutter', text: gutter }),
      isMark ? make('span', { class: 'mark', text: rest }) : rest,
      index < lines.length - 1 ? '\n' : '',
    ];
  });
}

/** Scrolls long lines sideways to what is marked in them. */
function showMark(pre) {
  const mark = pre.querySelector('.mark');
  if (!mark) return;
  const range = document.createRange();
  const start = mark.textContent.search(/\S/);
  range.setStart(mark.firstChild, Math.max(start, 0));
  range.setEnd(mark.firstChild, mark.textContent.length);
  const [wide, here] = [range.getBoundingClientRect(), pre.getBoundingClientRect()];
  if (wide.right > here.right - 16) pre.scrollLeft = Math.min(wide.right - here.right + 32, wide.left - here.left - 48);
}

function placeOf({ file, line, column }) {
  return [file, line, column].filter((part) => part !== null && part !== undefined && part !== '' && part !== 0).join(':');
}

function problemItem(problem) {
  const kind = kindOf(problem);
  const message = asSentence(String(problem.message ?? ''));
  const item = make('li', { class: 'problem', 'data-severity': kind },
    make('p', { class: 'what' }, make('span', { class: 'kind', text: `${KINDS[kind]}:` }), ' ', ...withCode(message)));
  const place = placeOf(problem);
  if (place) item.append(make('p', { class: 'where' }, 'In ', make('code', { text: place })));
  const lines = sourceLines(problem);
  if (lines.length > 0) {
    item.append(make('pre', { tabindex: '0', role: 'group', 'aria-label': `The place in ${problem.file ?? 'the file'}` }, ...framed(lines)));
  }
  const advice = [problem.help].flat().filter((text) => typeof text === 'string' && text);
  for (const help of advice) {
    item.append(make('p', { class: 'help' }, make('b', { text: 'What to do: ' }), ...withCode(asSentence(help))));
  }
  if (typeof problem.explanation === 'string' && problem.explanation) {
    const words = make('p', { class: 'help' }, ...withCode(asSentence(problem.explanation)));
    item.append(advice.length === 0 ? words : make('details', {}, make('summary', { text: 'More about this' }), words));
  }
  return item;
}

function makePanel() {
  const count = countInWords(shown);
  const left = Math.max(shown.items.length - MOST_TOLD, 0) + shown.more;
  const close = make('button', { class: 'close', type: 'button', text: 'Close' });
  close.append(' ', make('kbd', { text: 'Esc', 'aria-hidden': 'true' }));
  close.addEventListener('click', () => quietly(closePanel));
  const list = make('ol', { class: 'list', role: 'list' }, ...shown.items.slice(0, MOST_TOLD).map(problemItem));
  if (left > 0) list.append(make('li', { class: 'more', text: `and ${left} more. The command “anma ${shown.isShown ? 'check' : 'build'}” lists them all.` }));
  const isOne = shown.items.length + shown.more === 1;
  return make('div', {
    class: 'panel', role: 'alertdialog', 'aria-modal': 'false', 'aria-labelledby': 'title', 'aria-describedby': 'calm', tabindex: '-1', 'data-worst': worst(shown),
  }, make('div', { class: 'top' },
    make('div', {},
      make('p', { class: 'title', id: 'title', text: `${count} in the files you saved` }),
      make('p', { class: 'calm', id: 'calm', text: shown.isShown ? 'The page shows what you saved. This is what anma check says about the site; it goes away by itself when it is mended.' : `The page shows the last version without ${isOne ? 'it' : 'them'}. This message goes away by itself when ${isOne ? 'it is' : 'they are'} mended.` })),
    close), list);
}

function openPanel({ mayFocus }) {
  panel?.remove();
  panel = makePanel();
  layer.append(panel);
  pill.hidden = true;
  showBox();
  // Above dialogs of the page too, where the browser can.
  if (panel.showPopover) {
    panel.setAttribute('popover', 'manual');
    quietly(() => panel.showPopover());
  }
  panel.querySelectorAll('pre').forEach((pre) => quietly(() => showMark(pre)));
  // Whoever is typing, or has chosen something on the page, keeps the keyboard.
  const busy = document.activeElement;
  if (mayFocus || !busy || busy === document.body) {
    focusBefore = mayFocus ? null : busy;
    panel.focus({ preventScroll: true });
  }
}

function removePanel() {
  const hadFocus = panel?.contains(shadow.activeElement);
  panel?.remove();
  panel = null;
  return hadFocus;
}

/** The reader closes the message; it stays closed until other problems come. */
function closePanel() {
  if (!panel || !shown) return;
  notes.write('closed', shown.key);
  const hadFocus = removePanel();
  showPill();
  if (hadFocus) pill.focus({ preventScroll: true });
}

function showPill() {
  pill.hidden = false;
  pill.textContent = `${asSentence(countInWords(shown))} – show`;
  pill.dataset.worst = worst(shown);
  showBox();
}

/** Problems came: they are shown, unless the reader has closed the very same ones. */
function showProblems(items, more, isShown) {
  const list = Array.isArray(items) ? items : [];
  const next = { items: list, more: Number(more) || 0, isShown, key: JSON.stringify([list, more, isShown]) };
  if (shown?.key === next.key) return;
  if (list.length === 0) {
    hideProblems();
    return;
  }
  const wasRead = shown?.isShown === true && panel !== null;
  const hadFocus = removePanel();
  shown = next;
  // What is only found does not stand in the way of reading, unless somebody reads it already.
  if (isShown && !wasRead || notes.read('closed') === shown.key) {
    showPill();
    if (hadFocus && focusBefore?.isConnected) focusBefore.focus?.({ preventScroll: true });
    said.textContent = `${countInWords(shown)} found`;
    return;
  }
  openPanel({ mayFocus: hadFocus });
  said.textContent = `${countInWords(shown)}: ${list[0].message ?? ''}, ${placeOf(list[0])}`;
}

/** All is well again. */
function hideProblems() {
  if (!shown) return;
  shown = null;
  const hadFocus = removePanel();
  pill.hidden = true;
  said.textContent = 'The problems are mended.';
  notes.take('closed');
  if (hadFocus && focusBefore?.isConnected) focusBefore.focus?.({ preventScroll: true });
}

pill.addEventListener('click', () => quietly(() => {
  notes.take('closed');
  openPanel({ mayFocus: true });
}));

addEventListener('keydown', (event) => quietly(() => {
  if (event.key === 'Escape' && panel && !event.defaultPrevented) closePanel();
}));
