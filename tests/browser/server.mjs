// A small web server for a folder of finished pages, on loopback alone.
//
// It sends the strictest policy that the default theme promises to work under, so a page that needs
// a script, a style in an attribute or anything from elsewhere shows it as an error in the console.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';

export const POLICY = "default-src 'self'; style-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data:";

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.xml': 'application/xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
};

/** The file that answers an address, or null. */
async function fileFor(folder, address) {
  const name = decodeURIComponent(new URL(address, 'http://localhost').pathname);
  const file = path.join(folder, name.endsWith('/') ? `${name}index.html` : name);
  if (!file.startsWith(folder + path.sep)) return null;
  const found = await stat(file).catch(() => null);
  return found?.isFile() ? file : null;
}

/** Serves `folder` under `policy` until `close` is called, on a port that the system chooses. */
export async function serve(folder, policy = POLICY) {
  const server = createServer(async (request, response) => {
    const file = await fileFor(folder, request.url).catch(() => null);
    const shown = file ?? path.join(folder, '404.html');
    response.writeHead(file ? 200 : 404, {
      'content-type': TYPES[path.extname(shown)] ?? 'application/octet-stream',
      'content-security-policy': policy,
    });
    createReadStream(shown).on('error', () => response.end()).pipe(response);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise((closed) => { server.close(closed); server.closeAllConnections?.(); }),
  };
}
