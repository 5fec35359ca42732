import * as fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { Conversion } from '../../../../src/engine/git/conversion/conversion.ts';
import { openRepository } from '../../../../src/engine/git/repository/repository.ts';
import { GitRepository } from '../../../helpers/git-repository.ts';

const idOf = (bytes: Buffer): string => createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');

/** The id that git gives a file of this name and content. */
const hashedByGit = (repository: GitRepository, path: string, bytes: Buffer): string =>
  execFileSync('git', ['hash-object', '--stdin', '--path', path], {
    cwd: repository.root,
    input: bytes,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_ATTR_NOSYSTEM: '1' },
  }).trim();

const made: GitRepository[] = [];
afterAll(() => {
  for (const repository of made) repository.remove();
});

function create(
  attributes: Readonly<Record<string, string>>,
  settings: Readonly<Record<string, string>> = {},
): GitRepository {
  const repository = GitRepository.create();
  made.push(repository);
  for (const [path, text] of Object.entries(attributes)) repository.write(path, text);
  for (const [key, value] of Object.entries(settings)) repository.git('config', key, value);
  return repository;
}

const rulesAsGit = (repository: GitRepository, paths: readonly string[]): Map<string, string> => {
  const output = repository.git(
    'check-attr',
    '-z',
    'text',
    'eol',
    'ident',
    'working-tree-encoding',
    'filter',
    'x',
    '--',
    ...paths,
  );
  const parts = Buffer.from(output, 'latin1').toString('utf8').split('\0');
  const found = new Map<string, string>();
  for (let at = 0; at + 2 < parts.length; at += 3) found.set(`${parts[at]} ${parts[at + 1]}`, parts[at + 2] ?? '');
  return found;
};

describe('attributes of files', () => {
  it('are those that git finds: nested files, macros, quotes, folders, stars, later lines over earlier ones', async () => {
    const { Attributes } = await import('../../../../src/engine/git/conversion/attributes.ts');
    const repository = create({
      '.gitattributes': [
        '[attr]mine text eol=crlf ident',
        '[attr]nested mine x=1 -ident',
        '# a comment',
        '* text=auto',
        '*.bat text eol=crlf',
        '*.png binary',
        '"with blank \\303\\251.txt" -text x="1"',
        '/top.txt eol=lf',
        'docs/** x=docs',
        'docs/*.md !text x',
        '**/deep/*.c nested',
        'folder/ x=never',
        '!no x=no',
        'a[b-d]?.t\\*t x=class',
        '*.both text',
        '*.both -text',
        '-bad -bad- x',
        '  indented.txt   x=2  \r',
        '*.MAC mine',
        `long.txt ${'y'.repeat(2100)} x`,
      ].join('\n'),
      'sub/.gitattributes': '*.bat -text\n[attr]mine x=wrong\ninner.txt mine\n*.top !eol\n',
      'sub/deeper/.gitattributes': '*.bat text=auto x=deeper\n',
      '.git/info/attributes': 'sub/info.txt text=auto x=info\n*.png x=over\n',
    });
    const paths = [
      'a.txt',
      'a.bat',
      'sub/a.bat',
      'sub/deeper/a.bat',
      'x/a.png',
      'with blank é.txt',
      'top.txt',
      'sub/top.txt',
    ];
    paths.push(
      'docs/a',
      'docs/a/b',
      'docs/a.md',
      'deep/a.c',
      'x/y/deep/a.c',
      'folder/a',
      'no',
      'abx.t*t',
      'acx.t*t',
      'a.both',
    );
    paths.push('indented.txt', 'a.MAC', 'long.txt', 'sub/inner.txt', 'sub/info.txt', 'sub/a.top', 'é/ü.bat');
    const wanted = rulesAsGit(repository, paths);
    const attributes = new Attributes(openRepository(repository.root));
    const found = new Map<string, string>();
    for (const path of paths) {
      const states = attributes.of(path);
      for (const name of ['text', 'eol', 'ident', 'working-tree-encoding', 'filter', 'x']) {
        const state = states.get(name) ?? null;
        found.set(`${path} ${name}`, state === true ? 'set' : state === false ? 'unset' : (state ?? 'unspecified'));
      }
    }
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted));
  });
});

describe('a file on its way into the repository', () => {
  const attributes = [
    '',
    'text',
    '-text',
    'text=auto',
    'eol=crlf',
    'eol=lf',
    'text=auto eol=crlf',
    'text eol=lf',
    'binary',
  ];
  attributes.push(
    'crlf',
    '-crlf',
    'crlf=input',
    'crlf=auto',
    'ident',
    'text ident',
    '!text',
    'text=auto -text',
    'text=odd',
  );
  attributes.push(
    'working-tree-encoding=UTF-16LE eol=crlf',
    'text working-tree-encoding=UTF-16',
    'working-tree-encoding=UTF-16LE-BOM',
  );
  attributes.push(
    'working-tree-encoding=ISO-8859-1',
    'working-tree-encoding=UTF-8 text',
    'filter=lfs text',
    'filter=none',
  );
  const line = fc.constantFrom(
    'a',
    'é',
    '$Id$',
    '$Id: x y $',
    '$Id: open',
    '$ $Id:$',
    '\u0001',
    '\0',
    'word word',
    '',
    '\u001a',
  );
  const end = fc.constantFrom('\n', '\r\n', '\r', '');
  const text = fc.array(fc.tuple(line, end), { maxLength: 8 }).map((pairs) => pairs.flat().join(''));
  const bytes = fc.oneof(
    { weight: 3, arbitrary: text.map((each) => Buffer.from(each)) },
    text.map((each) => Buffer.from(each, 'utf16le')),
    text.map((each) => Buffer.from(`\ufeff${each}`, 'utf16le')),
    text.map((each) => Buffer.from(`\ufeff${each}`, 'utf16le').swap16()),
    text.map((each) => Buffer.from(each, 'latin1')),
    fc.uint8Array({ maxLength: 20 }).map((each) => Buffer.from(each)),
  );

  it.each(['', 'true', 'input', 'false'])('becomes what git makes of it, with core.autocrlf "%s"', (autocrlf) => {
    const lines = attributes.map((states, at) => `f${at}.txt ${states}\n`).join('');
    const repository = create({ '.gitattributes': lines }, autocrlf === '' ? {} : { 'core.autocrlf': autocrlf });
    const conversion = new Conversion(openRepository(repository.root));
    fc.assert(
      fc.property(fc.nat({ max: attributes.length - 1 }), bytes, (at, content) => {
        const path = `f${at}.txt`;
        expect([attributes[at], idOf(conversion.toStored(path, content, null))]).toEqual([
          attributes[at],
          hashedByGit(repository, path, content),
        ]);
      }),
      { numRuns: 120, seed: 11 },
    );
  });

  it('keeps the line ends of a text that was committed with CRLFs, unless it is told to be text', () => {
    const repository = create({ '.gitattributes': 't.txt text\na.txt text=auto\n' }, { 'core.autocrlf': 'true' });
    const conversion = new Conversion(openRepository(repository.root));
    const crlf = Buffer.from('a\r\nb\r\n');
    for (const [path, committed, wanted] of [
      ['a.txt', 'a\r\nb\r\n', 'a\r\nb\r\n'],
      ['a.txt', 'a\nb\n', 'a\nb\n'],
      ['x.txt', 'a\r\nb\n', 'a\r\nb\r\n'],
      // With a lone CR it counts as binary, and was never converted.
      ['x.txt', 'a\r\nb\rc\n', 'a\nb\n'],
      ['t.txt', 'a\r\nb\r\n', 'a\nb\n'],
    ] as const) {
      expect([path, committed, conversion.toStored(path, crlf, Buffer.from(committed)).toString()]).toEqual([
        path,
        committed,
        wanted,
      ]);
    }
  });

  it('of Git LFS is known by the pointer that is committed, as long as it is the file that the pointer names', () => {
    const repository = create({ '.gitattributes': '*.dat filter=lfs\n' });
    const conversion = new Conversion(openRepository(repository.root));
    const file = Buffer.from('large\n');
    const oid = createHash('sha256').update(file).digest('hex');
    const pointer = Buffer.from(`version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize 6\n`);
    expect(conversion.isFileOfPointer('a.dat', file, pointer)).toBe(true);
    expect(conversion.isFileOfPointer('a.dat', Buffer.from('other\n'), pointer)).toBe(false);
    expect(conversion.isFileOfPointer('a.dat', file, null)).toBe(false);
    expect(conversion.isFileOfPointer('a.txt', file, pointer)).toBe(false);
  });
});
