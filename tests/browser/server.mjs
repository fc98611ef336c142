// A small web server for a folder of finished pages, on loopback alone, that does what a static host does: it sends the
// headers that the site's `_headers` asks for, and compresses texts.
//
// A site without `_headers` gets the strictest policy that the default theme promises to work under. So a page that needs
// a style in an attribute or anything from elsewhere shows it as an error in the console.
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

export const POLICY = "default-src 'none'; style-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self'; font-src 'self'; connect-src 'self'; "
  + "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.xml': 'application/xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** The file that answers a path, or null. */
async function fileFor(folder, name) {
  const file = path.join(folder, name.endsWith('/') ? `${name}index.html` : name);
  if (!file.startsWith(folder + path.sep)) return null;
  const found = await stat(file).catch(() => null);
  return found?.isFile() ? file : null;
}

/** The rules of `_headers`: a pattern, and the headers of the paths that it fits. */
export function rules(text) {
  const found = [];
  for (const line of text.split('\n')) {
    if (!line.trim() || line.trim().startsWith('#')) continue;
    if (!/^\s/.test(line)) {
      const parts = line.trim().split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
      found.push({ pattern: new RegExp(`^${parts.join('.*')}$`), headers: [] });
      continue;
    }
    const [name, ...value] = line.trim().split(':');
    found.at(-1)?.headers.push([name.toLowerCase(), value.join(':').trim()]);
  }
  return found;
}

/** The headers for `name`. Later rules win over earlier ones. */
function headersFor(all, name) {
  return Object.fromEntries(all.filter(({ pattern }) => pattern.test(name)).flatMap(({ headers }) => headers));
}

/** Serves `folder`, under `policy` alone if one is given, until `close` is called, on a port that the system chooses. */
export async function serve(folder, policy) {
  const text = policy ? `/*\n  Content-Security-Policy: ${policy}\n` : await readFile(path.join(folder, '_headers'), 'utf8').catch(() => `/*\n  Content-Security-Policy: ${POLICY}\n`);
  const all = rules(text);
  const compressed = new Map();
  const server = createServer(async (request, response) => {
    const name = (() => {
      try {
        return decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
      } catch {
        return '/';
      }
    })();
    const file = await fileFor(folder, name);
    // As hosts do that look for the nearest page for unknown addresses.
    const shown = file ?? await fileFor(folder, path.posix.join('/', name.split('/')[1], '404.html')) ?? path.join(folder, '404.html');
    const type = TYPES[path.extname(shown)] ?? 'application/octet-stream';
    let bytes = await readFile(shown).catch(() => Buffer.alloc(0));
    const headers = { 'content-type': type, ...headersFor(all, name) };
    if (/text|json|xml|javascript/.test(type) && /\bbr\b/.test(request.headers['accept-encoding'] ?? '')) {
      if (!compressed.has(shown)) compressed.set(shown, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }));
      bytes = compressed.get(shown);
      headers['content-encoding'] = 'br';
    }
    response.writeHead(file ? 200 : 404, { ...headers, 'content-length': bytes.length, vary: 'accept-encoding' });
    response.end(request.method === 'HEAD' ? undefined : bytes);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise((closed) => { server.close(closed); server.closeAllConnections?.(); }),
  };
}
