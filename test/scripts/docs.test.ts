import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkout } from '../helpers/command-line.ts';

// Catches a page that nobody finds, a link to a page that was moved or renamed, and two decisions of one number.

/** Pages below a folder of the checkout, by their paths in it, with `/`. */
const pagesIn = (folder: string): string[] =>
  readdirSync(join(checkout, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
    .filter((path) => path.endsWith('.md'))
    .sort();

/** Text of a page without its code, in which nothing is a link or a heading. */
const proseOf = (path: string): string =>
  readFileSync(join(checkout, path), 'utf8')
    .replaceAll(/^(```|~~~).*?^\1/gms, '')
    .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()#]/g, ''));

/** Targets of the links and images of a page, as they are written. */
const linksOf = (path: string): string[] => {
  const prose = proseOf(path);
  const inline = [...prose.matchAll(/\]\(\s*<?([^\s)>]+)>?(?:\s+"[^"]*")?\s*\)/g)];
  const defined = [...prose.matchAll(/^\s{0,3}\[[^\]]+\]:\s+<?(\S+?)>?\s*$/gm)];
  const html = [...prose.matchAll(/\b(?:src|href)="([^"]+)"/g)];
  return [...inline, ...defined, ...html].map(([, target = '']) => target);
};

const isOfTheProject = (target: string): boolean => !/^[a-z][a-z0-9+.-]*:/i.test(target);

/** Where a link leads: a path in the checkout, and the heading in it; null for the page as a whole. */
function resolve(page: string, target: string): { path: string; heading: string | null } {
  const [path = '', heading = null] = target.split('#');
  return { path: path === '' ? page : posix.join(dirname(page), decodeURIComponent(path)), heading };
}

/** Headings of a page as GitHub names them in addresses. */
const headingsOf = (path: string): Set<string> =>
  new Set(
    [...proseOf(path).matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)].map(([, text = '']) =>
      text
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );

const docs = pagesIn('docs');
const decisions = docs.filter((path) => path.startsWith('docs/decisions/'));
const root = readdirSync(checkout).filter((name) => name.endsWith('.md'));

it('lists every page in docs/README.md', () => {
  const listed = new Set(linksOf('docs/README.md').map((target) => resolve('docs/README.md', target).path));
  const pages = docs.filter((path) => path !== 'docs/README.md' && !decisions.includes(path));
  expect(pages.filter((path) => !listed.has(path))).toEqual([]);
});

describe('links', () => {
  it.each([...root, ...docs])('of %s lead somewhere', (page) => {
    const broken = linksOf(page)
      .filter(isOfTheProject)
      .filter((target) => {
        const { path, heading } = resolve(page, target);
        if (path.startsWith('../') || !existsSync(join(checkout, path))) return true;
        return heading !== null && path.endsWith('.md') && !headingsOf(path).has(heading);
      });
    expect(broken).toEqual([]);
  });
});

describe('decisions', () => {
  it('have a number of their own', () => {
    const numbers = decisions.map((path) => posix.basename(path).slice(0, 4));
    expect(numbers.filter((number) => !/^\d{4}$/.test(number))).toEqual([]);
    expect(numbers.filter((number, i) => numbers.indexOf(number) !== i)).toEqual([]);
  });

  it('have one title each', () => {
    const titles = decisions.map((path) => [...proseOf(path).matchAll(/^# .+$/gm)].length);
    expect(decisions.filter((_, i) => titles[i] !== 1)).toEqual([]);
  });
});
