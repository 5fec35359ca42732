import { describe, expect, it } from 'vitest';
import { findLink, parseLink } from '../../../src/main/opening/link.ts';

const link = (query: string): string => `whence://open?${query}`;

describe.skipIf(process.platform === 'win32')('parseLink', () => {
  it('reads a path and a line, however the link is spelled', () => {
    const place = { path: '/home/ada/a b/ü.ts', line: 12 };
    const query = `path=${encodeURIComponent(place.path)}&line=12`;
    expect(
      [link(query), `whence://open/?${query}`, `whence:open?${query}`, `WHENCE://OPEN?${query}`].map(parseLink),
    ).toEqual([place, place, place, place]);
    expect(parseLink(link('path=%2Frepo'))).toEqual({ path: '/repo', line: null });
  });

  // Whoever wrote the link is a stranger.
  it.each([
    ['another action', 'whence://delete?path=%2Frepo'],
    ['a page of the window', 'whence://app/index.html?path=%2Frepo'],
    ['another scheme', 'file:///repo'],
    ['no path', link('line=1')],
    ['a relative path', link('path=repo')],
    ['a path from the home folder', link('path=~%2Frepo')],
    ['a server, which would be told who asks', link('path=%2F%2Fserver%2Fshare')],
    ['a server of Windows', link('path=%5C%5Cserver%5Cshare')],
    ['a hidden character', link(`path=${encodeURIComponent('/repo\u202egnp.exe')}`)],
    ['a line feed', link('path=%2Frepo%0AIt%20is%20safe')],
    ['NUL', link('path=%2Frepo%00')],
    ['a line that is none', link('path=%2Frepo&line=0')],
    ['a line with words', link('path=%2Frepo&line=1;rm')],
    ['a user', 'whence://ada@open?path=%2Frepo'],
    ['a port', 'whence://open:80?path=%2Frepo'],
    ['too much', link(`path=%2F${'a'.repeat(10_000)}`)],
    ['a bad escape', link('path=%2Frepo%')],
  ])('refuses %s', (what, text) => {
    expect(parseLink(text)).toEqual(what === 'a bad escape' ? { path: '/repo%', line: null } : null);
  });

  it('is found on a command line, among anything else', () => {
    expect(findLink(['/opt/whence', '--no-sandbox', link('path=%2Frepo')])).toBe(link('path=%2Frepo'));
    expect(findLink(['whence://', '/repo'])).toBeNull();
  });
});
