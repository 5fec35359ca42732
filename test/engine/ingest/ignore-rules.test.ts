import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IgnoreRules, type IgnoreVerdict } from '../../../src/engine/ingest/ignore-rules.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

interface Case {
  /** Bytes of the ignore file, one character a byte. */
  readonly rules: string;
  /** Below the case's folder; folders end in `/`. */
  readonly paths: readonly string[];
}

/** What git says of each path of each case: each case is a folder with its own ignore file, all are asked in one process. */
function askGit(root: string, cases: readonly Case[], ignoreCase: boolean): boolean[][] {
  const settings = ['-c', `core.ignorecase=${ignoreCase}`, '-c', 'core.excludesFile=/dev/null'];
  execFileSync('git', ['init', '-q', root]);
  const asked = cases.map(({ rules, paths }, i) => {
    const folder = join(root, `case${i}`);
    mkdirSync(folder);
    writeFileSync(join(folder, '.gitignore'), Buffer.from(rules, 'latin1'));
    for (const path of paths) {
      if (path.endsWith('/')) mkdirSync(join(folder, path), { recursive: true });
      else {
        mkdirSync(join(folder, path, '..'), { recursive: true });
        writeFileSync(join(folder, path), '');
      }
    }
    return paths.map((path) => `case${i}/${path.replace(/\/$/, '')}`);
  });
  const input = asked.flat().join('\0');
  const output = execFileSync('git', [...settings, 'check-ignore', '--stdin', '-z', '-v', '-n', '--no-index'], {
    cwd: root,
    input,
    maxBuffer: 1 << 28,
    env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
  });
  // Four fields a path: source, line, pattern, path.
  const fields = output.toString('latin1').split('\0');
  let at = 0;
  return asked.map((paths) =>
    paths.map(() => {
      const pattern = fields[at * 4 + 2] ?? '';
      at += 1;
      return pattern !== '' && !pattern.startsWith('!');
    }),
  );
}

const rulesOf = (file: string, ignoreCase: boolean, prefix = ''): IgnoreRules =>
  new IgnoreRules(ignoreCase).withFile(file, prefix);

/** As a walk finds out: nothing below an ignored folder is looked at. */
function isIgnored(rules: IgnoreRules, path: string): boolean {
  for (let slash = path.indexOf('/'); slash >= 0 && slash < path.length - 1; slash = path.indexOf('/', slash + 1)) {
    if (rules.verdict(path.slice(0, slash + 1)) === 'ignored') return true;
  }
  return rules.verdict(path) === 'ignored';
}

/** Cases whose answers differ from git's, in words; none is what is wanted. */
function differences(cases: readonly Case[], ignoreCase: boolean): string[] {
  const root = temporaryFolder();
  const wanted = askGit(root, cases, ignoreCase);
  return cases.flatMap(({ rules, paths }, i) => {
    const ours = rulesOf(join(root, `case${i}`, '.gitignore'), ignoreCase);
    return paths.flatMap((path, j) =>
      isIgnored(ours, path) === wanted[i]?.[j] ? [] : [`${JSON.stringify(rules)} ${path}: git ${wanted[i]?.[j]}`],
    );
  });
}

const name = fc.string({
  unit: fc.constantFrom('a', 'b', 'B', 'x', '.', '-', ' ', '[', 'é', '*', '\\', '1'),
  minLength: 1,
  maxLength: 5,
});
const path = fc
  .tuple(
    fc.array(
      name.filter((text) => !/^\.+$/.test(text)),
      { minLength: 1, maxLength: 4 },
    ),
    fc.constantFrom('', '', '/'),
  )
  .map(([parts, end]) => parts.join('/') + end);
const plainPieces = 'a b B x . - 1 / /'.split(' ');
const wildPieces =
  '* * ** **/ /** ? ? [ab] [!a] [^x-] []-] [a-c] [B-a] [[:alpha:]] [[:upper:][:digit:]] [[:no:]] [a [\\]]'.split(' ');
const oddPieces = ['\\*', '\\', '\\B', ' ', '\\ ', '\u00c3\u00a9', '\u00c3', '[\u00a0-\u00ff]'];
const piece = fc.constantFrom(...plainPieces, ...wildPieces, ...oddPieces);
const line = fc
  .tuple(
    fc.constantFrom('', '', '', '!', '/', '#', '\\!'),
    fc.array(piece, { minLength: 1, maxLength: 7 }),
    fc.constantFrom('', '', '/', ' ', '  ', '\\ ', '\t'),
  )
  .map(([start, pieces, end]) => start + pieces.join('') + end);
const rules = fc
  .tuple(
    fc.constantFrom('', '', '', '\u00ef\u00bb\u00bf'),
    fc.array(line, { minLength: 1, maxLength: 5 }),
    fc.constantFrom('\n', '\n', '\r\n'),
  )
  .map(([mark, lines, end]) => mark + lines.join(end));

/** Paths that can be on one disk together: none is a file and the folder of another. */
const together = fc.uniqueArray(path, { minLength: 1, maxLength: 8 }).map((paths) => {
  const folders = new Set(paths.flatMap((each) => parentsOf(each)));
  return paths.filter((each) => !folders.has(each) && !folders.has(`${each}/`) && each !== '.gitignore');
});

function parentsOf(each: string): string[] {
  const parts = each.replace(/\/$/, '').split('/');
  return parts.slice(0, -1).map((_, i) => parts.slice(0, i + 1).join('/'));
}

describe('rules of ignore files', () => {
  for (const ignoreCase of [false, true]) {
    it(`agree with git for any patterns, byte by byte${ignoreCase ? ', in any case of letters' : ''}`, () => {
      const cases = fc.sample(fc.record({ rules, paths: together }), { numRuns: 300, seed: 20_261_201 });
      expect(differences(cases, ignoreCase)).toEqual([]);
    });
  }

  it('agree with git where the last of several patterns decides, and for odd lines', () => {
    const names = [
      'a.o',
      'b.o',
      'keep.o',
      'lib/',
      'lib/a.o',
      'lib/sub/c.c',
      'é',
      'space ',
      'tab\t',
      'x',
      'foo/xb',
      'foo/xyz/b',
    ];
    const cases = [
      '*.o\n!keep.o\n/lib/*\n!/lib/sub/\n',
      '!a.o\n*.o\na.o\n!*.o\nb.*\n',
      '\u00ef\u00bb\u00bf*.o\r\n!keep.o\r\n',
      'a.o\0hidden\nb.o\0',
      '?\n',
      '[!a]\n',
      '??\n',
      '\u00c3\u00a9\n',
      'space\\ \ntab\t\n',
      'foo/x**/b\n',
      'lib/**\n',
      '**/c.c\n',
      'lib//\n',
      '/\n//\n!\n \n#x\n\\#x\n',
      `*.o${' '.repeat(20_000)}\n`,
      `${'\\ '.repeat(2_000)}\nx\n`,
      `${'*'.repeat(300)}.o`,
      '\r\nx\r',
    ].map((text) => ({ rules: text, paths: names }));
    expect([...differences(cases, false), ...differences(cases, true)]).toEqual([]);
  });

  it('count from their own folder, and take names of other bytes than ASCII for what they are', () => {
    const file = join(temporaryFolder(), 'rules');
    writeFileSync(file, '/é/*.o\n');
    const below = rulesOf(file, false, 'ü/');
    const verdicts: IgnoreVerdict[] = ['ü/é/a.o', 'é/a.o', 'ü/é/a.c'].map((each) => below.verdict(each));
    expect(verdicts).toEqual(['ignored', 'none', 'none']);
  });

  it('are read and matched in time that grows with their size, whatever they hold', () => {
    const file = join(temporaryFolder(), 'rules');
    const names = Array.from({ length: 300 }, (_, i) => `src/${'a'.repeat(i % 200)}${i}.ts`);
    for (const hostile of [
      `*a*b*${' '.repeat(1_000_000)}x\n`,
      ' '.repeat(1_000_000),
      '\\'.repeat(1_000_000),
      `[${'a'.repeat(1_000_000)}`,
      `${'a*'.repeat(2_000)}b\n`.repeat(50),
      `${'**/'.repeat(1_000)}b\n`.repeat(50),
      Array.from({ length: 20_000 }, (_, i) => `*a${i}*b?[c-d]`).join('\n'),
      Array.from({ length: 30_000 }, (_, i) => `generated-${i}*.ts`).join('\n'),
      Array.from({ length: 30_000 }, (_, i) => `/src/${i}/*.ts`).join('\n'),
    ]) {
      writeFileSync(file, hostile);
      const found = rulesOf(file, false);
      expect(names.filter((each) => found.verdict(each) === 'ignored')).toEqual([]);
    }
  });
});
