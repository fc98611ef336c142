// The real program, `anma serve`, on a site in a folder of its own: does to it what `preview.mjs` does to the
// stand-in. `ANMA` names the program.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
/** The program. */
export const ANMA = path.resolve(process.env.ANMA ?? path.join(process.env.CARGO_TARGET_DIR ?? path.join(here, '../../target'), 'debug/anma'));

/** Longest wait for the program to answer, in milliseconds. */
const READY = 20_000;

const KINDS = ['home', 'section', 'article', 'page', 'entity', 'person'];

/** What a host is told to send with every page: nothing from elsewhere, no style in attributes. */
const HEADERS = "/*\n  Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; media-src 'self'; base-uri 'none'\n";

const exists = (request) => request.then(() => true, () => false);

/** A port that nothing listens on. */
async function freePort() {
  const server = createServer();
  await new Promise((ready) => { server.listen(0, '127.0.0.1', ready); });
  const { port } = server.address();
  await new Promise((closed) => { server.close(closed); });
  return port;
}

/** Starts the program on a new site. */
export async function preview({ navigate = false } = {}) {
  const root = await mkdtemp(path.join(os.tmpdir(), 'anma-serve-'));
  const port = await freePort();
  let layout = { sheets: [], scripts: [], head: '' };
  let program = null;
  let said = '';

  const pages = new Map();
  const files = new Map();

  const file = (name) => path.join(root, name);
  async function write(name, content) {
    await mkdir(path.dirname(file(name)), { recursive: true });
    // A save in one step. What half a save looks like is tested where the folder is watched.
    await writeFile(`${root}.next`, content);
    await rename(`${root}.next`, file(name));
  }
  const source = (address) => `content${address.replace(/\/$/, '')}.md`;

  /** A page as a writer keeps it: its HTML stands in the text as it is, its headings are Markdown. */
  function markdown({ title = '', body = '', script = '', draft = false, publish, expire }) {
    const matter = [`title: ${JSON.stringify(title)}`];
    if (draft) matter.push('draft: true');
    if (publish) matter.push(`publish: ${publish}`);
    if (expire) matter.push(`expire: ${expire}`);
    if (script) matter.push(`extra: {script: ${JSON.stringify(script)}}`);
    const text = body.trim().replace(/<h2 id="(\w+)">(.*?)<\/h2>/g, '\n\n## $2 {#$1}\n\n');
    return `---\n${matter.join('\n')}\n---\n\n${text}\n`;
  }

  function template() {
    return [
      '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{{ page.title }}</title>\n',
      ...layout.sheets.map((sheet) => (sheet.includes('<') ? `${sheet}\n` : `<link rel="stylesheet" href="${sheet}">\n`)),
      ...layout.scripts.map((address) => `<script src="${address}" defer></script>\n`),
      `${layout.head}</head>\n<body>\n<main>\n{{ page.content | safe }}\n</main>\n{% if page.extra.script %}{{ page.extra.script | safe }}{% endif %}</body>\n</html>\n`,
    ].join('');
  }

  async function answers() {
    const end = Date.now() + READY;
    for (;;) {
      if (program.exitCode !== null) throw new Error(`anma serve ended:\n${said}`);
      if (await exists(fetch(`${site.origin}/`))) return;
      if (Date.now() > end) throw new Error(`anma serve does not answer:\n${said}`);
      await new Promise((done) => { setTimeout(done, 20); });
    }
  }

  const site = {
    origin: `http://localhost:${port}`,
    root,
    async pages(changes) {
      for (const [address, page] of Object.entries(changes)) {
        pages.set(address, page);
        if (page === null) await rm(file(source(address)));
        else await write(source(address), markdown(page));
      }
    },
    async files(changes) {
      for (const [address, content] of Object.entries(changes)) await write(`static${address}`, content);
      Object.entries(changes).forEach(([address, content]) => files.set(address, Buffer.from(content)));
    },
    async layout(change) {
      layout = { ...layout, ...change };
      await write('themes/plain/templates/all.html', template());
    },
    async breaks() {
      site.whole = await readFile(file('content/neck.md'), 'utf8');
      await write('content/neck.md', site.whole.replace('---\n', '---\n"<img src=x onerror=alert(1)>": 1\n'));
      return { place: 'content/neck.md:2', source: '"<img src=x onerror=alert(1)>": 1' };
    },
    mends: () => write('content/neck.md', site.whole),
    async start() {
      const flags = ['serve', '--root', root, '--port', String(port), ...(navigate ? ['--navigate'] : [])];
      program = spawn(ANMA, flags, { stdio: ['ignore', 'pipe', 'pipe'] });
      for (const stream of [program.stdout, program.stderr]) stream.on('data', (text) => { said += text; });
      await answers();
    },
    async stop() {
      const ended = new Promise((done) => { program.once('exit', done); });
      program.kill('SIGINT');
      await ended;
    },
    /** Waits until the program shows what was written so far: a scenario begins with a tab on a site that is there. */
    async settled() {
      const isShown = async ([address, page]) => {
        const text = await (await fetch(site.origin + address)).text();
        return page === null || (text.includes(`<title>${page.title}</title>`) && [...layout.sheets, ...layout.scripts].every((part) => text.includes(part)));
      };
      const isThere = async ([address, content]) => content.equals(Buffer.from(await (await fetch(site.origin + address)).arrayBuffer()));
      const end = Date.now() + READY;
      for (;;) {
        const all = await Promise.all([...[...pages].map(isShown), ...[...files].map(isThere)]);
        if (all.every(Boolean)) return;
        if (Date.now() > end) throw new Error(`anma serve does not show what was written:\n${said}`);
        await new Promise((done) => { setTimeout(done, 10); });
      }
    },
    async close() {
      if (program?.exitCode === null && program.signalCode === null) await site.stop();
      await rm(root, { recursive: true });
    },
  };

  await write('anma.yaml', 'title: Preview\nbase_url: https://salon.example\ntheme: plain\nmarkdown: {html: allow, highlight: false, smart_punctuation: false}\n'
    // The pages of these scenarios say nothing that a check would be content with.
    + 'check: {packs: [], rules: {trust: "off", plain: "off", style: "off", links: "off", page: "off", graph: "off"}}\n');
  await write('static/_headers', HEADERS);
  await write('content/about.md', '---\ntitle: About\n---\n\nAbout.\n');
  await write('themes/plain/theme.yaml', 'name: plain\napi: 1\n');
  for (const kind of KINDS) await write(`themes/plain/templates/${kind}.html`, '{% include "all.html" %}');
  await write('themes/plain/templates/404.html', '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Page not found</title>\n<link rel="stylesheet" href="/style.css">\n<script src="/theme.js" defer></script>\n</head>\n<body>\n<main>\n<h1>Page not found</h1>\n</main>\n</body>\n</html>\n');
  await write('static/favicon.ico', '');
  await site.layout({});
  if (process.env.ANMA_SITE_ONLY) return site;
  await site.start();
  return site;
}
