import type { IncomingMessage } from 'node:http';
import { contentSecurityPolicy } from '../shared/content-security-policy.ts';

/** Sent with everything: nothing but this server's own files and socket may be used, and nobody may frame the page. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

const loopbackNames = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Whether a request was addressed to this machine by a loopback name: a foreign name means that some site points its own
 * name at 127.0.0.1 (DNS rebinding). The port may be another one, since SSH forwards it.
 */
export function isOwnHost(request: IncomingMessage): boolean {
  const host = request.headers.host;
  return host !== undefined && loopbackNames.has(host.replace(/:\d+$/, '').toLowerCase());
}

/** Whether a request comes from a page of this server or from no page at all. */
export function isOwnOrigin(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  return origin === `http://${host}`;
}

/**
 * Whether a page of another site (or of another port of this machine) asks for something, which browsers say even where they send no
 * Origin. Only following a link to the window itself is open to all: nobody but the window can see what comes.
 */
export function isForeignFetch(request: IncomingMessage): boolean {
  const { 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': destination } = request.headers;
  if (site !== 'cross-site' && site !== 'same-site') return false;
  const path = (request.url ?? '').split('?', 1)[0];
  const followsALink = request.method === 'GET' && mode === 'navigate' && destination === 'document';
  return !(followsALink && path === '/');
}
