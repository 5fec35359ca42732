import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createGit } from '../../src/engine/git/index.ts';
import { walkRoot } from '../../src/engine/ingest/walk.ts';
import { resolveRoot } from '../../src/engine/repositories/root.ts';
import type { BlameLine } from '../../src/shared/contract/git.ts';
import { visibleText } from '../../src/shared/visible-text.ts';
import { encoderOf } from '../helpers/encoder.ts';
import { ada, commit, git, writeFiles } from '../helpers/sample-repository.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { searchedRoot } from './helpers/searched-root.ts';

// What people reported of tools like this one, a test for each, with code of our own. Other files of this folder go deeper.

const limits = { maxFileBytes: 1024 * 1024, includeVendored: false };
const read = (root: string): string[] =>
  walkRoot(root, limits)
    .files.filter((file) => file.skip === null)
    .map((file) => file.path);

const longName = `test_that_${'the_parcel_is_sent_back_'.repeat(3)}when_nobody_takes_the_marmot_from_the_shelf`;
const notebook = (source: string, picture: number): string =>
  JSON.stringify({
    cells: [
      { cell_type: 'markdown', metadata: {}, source: ['# Sales of ocelots\n'] },
      {
        cell_type: 'code',
        execution_count: 1,
        metadata: {},
        source: [source],
        outputs: [{ output_type: 'display_data', metadata: {}, data: { 'image/png': 'R0lGODlhAQ'.repeat(picture) } }],
      },
    ],
    metadata: { language_info: { name: 'python' } },
    nbformat: 4,
    nbformat_minor: 5,
  });

describe('files that are not what they seem', () => {
  const { paths, ask } = searchedRoot({
    'Shop.astro':
      '---\nconst cart = await open();\nexport function priceOfLlama(count: number) { return count * 3; }\n---\n<b>{priceOfLlama(2)}</b>\n',
    'Empty.astro': '<p>lynx</p>\n<script>\nfunction onLynx() { return 1; }\n</script>\n',
    'shape.h': '#pragma once\nnamespace shapes { double areaOf(double width); }\n',
    'plain.h': '#ifndef P_H\n#define P_H\nint plainArea(int width);\n#endif\n',
    'zh.c': encoderOf('gbk')(
      '// \u8bfb\u53d6\u914d\u7f6e\u6587\u4ef6\uff0c\u5982\u679c\u4e0d\u5b58\u5728\u5219\u4f7f\u7528\u9ed8\u8ba4\u503c\u3002\nint a(void) { return 1; }\n',
    ),
    'ja.c': encoderOf('shift_jis')(
      '// \u8a2d\u5b9a\u30d5\u30a1\u30a4\u30eb\u3092\u8aad\u307f\u8fbc\u3080\u95a2\u6570\u3067\u3059\u3002\u306a\u3051\u308c\u3070\u65e2\u5b9a\u5024\u3092\u4f7f\u3044\u307e\u3059\u3002\nint b(void) { return 1; }\n',
    ),
    'ru.c': encoderOf('windows-1251')(
      '// \u0427\u0438\u0442\u0430\u0435\u0442 \u0444\u0430\u0439\u043b \u043d\u0430\u0441\u0442\u0440\u043e\u0435\u043a \u0438 \u0432\u043e\u0437\u0432\u0440\u0430\u0449\u0430\u0435\u0442 \u0435\u0433\u043e\nint c(void) { return 1; }\n',
    ),
    'bad-byte.py': Buffer.concat([
      Buffer.from('# une cr\u00e8me br\u00fbl\u00e9e \u6d4b\u8bd5\u6ce8\u91ca\nx = 1 # '),
      Buffer.from([0xe9]),
      Buffer.from('\n# d\u00e9j\u00e0 lu\n'),
    ]),
    'test_parcel.py': `def ${longName}():\n    assert True\n`,
    'plot.ipynb': notebook('def plot_ocelots(frame):\n    return frame.plot()\n', 8000),
    'small.ipynb': notebook('def count_ocelots(frame):\n    return len(frame)\n', 1),
    '.env.staging.local': 'capybara_token=1\n',
    '.netrc.old': 'capybara_token=1\n',
    'state.tfstate.backup': '{"capybara_token": 1}\n',
    '.env.sample': 'tapir_url=http://localhost\n',
    'bin/launch': '#!/usr/bin/env -S uv run --quiet\ndef launch_badger():\n    return 1\n',
    'bin/box': '#!/bin/busybox ash\nbox_badger() { echo 1; }\n',
    'bin/versioned': '#!/usr/bin/python3.12 -u\ndef versioned_badger():\n    return 1\n',
    'mixed.py': '# \u8c03\u7528Wombat\u7ec4\u4ef6\u6e32\u67d3\ndef draw():\n    return 1\n',
    'mixed.ts': '// \u30e6\u30fc\u30b6\u30fcPangolin\u3092\u53d6\u5f97\u3059\u308b\nexport const pang = 2;\n',
    'decomposed.md': 'Un cafe\u0301 pour Ame\u0301lie\n',
  });

  it.each([
    ['symbol:priceOfLlama', 'Shop.astro'],
    ['symbol:onLynx', 'Empty.astro'],
    ['lang:cpp areaOf', 'shape.h'],
    ['lang:c plainArea', 'plain.h'],
    ['"\u914d\u7f6e\u6587\u4ef6"', 'zh.c'],
    ['"\u8aad\u307f\u8fbc\u3080"', 'ja.c'],
    ['"\u0444\u0430\u0439\u043b \u043d\u0430\u0441\u0442\u0440\u043e\u0435\u043a"', 'ru.c'],
    ['"cr\u00e8me br\u00fbl\u00e9e"', 'bad-byte.py'],
    ['"d\u00e9j\u00e0 lu"', 'bad-byte.py'],
    ['"\u6d4b\u8bd5"', 'bad-byte.py'],
    ['marmot shelf', 'test_parcel.py'],
    [longName, 'test_parcel.py'],
    ['plot_ocelots', 'plot.ipynb'],
    ['count_ocelots', 'small.ipynb'],
    ['"Sales of ocelots"', 'plot.ipynb'],
    ['"tapir_url"', '.env.sample'],
    ['symbol:launch_badger lang:python', 'bin/launch'],
    ['symbol:box_badger lang:bash', 'bin/box'],
    ['symbol:versioned_badger lang:python', 'bin/versioned'],
    ['wombat', 'mixed.py'],
    ['pangolin', 'mixed.ts'],
    ['Am\u00e9lie', 'decomposed.md'],
    ['"caf\u00e9 pour"', 'decomposed.md'],
  ])('%s is found in %s', async (query, path) => {
    expect(await paths(query, 'keyword')).toContain(path);
  });

  it.each(['lang:svelte', 'lang:vue', '"capybara_token"', 'symbol:shapes kind:function'])(
    '%s finds none',
    async (query) => {
      expect((await ask(query)).results).toEqual([]);
    },
  );
});

describe('what was typed or pasted', () => {
  const { first, firstPath, ask } = searchedRoot({
    'rules.js': '/* heronry-enable quotes */\nexport function afterwards() { return 1; }\n',
    'scale.ts': 'export const scale = pixels / dots / inches;\nif (scale !== 1) { grow(); }\n',
    'install.sh': 'install /usr/share/egret /usr/local/ || exit 1\n',
    'sort.rb': 'list.sort { |a, b| a <=> b } # \u{1F984}\n',
    'app/read.py': 'def read_egret(path):\n    return open(path)\n',
    'app/write.py': 'def write_all(path):\n    return path\n',
    'long.ts': Array.from({ length: 200 }, (_, i) => `export const value${i} = () => {\n  return ${i};\n};\n`).join(''),
    'settings.yaml': 'server:\n  mode: bittern\n',
    'lint.json': '{ "rules": { "no-shrike": "warn" } }\n',
    'module.ts': 'export function serverMode(name: string) {\n  return name === "production";\n}\n',
  });

  it.each([
    ['/* heronry-enable quotes */', 'rules.js'],
    ['scale = pixels / dots / 2', 'scale.ts'],
    ['egret in /usr/share and /usr/local/ only', 'install.sh'],
    ['!== 1', 'scale.ts'],
    ['<=>', 'sort.rb'],
    ['\u{1F984}', 'sort.rb'],
    ['  File "app/read.py", line 2, in read_egret', 'app/read.py'],
    ['File "C:\\\\build\\\\app\\\\read.py", line 2, in read_egret', 'app/read.py'],
    ['bittern', 'settings.yaml'],
    ['mode: bittern', 'settings.yaml'],
    ['no-shrike', 'lint.json'],
  ])('%s brings %s first', async (query, path) => {
    expect(await firstPath(query)).toBe(path);
  });

  it.each(['long.ts:310', 'long.ts:310:5', 'long.ts#L310', 'long.ts(310,5)', '/elsewhere/long.ts:310'])(
    '%s is that line',
    async (query) => {
      const hit = await first(query);
      expect([hit?.path, (hit?.startLine ?? 0) <= 310, (hit?.endLine ?? 0) >= 310]).toEqual(['long.ts', true, true]);
    },
  );

  it.each(['lang:zimbu', 'kind:Deployment', 'after:someday', '/[/', '/(/'])(
    '%s is told to fail, and why',
    async (query) => {
      const { problems, results } = await ask(query);
      expect(results).toEqual([]);
      expect(problems.map(({ message }) => message).join('\n')).toContain(query.replace(/^[a-z]+:/, ''));
    },
  );
});

describe('what git leaves out, and what it does not', () => {
  it('heeds ignore files of a folder without .git', () => {
    const root = temporaryFolder();
    writeFiles(root, {
      'web/.gitignore': '.cache/\n*.log\n',
      'web/.cache/a.js': 'x\n',
      'web/b.js': 'y\n',
      'web/c.log': 'z\n',
    });
    expect(read(root)).toContain('web/b.js');
    expect(read(root).filter((path) => /cache|log/.test(path))).toEqual([]);
  });

  it('takes one wildcard for one byte of a name, as git does', () => {
    const root = temporaryFolder();
    git(root, ['init', '-q']);
    writeFiles(root, { '.gitignore': '?\n[!a]\n', 'é/a.py': 'x = 1\n', ü: 'y\n', 'z/b.py': 'z = 1\n' });
    const listed = git(root, ['ls-files', '-o', '-z', '--exclude-standard'])
      .split('\0')
      .filter((path) => path !== '');
    expect(read(root).toSorted()).toEqual(listed.toSorted());
  });

  it('reads a split index, in which a tracked file is one though it is ignored', () => {
    const root = temporaryFolder();
    git(root, ['init', '-q']);
    writeFiles(root, { '.gitignore': '*.out.py\n', 'a.out.py': 'a = 1\n', 'b.py': 'b = 1\n' });
    git(root, ['add', '-f', 'a.out.py']);
    git(root, ['update-index', '--split-index']);
    // A second change goes to the part that was split off.
    writeFiles(root, { 'c.out.py': 'c = 1\n' });
    git(root, ['add', '-f', 'c.out.py']);
    expect(read(root)).toEqual(expect.arrayContaining(['a.out.py', 'b.py', 'c.out.py']));
  });

  it('takes a bare repository for no content, be it behind a .git file or beside', () => {
    const root = temporaryFolder();
    git(root, ['init', '-q', '--bare', '.store']);
    git(root, ['init', '-q', '--bare', 'mirror.git']);
    writeFiles(root, { '.git': 'gitdir: ./.store\n', 'a.py': 'a = 1\n' });
    expect(read(root)).toEqual(['a.py']);
  });

  it.runIf(process.platform === 'linux')('says that the name of a folder is the trouble, where it is', async () => {
    const folder = Buffer.concat([Buffer.from(`${temporaryFolder()}/caf`), Buffer.from([0xe9])]);
    mkdirSync(folder);
    await expect(resolveRoot(folder.toString('utf8'))).rejects.toThrow('not valid UTF-8');
  });

  it('shows a name of several lines in one', () => {
    expect(visibleText('a\nb\r\n.py')).not.toMatch(/[\r\n]/);
  });
});

const root = (files: Readonly<Record<string, string | Uint8Array>>): string => {
  const folder = temporaryFolder();
  git(folder, ['init', '-q']);
  commit(folder, { files, author: ada, date: '2024-01-01T00:00:00Z', message: 'all' });
  return folder;
};
const committed = (lines: readonly BlameLine[]): boolean[] => lines.map((line) => line.committed);

const wide = (text: string): Buffer => Buffer.from(text, 'utf16le');

describe.each(['git', 'isomorphic'] as const)('blame by %s', (engine) => {
  it('takes lines that git would convert back for committed', async () => {
    const folder = root({ '.gitattributes': '*.cmd text eol=crlf\n', 'a.cmd': 'echo 1\r\necho 2\r\n' });
    const service = createGit({ root: folder, engine });
    expect(committed((await service.blame({ path: 'a.cmd' })).lines)).toEqual([true, true]);
    writeFileSync(join(folder, 'a.cmd'), 'echo 1\r\necho 2\r\necho 3\r\n');
    expect(committed((await service.blame({ path: 'a.cmd' })).lines)).toEqual([true, true, false]);
  });

  it('counts the lines of wide encodings, converted by git or not', async () => {
    const folder = root({
      '.gitattributes': '*.rc text working-tree-encoding=UTF-16LE eol=lf\n',
      'a.rc': wide('first\nsecond\n'),
      'b.ts': Buffer.concat([Buffer.from([0xff, 0xfe]), wide('one\ntwo\nthree\n')]),
    });
    const service = createGit({ root: folder, engine });
    expect(committed((await service.blame({ path: 'a.rc' })).lines)).toEqual([true, true]);
    expect(committed((await service.blame({ path: 'b.ts' })).lines)).toEqual([true, true, true]);
  });

  it('says how many lines there are when none of them is asked for', async () => {
    const service = createGit({ root: root({ 'a.py': 'a = 1\nb = 2\n' }), engine });
    await expect(service.blame({ path: 'a.py', firstLine: 7, lastLine: 9 })).rejects.toThrow('2 lines');
  });
});

describe('repositories of other times', () => {
  it('are blamed though a newer git linked their worktrees by relative paths', async () => {
    const parent = temporaryFolder();
    const main = join(parent, 'main');
    mkdirSync(main);
    git(main, ['init', '-q']);
    commit(main, { files: { 'a.py': 'a = 1\n' }, author: ada, date: '2024-01-01T00:00:00Z', message: 'a' });
    git(main, ['worktree', 'add', '-q', join(parent, 'tree'), '-b', 'side']);
    writeFileSync(join(parent, 'tree/.git'), 'gitdir: ../main/.git/worktrees/tree\n');
    writeFileSync(join(main, '.git/worktrees/tree/gitdir'), '../../../../tree/.git\n');
    git(main, ['config', 'core.repositoryformatversion', '1']);
    git(main, ['config', 'extensions.relativeWorktrees', 'true']);
    const { lines } = await createGit({ root: join(parent, 'tree'), engine: 'auto' }).blame({ path: 'a.py' });
    expect(lines.map(({ author }) => author)).toEqual([ada.name]);
  });

  it('have dates before 1970 in their history', async () => {
    const folder = root({ 'a.py': 'a = 1\n' });
    writeFileSync(join(folder, 'a.py'), 'a = 1\nb = 2\n');
    git(folder, ['add', '-A']);
    const tree = git(folder, ['write-tree']).trim();
    const head = git(folder, ['rev-parse', 'HEAD']).trim();
    const text = `tree ${tree}\nparent ${head}\nauthor O <o@example.org> -172800 +0000\ncommitter O <o@example.org> 1700000000 +0000\n\nold\n`;
    writeFileSync(join(folder, '.git/old-commit'), text);
    const id = git(folder, ['hash-object', '-t', 'commit', '-w', '--literally', '.git/old-commit']).trim();
    git(folder, ['update-ref', 'HEAD', id]);
    const page = await createGit({ root: folder, engine: 'git' }).fileHistory({ path: 'a.py' });
    expect(JSON.stringify(page)).toContain('1969-12-30');
    expect(JSON.stringify(page)).not.toContain('%a');
  });
});
