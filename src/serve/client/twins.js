// Every node that the server sent has a twin in the page that is shown.
//
// A patch compares what the server sent with what it sends now, and changes the twins of what differs. So what
// the reader or the page's own scripts did to the page (open details, typed text, a chosen theme, nodes that
// were added) is neither looked at nor touched, unless the writer changed that very thing.

/** From a node of the source to its twin in the page. */
const twins = new WeakMap();

/** Nodes whose children are not compared with the page: scripts see them differently from the parser. */
const isOpaque = (node) => node.localName === 'noscript' || node.localName === 'template';

/** Calls `visit` for each node of two trees of the same shape. */
function together(one, other, visit) {
  visit(one, other);
  if (isOpaque(one)) return;
  let left = one.firstChild;
  let right = other.firstChild;
  while (left && right) {
    together(left, right, visit);
    left = left.nextSibling;
    right = right.nextSibling;
  }
}

/** Makes a copy of the page that nothing runs or loads in, every node with its twin, without our own tag. */
function snapshot() {
  const inert = document.implementation.createHTMLDocument('');
  const copy = inert.importNode(document.documentElement, true);
  inert.replaceChild(copy, inert.documentElement);
  together(copy, document.documentElement, (node, twin) => twins.set(node, twin));
  copy.querySelector(TAG)?.remove();
  if (!document.doctype) inert.doctype?.remove();
  return inert;
}

/** Finds the twins of `source` in a page that scripts may have changed already. */
function findTwins(source) {
  const strays = { source: [], page: [] };
  pair(source.documentElement, document.documentElement, strays);
  if (strays.source.length === 0) return;
  // A script may have put a table into a box of its own, so what is missing is looked for in what is new.
  const inside = strays.page.filter(isElement).flatMap((node) => [...node.querySelectorAll('*')]);
  for (const node of strays.source.filter(isElement)) {
    const found = inside.filter((other) => node.localName === other.localName && equal(node, other));
    if (found.length === 1) together(node, found[0], (one, twin) => twins.set(one, twin));
  }
}

function pair(node, twin, strays) {
  if (equal(node, twin)) {
    together(node, twin, (one, other) => twins.set(one, other));
    return;
  }
  twins.set(node, twin);
  if (isOpaque(node)) return;
  const theirs = [...twin.childNodes].filter((child) => child !== own && child !== host);
  const found = new Set();
  const paired = new Set();
  for (const [child, other] of align([...node.childNodes], theirs)) {
    pair(child, other, strays);
    paired.add(child);
    found.add(other);
  }
  strays.source.push(...[...node.childNodes].filter((child) => !paired.has(child)));
  strays.page.push(...theirs.filter((other) => !found.has(other)));
}

/** The nodes of `next`, a tree equal to `old`, get the twins of `old`. */
function carry(old, next) {
  together(old, next, (from, to) => {
    const twin = twins.get(from);
    if (twin) twins.set(to, twin);
  });
}
