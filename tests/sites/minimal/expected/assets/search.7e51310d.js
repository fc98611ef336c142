// Search: asks the index that anma made of the site, and lists what is found.
//
// Nothing leaves the reader's browser but requests for parts of the index, which lie beside the page. Whatever comes from
// the index is put in as text. The words that readers see stand in partials/search.html.
(() => {
  "use strict";
  const root = document.querySelector("[data-search]");
  if (!root) return;
  const words = root.dataset;
  const form = root.querySelector("form");
  const input = form.querySelector("input");
  const choices = [...form.querySelectorAll("[data-filter]")];
  const status = root.querySelector("[role=status]");
  const list = root.querySelector("[data-results]");
  const more = root.querySelector(".search-more");
  const help = root.querySelector(".search-help");
  const [where, item] = root.querySelector("template").content.children;
  /** The folder of the index, which in a site of relative links is another on each host. */
  const folder = new URL("./", new URL(where.getAttribute("href"), location.href)).href;
  /** Results to a page of the list. */
  const PAGE = 10;
  /** So many pages with all words are too few for a query of two. Of longer ones, which are sentences, pages with some words count too. */
  const FEW = 5;
  /** Which part of the best score is too little. */
  const LEAST = 0.25;
  /** Sections of a page to show below it. */
  const PLACES = 3;
  const OPTIONS = {
    excerptLength: 24,
    excerptEllipsis: "…",
    ranking: { metaWeights: { title: 5, names: 5, forms: 4 }, pageLength: 0.4, termSaturation: 1 },
  };

  const say = (text) => { if (status.textContent !== text) status.textContent = text; };
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  if (location.protocol === "file:") return say(words.files);

  /* The index */

  let loading, tries = 0;
  const load = () => (loading ??= open().catch((problem) => { loading = undefined; throw problem; }));
  const open = async () => {
    // A browser does not ask again for a script that it could not load, unless it has another name.
    const again = tries ? `?again=${tries}` : "";
    tries += 1;
    const [library, state] = await Promise.all([import(`${folder}pagefind.js${again}`), text("state.json")]);
    const index = library.createInstance({ noWorker: true, ...OPTIONS });
    // Ends with what is wrong, if anything is; adding parts would wait for ever.
    await index.preload("");
    const parts = Array.from({ length: JSON.parse(state).parts - 1 }, (_, at) => `${new URL(folder).pathname}${at + 2}/`);
    await Promise.all(parts.map((part) => index.mergeIndex(part, OPTIONS)));
    return { index, state };
  };
  const text = async (name) => {
    const answer = await fetch(folder + name, { cache: "no-cache" });
    if (!answer.ok) throw new Error(`${answer.status} ${name}`);
    return answer.text();
  };
  /** Whether the site was published anew since the index was loaded, so that parts of it are gone. */
  const isOld = async () => {
    const { state } = await load();
    if ((await text("state.json")) === state) return false;
    loading = undefined;
    return true;
  };
  const find = async (query, filters = {}) =>
    (await (await load()).index.search(query || null, { filters })).results;

  /* What was meant */

  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  const split = (text) => text.split(/[\s\u2010-\u2015/-]+/).filter(fold);

  /** How far `word`, which somebody typed, and `other` are the same, and the letters that the shorter and the longer one end with. */
  const compare = (word, other) => {
    let same = 0;
    while (same < word.length && word[same] === other[same]) same += 1;
    const [less, rest] = [word.length - same, other.length - same].sort((a, b) => a - b);
    const longer = word.length > other.length ? word : other;
    // "running" is "run", with a letter twice.
    return { same, less, rest: rest - (less === 0 && longer[same] === longer[same - 1] ? 2 : 0) };
  };
  /** Whether they are forms of one word, or `word` is the beginning of the other. */
  const isForm = (word, other) => {
    const { same, less, rest } = compare(word, other);
    return same === word.length || (same >= 3 && less <= 1 && rest <= 4 && same + less > rest);
  };
  /** Whether they may be, if nothing else is nearer: "hunched" and "hunching". */
  const isLike = (word, other) => {
    const { same, less, rest } = compare(word, other);
    return same >= 4 && less <= 3 && rest <= 4;
  };
  /** The words of `query` that are in none of `pages`, and whether a word that is like them is. */
  const unheard = (query, pages) => {
    const found = new Set();
    for (const page of pages) {
      const all = page.raw_content.split(/\s+/);
      const meta = ["title", "names", "forms"].flatMap((name) => split(page.meta[name] ?? ""));
      for (const word of [...page.locations.map((at) => all[at] ?? ""), ...meta]) {
        found.add(fold(word));
        for (const part of split(word)) found.add(fold(part));
      }
    }
    const has = (word, is) => [...found].some((other) => is(fold(word), other));
    return split(query).filter((word) => !has(word, isForm)).map((word) => ({ word, isLikely: has(word, isLike) }));
  };
  /** How many letters must be changed, left out, put in or exchanged with the next; `limit + 1` if more than `limit`. */
  const distance = (one, two, limit) => {
    if (Math.abs(one.length - two.length) > limit) return limit + 1;
    let before = [], last = [], row = Array.from({ length: two.length + 1 }, (_, at) => at);
    for (let i = 1; i <= one.length; i += 1) {
      [before, last, row] = [last, row, [i]];
      for (let j = 1; j <= two.length; j += 1) {
        const change = last[j - 1] + (one[i - 1] === two[j - 1] ? 0 : 1);
        row[j] = Math.min(change, last[j] + 1, row[j - 1] + 1);
        if (i > 1 && j > 1 && one[i - 1] === two[j - 2] && one[i - 2] === two[j - 1]) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
    }
    return row[two.length];
  };
  let names;
  /** The words of all names on the site, as they are written, by how they are compared. */
  const vocabulary = () => (names ??= text("names.json").then((json) => {
    const all = new Map();
    for (const word of JSON.parse(json).flatMap(split)) if (!all.has(fold(word))) all.set(fold(word), word.toLowerCase());
    return all;
  }).catch(() => { names = undefined; return new Map(); }));
  /** The word of the vocabulary that is nearest to `word`, or the two that it is made of. */
  const near = (word, all) => {
    const typed = fold(word);
    for (let at = 3; at <= typed.length - 3; at += 1) {
      const parts = [typed.slice(0, at), typed.slice(at)];
      if (parts.every((part) => all.has(part))) return parts.map((part) => all.get(part)).join(" ");
    }
    const limit = typed.length < 4 ? 0 : typed.length < 7 ? 1 : 2;
    let best, least = limit + 1;
    for (const [known, written] of all) {
      if (known.length < 4) continue;
      const far = distance(typed, known, limit) + (known[0] === typed[0] ? 0 : 0.5);
      if (far < least) [best, least] = [written, far];
    }
    return best;
  };
  /** How much a word tells of what is looked for: a word of a name, such as "back", much, and a short one, such as "my", little. */
  const weight = (word, all) => {
    const typed = fold(word);
    const isNamed = all.has(typed) || (typed.length > 3 && [...all.keys()].some((known) => known.length < typed.length + 3 && isForm(typed, known)));
    return isNamed ? 1 : typed.length > 4 ? 0.4 : 0.2;
  };

  /** The results of several questions, the best first: what each finds counts as much as its weight says. Those of `whole` stay. */
  const joined = async (questions, filters, whole) => {
    const all = new Map();
    for (const [words, weight] of questions) {
      for (const result of await find(words, filters)) {
        const score = weight * result.score + (all.get(result.id)?.score ?? 0);
        all.set(result.id, { ...(all.get(result.id) ?? result), score });
      }
    }
    const best = Math.max(...[...all.values()].map(({ score }) => score));
    return [...all.values()].filter(({ id, score }) => score >= LEAST * best || whole.has(id)).sort((one, two) => two.score - one.score);
  };
  const data = (results) => Promise.all(results.slice(0, PAGE).map((result) => result.data()));
  /** The words of a query that no page has. The index finds something for each: for "insomnia", what begins with "in". */
  const unknown = async (query, results) => {
    if (results.length) return unheard(query, await data(results));
    const each = await Promise.all(split(query).map(async (word) => unheard(word, await data((await find(word)).slice(0, 3)))));
    return each.flat();
  };

  /** What is found for `query`, or for what was meant by it. */
  const answer = async (query, filters) => {
    let results = await find(query, filters);
    if (!query) return { query, results, note: "" };
    const wrong = new Map((await unknown(query, results)).map(({ word, isLikely }) => [word, isLikely]));
    const all = wrong.size || split(query).length > 1 ? await vocabulary() : new Map();
    const instead = (word) => near(word, all) ?? (wrong.get(word) ? word : "");
    const kept = split(query).flatMap((word) => (wrong.has(word) ? split(instead(word)) : word));
    const put = [...wrong.keys()].filter((word) => instead(word) !== word);
    if (!kept.length) return { query, results: [], note: "" };
    const asked = put.length ? kept.join(" ") : query;
    if (put.length) results = await find(asked, filters);
    // Of words such as "am" nothing need be said.
    const said = put.filter((word) => fold(word).length > 2 || near(word, all)).join(" ");
    // What stands in two words here may be one there: "back ache".
    const pairs = kept.slice(1).map((word, at) => [all.get(fold(kept[at] + word)), 1]).filter(([word]) => word);
    const isFew = kept.length > 2 || (kept.length > 1 && results.length < FEW);
    const some = results.length ? "" : words.some;
    const each = isFew ? [...new Set(kept)].map((word) => [word, weight(word, all)]) : [];
    // All words that tell something in one place say more than each of them.
    const telling = each.filter(([, weight]) => weight === 1).map(([word]) => word);
    const together = telling.length > 1 ? [[telling.join(" "), 0.5]] : [];
    const whole = new Set(results.map(({ id }) => id));
    if (isFew || pairs.length) results = await joined([[asked, isFew ? 0.5 : 1], ...together, ...each, ...pairs], filters, whole);
    return { query: said ? asked : query, results, note: said ? fill(words.meant, { query: said }) : results.length ? some : "" };
  };

  /* What is shown */

  /** The address of a result, if it is a page of this site. */
  const address = (url) => {
    const found = new URL(url, location.href);
    return found.origin === location.origin && /^https?:$/.test(found.protocol) ? found.href : undefined;
  };
  /** Puts text with marked words into `place`, as text. */
  const mark = (place, excerpt) => {
    const plain = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    excerpt.split(/<mark>(.*?)<\/mark>/s).forEach((part, at) => {
      if (at % 2 === 0) return place.append(plain(part));
      const marked = document.createElement("mark");
      marked.textContent = plain(part);
      place.append(marked);
    });
  };
  const link = (url, text) => {
    const link = document.createElement("a");
    link.href = url;
    link.textContent = text;
    return link;
  };
  /** What a reader must know before reading on; the strictest first. */
  const flag = (name, page, url) => {
    const text = words[`flag${name[0].toUpperCase()}${name.slice(1)}`];
    if (!text) return [];
    const place = name === "help" ? page.filters.help?.[0] : undefined;
    const shown = place ? link(`${url}#${place}`, text) : document.createElement("strong");
    shown.textContent = text;
    shown.className = name === "help" ? "help-link" : `verdict verdict-${name === "check" ? "local" : name}`;
    return [shown];
  };
  /** Whether all words that were typed are words of `name`. */
  const hasAll = (name, typed) => typed.length > 0 && typed.every((one) => split(name).map(fold).some((word) => isForm(one, word)));
  /** Other names by which the page was found. */
  const others = (page, typed) => {
    if (hasAll(page.meta.title, typed)) return [];
    const has = (name) => split(name).map(fold).some((word) => typed.some((one) => isForm(one, word)));
    const names = (page.meta.names ?? "").split("; ").filter((name) => name !== page.meta.title && has(name));
    const whole = names.filter((name) => hasAll(name, typed));
    return whole.length ? whole : names;
  };
  /** What the page is, when it was found by its name; else the place where the words stand. */
  const excerpt = (page, typed) => {
    const names = `${page.meta.title} ${page.meta.names ?? ""} ${page.meta.forms ?? ""}`;
    const length = Number(page.filters.lead?.[0] ?? 0);
    return length && (!typed.length || hasAll(names, typed)) ? page.raw_content.split(" ").slice(0, length).join(" ") : page.excerpt;
  };
  const row = (page, query) => {
    const typed = split(query).map(fold);
    const url = address(page.url);
    if (!url) return [];
    const row = item.cloneNode(true);
    const part = (name) => row.querySelector(`[data-part=${name}]`);
    part("link").href = url;
    part("link").textContent = page.meta.title;
    const kind = page.filters.kind?.[0] ?? "";
    part("kind").textContent = words[`kind${kind.charAt(0).toUpperCase()}${kind.slice(1)}`] ?? "";
    const also = others(page, typed);
    if (also.length) part("also").textContent = `${words.also}: ${also.join(", ")}`;
    part("flags").append(...(page.filters.flag ?? []).flatMap((name) => flag(name, page, url)));
    mark(part("excerpt"), excerpt(page, typed));
    const isNew = (one) => one.anchor && one.anchor.id !== page.filters.help?.[0];
    for (const place of page.sub_results.filter(isNew).slice(0, PLACES)) {
      const line = document.createElement("li");
      const there = address(place.url);
      if (there) line.append(link(there, place.title.replace(/\.$/, "")));
      part("places").append(line);
    }
    for (const name of ["also", "flags", "places"]) if (!part(name).hasChildNodes()) part(name).remove();
    return [row];
  };

  let turn = 0;
  let shown = { results: [], query: "" };
  /** Adds the next results to the list. */
  const extend = async (mine) => {
    const from = list.children.length;
    const next = shown.results.slice(from, from + PAGE);
    const pages = await Promise.all(next.map((result) => result.data()));
    if (mine !== turn || list.children.length !== from) return undefined;
    list.append(...pages.flatMap((page) => row(page, shown.query)));
    list.hidden = false;
    more.hidden = from + PAGE >= shown.results.length;
    return list.children[from];
  };
  const clear = () => {
    list.replaceChildren();
    list.hidden = more.hidden = help.hidden = true;
  };
  const summary = ({ results, query, note }) => {
    if (!results.length) return query ? fill(words.none, { query }) : words.noneChosen;
    const many = results.length === 1 ? "one" : "many";
    const text = query ? words[many] : words[`pages${many[0].toUpperCase()}${many.slice(1)}`];
    return [note, fill(text, { count: results.length.toLocaleString(document.documentElement.lang || undefined), query })].filter(Boolean).join(" ");
  };
  /** The filters that the reader has chosen. */
  const chosen = () => Object.fromEntries(choices.filter((one) => one.value).map((one) => [one.dataset.filter, one.value]));
  const remember = (query, filters) => {
    const asked = new URLSearchParams({ ...(query && { q: query }), ...filters }).toString();
    history.replaceState(null, "", asked ? `?${asked}` : location.pathname);
  };

  const run = async (isSecond = false) => {
    const mine = (turn += 1);
    const query = input.value.trim(), filters = chosen();
    remember(query, filters);
    if (!query && !Object.keys(filters).length) {
      clear();
      return say("");
    }
    const slow = setTimeout(() => say(words.loading), 300);
    try {
      const found = await answer(query, filters);
      if (mine !== turn) return undefined;
      if (!found.results.length && !isSecond && (await isOld())) return run(true);
      if (mine !== turn) return undefined;
      clear();
      shown = found;
      if (found.results.length) await extend(mine);
      help.hidden = found.results.length > 0;
      if (mine === turn) say(summary(found));
    } catch (problem) {
      if (mine !== turn) return undefined;
      // Parts of the index may have gone since it was loaded.
      if (!isSecond && loading && (await isOld().catch(() => false))) return run(true);
      console.error(problem);
      loading = undefined;
      clear();
      say(words.error);
    } finally {
      clearTimeout(slow);
    }
    return undefined;
  };

  /* What the reader does */

  let waiting;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(run, 250);
  };
  const now = () => {
    clearTimeout(waiting);
    run();
  };
  input.addEventListener("input", soon);
  input.addEventListener("focus", () => load().catch(() => {}), { once: true });
  form.addEventListener("change", (event) => { if (event.target !== input) now(); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    now();
  });
  more.querySelector("button").addEventListener("click", async () => {
    (await extend(turn))?.querySelector("a").focus();
  });
  root.addEventListener("keydown", (event) => {
    const titles = [...list.querySelectorAll("[data-part=link]")];
    const at = titles.indexOf(document.activeElement);
    if (event.key === "Escape" && event.target === input) {
      input.value = "";
      now();
    } else if (event.key === "Escape" && list.contains(event.target)) {
      input.focus();
    } else if (event.key === "ArrowDown" && (event.target === input || at >= 0)) {
      titles[at + 1]?.focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      (titles[at - 1] ?? input).focus();
    } else {
      return;
    }
    event.preventDefault();
  });

  const asked = new URLSearchParams(location.search);
  input.value = asked.get("q") ?? "";
  for (const one of choices) {
    const value = asked.get(one.dataset.filter);
    if ([...one.options].some((option) => option.value === value)) one.value = value;
  }
  const details = form.querySelector(".search-filters");
  if (details) {
    details.hidden = false;
    details.open = choices.some((one) => one.value);
  }
  run();
})();
