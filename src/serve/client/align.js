// Which of these nodes is which of those: the children of an element before and after.

/** Beyond this many comparisons a quicker way is taken that finds less. */
const MOST_COMPARISONS = 250_000;

/** Letters of a node that are compared for likeness. */
const LONGEST_TEXT = 600;

const isElement = (node) => node.nodeType === Node.ELEMENT_NODE;
const isText = (node) => node.nodeType === Node.TEXT_NODE;
const isWords = (node) => isText(node) && node.data.trim() !== '';

/** Whether two trees are the same. The contents of a template are not among its children, so they are looked at. */
function equal(one, other) {
  if (!one.isEqualNode(other)) return false;
  if (!isElement(one) || !(one.localName === 'template' || one.querySelector('template'))) return true;
  return one.outerHTML === other.outerHTML;
}

/** What tells a `<meta>` or `<link>` from its neighbours. */
function role(node) {
  if (node.localName === 'meta') {
    return node.getAttribute('name') ?? node.getAttribute('property') ?? node.getAttribute('http-equiv') ?? '';
  }
  if (node.localName === 'link') return node.getAttribute('rel') ?? '';
  if (node.localName === 'input') return node.type;
  return '';
}

/** Whether `before` can become `after` and stay the same node. */
function canBecome(before, after) {
  if (before.nodeType !== after.nodeType) return false;
  if (!isElement(before)) return true;
  if (before.localName !== after.localName || before.namespaceURI !== after.namespaceURI) return false;
  const id = before.getAttribute('id');
  if (id && id !== after.getAttribute('id')) return false;
  return role(before) === role(after);
}

/** The text of a node that likeness is judged by. */
const textOf = (node) => (isElement(node) ? node.outerHTML : node.nodeValue ?? '');

/** How alike two texts are at both ends, from 0 to 1. */
function likeness(one, other) {
  const shorter = Math.min(one.length, other.length, LONGEST_TEXT);
  const longer = Math.min(Math.max(one.length, other.length), LONGEST_TEXT);
  if (longer === 0) return 1;
  let start = 0;
  while (start < shorter && one[start] === other[start]) start += 1;
  let end = 0;
  while (end < shorter - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  return (start + end) / longer;
}

/** What it is worth that `before` becomes `after`; 0 if it cannot. */
function worth(before, after) {
  if (!canBecome(before.node, after.node)) return 0;
  if (before.text === after.text) return isText(before.node) && !isWords(before.node) ? 0.3 : 4;
  if (isText(before.node)) return isWords(before.node) === isWords(after.node) ? 0.2 + likeness(before.text, after.text) : 0;
  if (isElement(before.node) && before.node.getAttribute('id')) return 3;
  return 0.5 + likeness(before.text, after.text);
}

/** The pairs of greatest worth in order: the longest common subsequence, weighted. */
function bestPairs(before, after) {
  const width = after.length + 1;
  const best = new Float64Array((before.length + 1) * width);
  const worths = new Float64Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const at = i * width + j;
      worths[at] = worth(before[i], after[j]);
      const paired = worths[at] > 0 ? worths[at] + best[at + width + 1] : 0;
      best[at] = Math.max(paired, best[at + width], best[at + 1]);
    }
  }
  const pairs = [];
  for (let i = 0, j = 0; i < before.length && j < after.length;) {
    const at = i * width + j;
    if (worths[at] > 0 && best[at] === worths[at] + best[at + width + 1]) {
      pairs.push([before[i].node, after[j].node]);
      i += 1;
      j += 1;
    } else if (best[at] === best[at + width]) {
      i += 1;
    } else {
      j += 1;
    }
  }
  return pairs;
}

/** Pairs for very long lists: each node with the next one that is the same, or that it can become. */
function quickPairs(before, after) {
  const places = new Map();
  before.forEach(({ text }, place) => {
    if (!places.has(text)) places.set(text, []);
    places.get(text).push(place);
  });
  const pairs = [];
  let next = 0;
  for (const { node, text } of after) {
    const same = places.get(text)?.find((place) => place >= next);
    const place = same ?? (next < before.length && canBecome(before[next].node, node) ? next : -1);
    if (place < 0) continue;
    pairs.push([before[place].node, node]);
    next = place + 1;
  }
  return pairs;
}

/** Pairs `[before, after]` in order. What has no pair came or went. */
function align(before, after) {
  let start = 0;
  let end = 0;
  const shorter = Math.min(before.length, after.length);
  while (start < shorter && equal(before[start], after[start])) start += 1;
  while (end < shorter - start && equal(before.at(-1 - end), after.at(-1 - end))) end += 1;

  const pairs = before.slice(0, start).map((node, index) => [node, after[index]]);
  const rest = [before, after].map((nodes) => nodes
    .slice(start, nodes.length - end)
    .map((node) => ({ node, text: textOf(node) })));
  const few = rest[0].length * rest[1].length <= MOST_COMPARISONS;
  pairs.push(...(few ? bestPairs(...rest) : quickPairs(...rest)));
  for (let back = end; back > 0; back -= 1) pairs.push([before.at(-back), after.at(-back)]);
  return pairs;
}
