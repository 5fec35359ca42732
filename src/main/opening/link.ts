import { isAbsolute } from 'node:path';
import { visibleText } from '../../shared/visible-text.ts';

/** The scheme of links into Whence: `whence://open?path=…&line=…`. The window's own files have another one. */
export const linkScheme = 'whence';

/** What a link names; `path` absolute, `line` 1-based. */
export interface LinkedPlace {
  readonly path: string;
  readonly line: number | null;
}

const longest = 8192;

export const isLink = (text: string): boolean => text.toLowerCase().startsWith(`${linkScheme}:`);

/**
 * Reads a link; null when it is not as agreed. Whoever wrote it is a stranger: only an absolute path of this machine is taken, so
 * that neither a server's share is asked for (and given the person's name and password) nor a device opened, and none that would
 * be shown otherwise than it is.
 */
export function parseLink(link: string): LinkedPlace | null {
  if (link.length > longest || !isLink(link) || !URL.canParse(link)) return null;
  const url = new URL(link);
  // A browser may write `whence://open/?path=…` or `whence:open?path=…`.
  const action = `${url.host}${url.pathname}`.replaceAll('/', '').toLowerCase();
  if (action !== 'open' || url.username || url.password || url.port) return null;
  const path = url.searchParams.get('path');
  if (path === null || !isAbsolute(path) || /^(?:\\\\|\/\/)/u.test(path) || visibleText(path) !== path) return null;
  const line = url.searchParams.get('line');
  if (line === null) return { path, line: null };
  return /^[1-9]\d{0,8}$/u.test(line) ? { path, line: Number(line) } : null;
}

/** The link among the words of a command line, as Windows and Linux hand it over; null without one. */
export const findLink = (argv: readonly string[]): string | null => argv.slice(1).find(isLink) ?? null;
