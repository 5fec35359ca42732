import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { Protocol } from 'electron';
import { contentSecurityPolicy } from '../../shared/content-security-policy.ts';

// The window's files come over a scheme of their own instead of file:, so that the page has an origin, gets headers, and can
// read nothing else on the disk.
// It is not `whence:`, which is that of links from elsewhere: what the system or a browser
// hands over can then never be a page of the window.
const scheme = 'whence-window';
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
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the built window; must run once the app is ready. */
export function serveWindowFiles(protocol: Pick<Protocol, 'handle'>, folder: string): void {
  protocol.handle(scheme, async (request) => {
    try {
      const path = pathOf(request.url, folder);
      if (path === null) return notFound();
      return new Response(new Uint8Array(await readFile(path)), {
        headers: {
          'Content-Type': types[extname(path)] ?? 'application/octet-stream',
          'Content-Security-Policy': contentSecurityPolicy,
          'X-Content-Type-Options': 'nosniff',
        },
      });
    } catch {
      return notFound();
    }
  });
}

const notFound = (): Response => new Response('Not found.', { status: 404 });

/** File of the window that an address means; null outside of its folder. Throws for an address that is none. */
function pathOf(address: string, folder: string): string | null {
  const url = new URL(address);
  const path = normalize(join(folder, decodeURIComponent(url.pathname)));
  return url.host === 'app' && path.startsWith(folder + sep) ? path : null;
}
