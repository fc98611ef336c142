// Finds addresses in finished pages that lead nowhere: comes in a folder of pages, goes out a list of
// sentences. It never asks the network: an address on another site is only checked for its form.
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { files } from './site.mjs';

const ENTITIES = { amp: '&', quot: '"', apos: "'", lt: '<', gt: '>' };

/** The text that an attribute stands for. */
function plain(value) {
  return value.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal) return String.fromCodePoint(Number(decimal));
    return ENTITIES[name] ?? whole;
  });
}

/** Every tag of a page, as a map of its attributes. Comments, scripts and styles hold none. */
function tags(html) {
  const text = html.replace(/<!--[\s\S]*?-->|(<(script|style)\b[^>]*>)[\s\S]*?<\/\2>/gi, '$1');
  return Array.from(text.matchAll(/<[a-z][\w-]*((?:\s+[^\s"'>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)*)\s*\/?>/gi), ([, inside]) =>
    new Map(Array.from(inside.matchAll(/([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g), ([, name, double, single, bare]) =>
      [name.toLowerCase(), plain(double ?? single ?? bare ?? '')])));
}

/** The addresses that one tag names. */
function addresses(tag) {
  const refresh = tag.get('http-equiv')?.toLowerCase() === 'refresh' && /url=(.*)$/i.exec(tag.get('content') ?? '');
  const candidates = (tag.get('srcset') ?? '').split(',').map((candidate) => candidate.trim().split(/\s+/)[0]);
  return [tag.get('href'), tag.get('src'), tag.get('poster'), refresh?.[1], ...candidates].filter((address) => address !== undefined && address !== '');
}

/** What is wrong with the addresses in the pages of `folder`; `base` is where the site stands on the web. */
export async function broken(folder, base) {
  const pages = new Map();
  for (const name of await files(folder, '.html')) {
    const found = tags(await readFile(path.join(folder, name), 'utf8'));
    pages.set(name, { tags: found, ids: new Set(found.flatMap((tag) => [tag.get('id'), tag.get('name')]).filter(Boolean)) });
  }
  const wrong = [];
  let checked = 0;
  for (const [name, page] of pages) {
    const here = new URL(name.split(path.sep).join('/').replace(/(^|\/)index\.html$/, '$1'), base);
    for (const address of page.tags.flatMap(addresses)) {
      checked += 1;
      if (!URL.canParse(address, here)) {
        wrong.push(`${name}: ${address} is not an address`);
        continue;
      }
      const url = new URL(address, here);
      if (url.origin !== new URL(base).origin) continue;
      const target = decodeURIComponent(url.pathname).slice(new URL(base).pathname.length);
      const file = path.normalize(target === '' || target.endsWith('/') ? `${target}index.html` : target);
      const there = await stat(path.join(folder, file)).catch(() => null);
      if (!there?.isFile()) wrong.push(`${name}: ${address} leads to no file`);
      else if (url.hash && pages.has(file) && !pages.get(file).ids.has(decodeURIComponent(url.hash.slice(1)))) {
        wrong.push(`${name}: ${address} leads to no place on that page`);
      }
    }
  }
  return { wrong, checked, pages: pages.size };
}
