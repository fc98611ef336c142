// Makes the page what the server sends now by changing what differs, and nothing else.

/** Scripts that run, as against data in a `<script>`. */
const RUNS = /^$|javascript|ecmascript|^module$|^importmap$|^speculationrules$/;

const runs = (script) => RUNS.test((script.getAttribute('type') ?? '').trim().toLowerCase());

/** What cannot be changed in a page that is shown: only a page that is loaded anew has it. */
function unpatchable(source) {
  const scripts = [...source.querySelectorAll('script')].filter(runs);
  const others = source.querySelectorAll('base, meta[http-equiv="content-security-policy" i], template[shadowrootmode]');
  return [source.doctype ? 'standard' : 'quirks', ...[...scripts, ...others].map((node) => node.outerHTML)].join('\n');
}

/** Whether only loading it anew shows `next` as a visitor would see it. */
function mustReload(old, next) {
  return unpatchable(old) !== unpatchable(next) || next.querySelector('meta[http-equiv="refresh" i]') !== null;
}

/** Elements of `old` that stand in `next` too, perhaps elsewhere, by their id. */
function sharedIds(old, next) {
  const counted = (source) => {
    const found = new Map();
    for (const node of source.querySelectorAll('[id]')) {
      const id = node.getAttribute('id');
      found.set(id, found.has(id) ? null : node);
    }
    return found;
  };
  const shared = new Map();
  const later = counted(next);
  for (const [id, node] of counted(old)) {
    if (node && later.get(id)?.localName === node.localName) shared.set(id, node);
  }
  return shared;
}

/**
 * Patches the page so that it shows `next`, a page that the server sent. Gives whether anything was changed.
 * Style sheets are exchanged by `styles.js`.
 */
function patch(next) {
  const old = state.source;
  const work = { shared: sharedIds(old, next), taken: new Set(), leaving: [], changed: false };
  keepingPlace(() => {
    patchNode(old.documentElement, next.documentElement, work);
    for (const node of work.leaving) {
      if (!work.taken.has(node)) twins.get(node)?.remove();
    }
  });
  state.source = next;
  state.guessed = false;
  return work.changed;
}

function patchNode(old, next, work) {
  if (equal(old, next)) {
    carry(old, next);
    return;
  }
  work.changed = true;
  const live = twins.get(old);
  twins.set(next, live);
  if (!isElement(next)) {
    patchText(live, old, next);
    return;
  }
  patchAttributes(live, old, next);
  if (next.localName === 'template') {
    live.content.replaceChildren(document.importNode(next.content, true));
  } else if (!isOpaque(next)) {
    patchChildren(live, old, next, work);
    settle(live, old, next);
  }
}

/** Changes only the letters that differ, so that what is selected before and after them stays selected. */
function patchText(live, old, next) {
  const [from, to] = [old.data, next.data];
  if (live.data !== from) {
    live.data = to;
    return;
  }
  const shorter = Math.min(from.length, to.length);
  let start = 0;
  while (start < shorter && from[start] === to[start]) start += 1;
  let end = 0;
  while (end < shorter - start && from.at(-1 - end) === to.at(-1 - end)) end += 1;
  live.replaceData(start, from.length - start - end, to.slice(start, to.length - end));
}

function patchAttributes(live, old, next) {
  for (const attribute of next.attributes) {
    const { name, value } = attribute;
    const before = old.getAttribute(name);
    if (before === value) continue;
    if (name === 'class') patchClasses(live, before ?? '', value);
    else live.setAttributeNode(attribute.cloneNode());
    setDefault(live, name, value);
  }
  for (const { name } of old.attributes) {
    if (next.hasAttribute(name)) continue;
    // What a script set before this one looked is not to be told from what the server sent.
    if (state.guessed && (live === document.documentElement || live === document.body)) continue;
    if (name === 'class') patchClasses(live, old.getAttribute(name), '');
    else live.removeAttribute(name);
    setDefault(live, name, null);
  }
}

/** Takes and gives classes one by one: others may be there by a script. */
function patchClasses(live, before, after) {
  const words = (text) => text.split(/\s+/).filter(Boolean);
  live.classList.remove(...words(before).filter((name) => !words(after).includes(name)));
  live.classList.add(...words(after));
  if (live.classList.length === 0) live.removeAttribute('class');
}

/** Where the writer changed what a field holds at first, the field shows it, whatever was typed. */
function setDefault(live, name, value) {
  const field = live.localName;
  if (field === 'input' && name === 'value' && live.type !== 'file') live.value = value ?? '';
  if (field === 'input' && name === 'checked') live.checked = value !== null;
  if (field === 'option' && name === 'selected') live.selected = value !== null;
}

/** What some elements need when their children changed. */
function settle(live, old, next) {
  if (live.localName === 'textarea' && old.textContent !== next.textContent) live.value = next.textContent;
  const sources = (media) => [...media.children].filter((child) => child.localName === 'source').map((child) => child.outerHTML).join();
  if (live instanceof HTMLMediaElement && sources(old) !== sources(next)) live.load();
}

function patchChildren(live, old, next, work) {
  const before = [...old.childNodes].filter((node) => !work.taken.has(node) && !isSheet(node));
  const after = [...next.childNodes].filter((node) => !isSheet(node));
  if (before.some((node) => isWords(node) && twins.get(node)?.parentNode !== live)) {
    // A script took these words apart, so there is nothing to change them in: they are made anew.
    live.replaceChildren();
    let place = null;
    for (const node of after) place = create(live, node, place, work);
    return;
  }
  const partners = new Map(align(before, after).map(([from, to]) => [to, from]));
  const kept = new Set(partners.values());
  let place = null;
  for (const node of after) {
    const partner = partners.get(node);
    const moved = partner ? null : findMoved(live, node, before, kept, work);
    const from = partner ?? moved;
    const twin = from && twins.get(from);
    if (from && !twin?.isConnected && equal(from, node)) {
      carry(from, node);
      continue; // A script took it away, and the writer did not touch it.
    }
    let made;
    if (twin?.isConnected) {
      if (moved) {
        kept.add(moved);
        work.taken.add(moved);
        work.changed = true;
        put(live, twin, place);
      }
      patchNode(from, node, work);
      made = twin;
    } else {
      made = create(live, node, place, work);
    }
    place = childAround(live, made) ?? place;
  }
  work.leaving.push(...before.filter((node) => !kept.has(node)));
}

/** The old node that stands in another place now: the same id anywhere, or the same content beside it. */
function findMoved(live, node, before, kept, work) {
  if (!isElement(node)) return null;
  const named = work.shared.get(node.getAttribute('id'));
  if (named && !work.taken.has(named)) {
    const twin = twins.get(named);
    if (twin?.isConnected && canBecome(named, node) && !twin.contains(live)) return named;
  }
  return before.find((other) => !kept.has(other) && !work.taken.has(other) && isElement(other) && equal(other, node)) ?? null;
}

/** Makes `node` in the page, after `place`. What it holds that was in the page already is moved into it. */
function create(parent, node, place, work) {
  work.changed = true;
  const holds = isElement(node) && !isOpaque(node)
    && [...node.querySelectorAll('[id]')].some((inner) => work.shared.has(inner.getAttribute('id')));
  const made = document.importNode(node, !holds);
  put(parent, made, place);
  if (!holds) {
    together(node, made, (from, twin) => twins.set(from, twin));
    return made;
  }
  twins.set(node, made);
  let inside = null;
  for (const child of node.childNodes) {
    const moved = findMoved(made, child, [], new Set(), work);
    if (moved) {
      work.taken.add(moved);
      put(made, twins.get(moved), inside);
      patchNode(moved, child, work);
      inside = twins.get(child);
    } else {
      inside = create(made, child, inside, work);
    }
  }
  return made;
}

/** Puts `node` after `place`, or first. What is in the page already is moved without losing its state, where the browser can. */
function put(parent, node, place) {
  const following = place ? place.nextSibling : parent.firstChild;
  if (following === node) return;
  if (node.isConnected && parent.moveBefore) {
    if (quietly(() => { parent.moveBefore(node, following); return true; }, () => false)) return;
  }
  parent.insertBefore(node, following);
}

/** The child of `parent` that is or holds `node`. */
function childAround(parent, node) {
  let found = node;
  while (found && found.parentNode !== parent) found = found.parentNode;
  return found;
}
