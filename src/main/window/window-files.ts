import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { Protocol } from 'electron';
import { contentSecurityPolicy } from '../../shared/content-security-policy.ts';

// The window's files come over a scheme of their own instead of file:, so that the page has an origin, gets headers, and can
// read nothing else on the disk.
const scheme = 'whence';
const origin = `${scheme}://app`;

export const windowUrl = `${origin}/index.html`;

/** Whether a page is the window of Whence. */
export const isWindowUrl = (url: string): boolean => url.startsWith(`${origin}/`);

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Must run before the app is ready. */
export function registerWindowScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the built window; must run once the app is ready. */
export function serveWindowFiles(protocol: Pick<Protocol, 'handle'>, folder: string): void {
  protocol.handle(scheme, async (request) => {
    const url = new URL(request.url);
    const path = normalize(join(folder, decodeURIComponent(url.pathname)));
    if (url.host !== 'app' || !path.startsWith(folder + sep)) return new Response('Not found.', { status: 404 });
    try {
      return new Response(new Uint8Array(await readFile(path)), {
        headers: {
          'Content-Type': types[extname(path)] ?? 'application/octet-stream',
          'Content-Security-Policy': contentSecurityPolicy,
          'X-Content-Type-Options': 'nosniff',
        },
      });
    } catch {
      return new Response('Not found.', { status: 404 });
    }
  });
}
