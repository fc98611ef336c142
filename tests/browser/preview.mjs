// A stand-in for `anma serve`: it speaks to the browser as the preview does, and a test says what changes when.
//
// What is written here is what the tests of `scenarios.mjs` may do to a site; `binary.mjs` does the same to the
// real program.
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const CLIENT = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../src/serve/client');

/** The strictest policy under which a page with scripts and style sheets of its own can work. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; media-src 'self'; base-uri 'none'";

const TYPES = {
  '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.svg': 'image/svg+xml', '.wav': 'audio/wav',
};

/** The script as `mod.rs` puts it together. */
export function clientScript() {
  const parts = [...readFileSync(path.join(CLIENT, 'mod.rs'), 'utf8').matchAll(/include_str!\("(.+?)"\)/g)];
  return `(() => {\n'use strict';\n${parts.map(([, name]) => readFileSync(path.join(CLIENT, name), 'utf8')).join('')}})();\n`;
}

const fingerprint = (text) => createHash('sha256').update(text).digest('hex');

/** The standing of a page as the tag says it. */
function standing({ draft, publish, expire }) {
  if (draft) return 'draft';
  if (publish) return `scheduled ${publish}`;
  if (expire) return `expired ${expire}`;
  return 'published';
}

/** Starts a preview with no pages. */
export async function preview() {
  const pages = new Map();
  const files = new Map();
  let layout = { sheets: [], scripts: [], head: '' };
  let token = randomBytes(16).toString('hex');
  let build = 1;
  let problems = [];
  let tabs = new Set();
  let server = null;
  let port = 0;
  let isLive = true;
  const script = clientScript();

  const html = ({ title = '', body = '', script: own = '' }) => [
    `<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>${title}</title>\n`,
    ...layout.sheets.map((sheet) => (sheet.includes('<') ? `${sheet}\n` : `<link rel="stylesheet" href="${sheet}">\n`)),
    ...layout.scripts.map((address) => `<script src="${address}" defer></script>\n`),
    `${layout.head}</head>\n<body>\n<main>\n${body}\n</main>\n${own}</body>\n</html>\n`,
  ].join('');

  const notFound = { title: 'Page not found', body: '<h1>Page not found</h1>' };
  const pageAt = (address) => (pages.has(address) ? html(pages.get(address)) : html(notFound));

  function withTag(address) {
    const tag = `<script src="/livereload/client.js?token=${token}" data-build="${build}" data-standing="${standing(pages.get(address) ?? {})}" defer></script>`;
    return pageAt(address).replace('</head>', `${tag}</head>`);
  }

  const tell = (tab, message) => tab.response.write(`data: ${JSON.stringify(message)}\n\n`);

  /** A new build: every tab hears of it. */
  function show(change, { go = null, changed = [] } = {}) {
    change();
    build += 1;
    for (const tab of tabs) {
      const now = fingerprint(pageAt(tab.path) + standing(pages.get(tab.path) ?? {}));
      tell(tab, { type: 'changed', build, page: now !== tab.fingerprint, files: changed, go });
      tab.fingerprint = now;
    }
  }

  function listen(url, response) {
    if (url.searchParams.get('token') !== token) {
      response.writeHead(403).end();
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    const address = url.searchParams.get('path');
    const tab = { response, path: address, fingerprint: fingerprint(pageAt(address) + standing(pages.get(address) ?? {})) };
    tabs.add(tab);
    response.on('close', () => tabs.delete(tab));
    tell(tab, { type: 'hello', build });
    if (problems.length > 0) tell(tab, { type: 'problems', items: problems, more: 0 });
  }

  function answer(request, response) {
    const url = new URL(request.url, 'http://localhost');
    const head = { 'cache-control': 'no-cache', 'content-security-policy': POLICY };
    const send = (status, type, content) => response.writeHead(status, { ...head, 'content-type': type }).end(content);
    if (url.pathname === '/livereload/client.js') return send(200, TYPES['.js'], script);
    if (url.pathname === '/livereload/events') return listen(url, response);
    if (site.stranger) return send(200, 'text/html; charset=utf-8', '<!doctype html><title>Another</title><h1>Another server</h1>');
    if (files.has(url.pathname)) {
      const type = TYPES[path.extname(url.pathname)] ?? 'application/octet-stream';
      return send(200, type, files.get(url.pathname));
    }
    if (url.pathname === '/favicon.ico') return send(204, 'image/x-icon', '');
    if (pages.get(url.pathname)?.moved) return response.writeHead(302, { location: pages.get(url.pathname).moved }).end();
    return send(pages.has(url.pathname) ? 200 : 404, 'text/html; charset=utf-8', withTag(url.pathname));
  }

  const site = {
    get origin() { return `http://127.0.0.1:${port}`; },
    /** Whether the address of the edited page is sent to every tab, as `--navigate` does. */
    navigate: false,
    /** Makes or changes pages, all in one build. `place` is the heading that was edited. */
    pages(changes, { place = '', sheets = layout.sheets } = {}) {
      const [first] = Object.keys(changes);
      show(() => {
        layout = { ...layout, sheets };
        for (const [address, page] of Object.entries(changes)) {
          if (page === null) pages.delete(address);
          else pages.set(address, page);
        }
      }, { go: site.navigate ? first + place : null });
    },
    /** Writes files that keep their addresses. */
    files(changes) {
      show(() => Object.entries(changes).forEach(([address, content]) => files.set(address, content)), { changed: Object.keys(changes) });
    },
    /** What all pages have in common. */
    layout(change) { show(() => { layout = { ...layout, ...change }; }); },
    /** Leaves a mistake in a file. */
    breaks(items = [{
      severity: 'error', code: 'matter::unknown-field', message: 'there is no field `<img src=x onerror=alert(1)>`',
      file: 'content/neck.md', line: 2, column: 1,
      frame: 'error[matter::unknown-field]: there is no field `<img src=x onerror=alert(1)>`\n  ╭▸ content/neck.md:2:1\n  │\n2 │ "<img src=x onerror=alert(1)>": 1\n  ╰╴━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━',
      help: ['did you mean `title`?'],
    }]) {
      problems = items;
      tabs.forEach((tab) => tell(tab, { type: 'problems', items, more: 0 }));
      return { place: 'content/neck.md:2', source: '"<img src=x onerror=alert(1)>": 1' };
    },
    /** Puts the mistake right. */
    mends() {
      problems = [];
      if (isLive) tabs.forEach((tab) => tell(tab, { type: 'fixed' }));
    },
    /** Ends the server, as Ctrl-C does. */
    async stop() {
      isLive = false;
      const closed = new Promise((done) => { server.close(done); });
      server.closeAllConnections();
      await closed;
      tabs = new Set();
    },
    /** Starts it again, with a token of its own. */
    async start() {
      token = randomBytes(16).toString('hex');
      build = 1;
      server = createServer(answer);
      await new Promise((ready) => { server.listen(port, '127.0.0.1', ready); });
      ({ port } = server.address());
      isLive = true;
    },
    async close() { if (isLive) await site.stop(); },
    /** Only here: the tabs that listen, and any message at all. */
    get listeners() { return [...tabs].map((tab) => tab.path); },
    stranger: false,
    raw(text) { tabs.forEach((tab) => tab.response.write(text)); },
    text: (address) => pageAt(address),
    say(message) { tabs.forEach((tab) => tell(tab, message)); },
  };
  await site.start();
  return site;
}
