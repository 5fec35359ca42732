import { describe, expect, it } from 'vitest';
import { searchedRoot } from './helpers/searched-root.ts';

/** Functions of nine lines each, so that a line tells which of many chunks is meant. */
const long = (prefix: string, count = 40): string =>
  Array.from({ length: count }, (_, i) =>
    [
      `export function ${prefix}${i}(amount: number) {`,
      `  const v${i} = amount * ${i};`,
      `  if (v${i} > 10) {`,
      `    return v${i} - 1;`,
      '  }',
      `  log(v${i});`,
      `  trace(v${i});`,
      `  return v${i};`,
      '}',
    ].join('\n'),
  ).join('\n');

describe('pasted text', () => {
  const { ask, firstPath, paths } = searchedRoot({
    'comments.js':
      '/* mirlow-disable no-shadow */\nexport function later() {\n  return 1; // keeps gribble / grabble apart\n}\n',
    'ratio.ts': 'export const aspect = breadth / 2 / tallness;\nexport const share = total /(count+1)/ scale;\n',
    'copy.sh': '#!/usr/bin/env bash\ncp /opt/vendrel /opt/bin/ && sed -e s/plonk/plink/g list > out\n',
    'view.tsx':
      'export const View = () => <div className="after:absolute before:hidden">{user?.title ?? "untitled"}</div>;\n',
    'glob.json': '{ "include": ["lib/**/x"], "name": "tarnow", "path": "/api/tarnow/:id" }\n',
    'deploy.yaml': 'kind: Rollout\nmetadata:\n  name: brindle\nlang: none\n',
    'vector.cpp': '#include "quarry.h"\nstd::vector<int> stack;\nint main() { return stack->top << 2; }\n',
    'compare.js': 'if (first !== second) { go(); }\nconst both = a && b;\n',
    'order.rb': 'order = (left <=> right)\n',
    'arrow.hs': 'f :: Int -> Int\nf x = x >>= pure\n',
    'rocket.py': '# \u{1F680} launch\nprint("ready \\n set")\n',
    'errors.py':
      'def load(name):\n    raise KeyError("no entry called " + name)\n\ndef fetch_wombat(key):\n    return load(key)\n',
    'main.go': 'package main\n\nfunc run() { panic("assignment of drossel") }\n',
    'list.md': '# Steps\n\n- --no-verify skips hooks of marble\n- item two\n',
    'module.js': 'export { thing } from "./parts/thing.js";\nimport "gadget-polyfill";\n',
    'win.txt': 'The log lies in C:\\ProgramData\\Zargo\\run.log since 12:30\n',
  });

  it.each([
    ['/* mirlow-disable no-shadow */', 'comments.js'],
    ['// keeps gribble / grabble apart', 'comments.js'],
    ['aspect = breadth / 3 / tallness', 'ratio.ts'],
    ['share = total /(count+1)/ scale', 'ratio.ts'],
    ['vendrel in /opt/lib and /opt/bin/ please', 'copy.sh'],
    ['#!/usr/bin/env bash', 'copy.sh'],
    ['sed -e s/plonk/plink/g list', 'copy.sh'],
    ['className="after:absolute before:hidden"', 'view.tsx'],
    ['{user?.title ?? "untitled"}</div>', 'view.tsx'],
    ['lib/**/x', 'glob.json'],
    ['"path": "/api/tarnow/:id"', 'glob.json'],
    ['"name": "tarnow"', 'glob.json'],
    ['kind: Rollout', 'deploy.yaml'],
    ['kind: Rollout\nmetadata:\n  name: brindle', 'deploy.yaml'],
    ['std::vector<int> stack', 'vector.cpp'],
    ['#include "quarry.h"', 'vector.cpp'],
    ['"wombat" is not defined in fetch_wombat', 'errors.py'],
    ['KeyError: "no entry called wombat"', 'errors.py'],
    ["KeyError: 'no entry called zed'", 'errors.py'],
    ['panic: "assignment of drossel" in run [recovered]', 'main.go'],
    ['-def fetch_wombat(key):\n-    return load(key)\n+def other():', 'errors.py'],
    ['- --no-verify skips hooks of marble', 'list.md'],
    ['import "gadget-polyfill";', 'module.js'],
    ['“gadget-polyfill” cannot be found', 'module.js'],
    [String.raw`C:\ProgramData\Zargo\run.log`, 'win.txt'],
    [String.raw`print("ready \n set")`, 'rocket.py'],
    [String.raw`"ready \n set"`, 'rocket.py'],
    ['Zargo log since 12:30', 'win.txt'],
    ['drossel (', 'main.go'],
    ['brindle OR', 'deploy.yaml'],
    ['| tarnow |', 'glob.json'],
  ])('%j brings %s first', async (query, path) => {
    expect(await firstPath(query)).toBe(path);
  });

  it.each([
    ['!==', 'compare.js'],
    ['&&', 'compare.js'],
    ['<=>', 'order.rb'],
    ['??', 'view.tsx'],
    ['?.', 'view.tsx'],
    ['>>=', 'arrow.hs'],
    ['::', 'arrow.hs'],
    ['<<', 'vector.cpp'],
    ['->', 'arrow.hs'],
    ['\u{1F680}', 'rocket.py'],
    ['!== !==', 'compare.js'],
    ['<=> lang:ruby', 'order.rb'],
    ['/**/', 'glob.json'],
  ])('signs alone are looked for as they are: %s is in %s', async (query, path) => {
    expect(await paths(query)).toContain(path);
    for (const { snippet } of (await ask(query)).results)
      expect(snippet.some(({ text }) => text.includes(query.split(' ')[0] ?? ''))).toBe(true);
  });

  it.each(['§§§', '\u{1F9FF}', '=/=/='])('signs that no file holds give nothing, and a note: %s', async (query) => {
    const { results, notes } = await ask(query);
    expect(results).toEqual([]);
    expect(notes.join(' ')).toContain(query);
  });

  it('demands a whole quoted query, and what is quoted beside a search word', async () => {
    expect(await paths('"entry called"')).toEqual(['errors.py']);
    expect(await paths('load "entry called"')).toEqual(['errors.py']);
    expect(await paths('"entry  CALLED" lang:go')).toEqual([]);
    expect(await paths('“entry called”')).toEqual(['errors.py']);
  });

  it('is answered in bounded time when it is long', async () => {
    const words = Array.from({ length: 20_000 }, (_, i) => `word${i} other_${i % 77}`).join(' ');
    expect((await ask(`fetch_wombat ${words}`)).results[0]?.path).toBe('errors.py');
    expect((await ask('('.repeat(50_000))).results).toEqual([]);
  });
});

describe('places', () => {
  const { ask, first, paths } = searchedRoot({
    'big.ts': long('fn'),
    'other.ts': long('fn'),
    'src/load.py': 'def load_thing(path):\n    return open(path)\n\n\ndef save_thing(path):\n    return path\n',
    'src/shop/order.py': `${long('order').replaceAll('//', '#')}\n`,
    'lib/shop/order.py': 'def order():\n    return 1\n',
    'java/com/shop/Order.java': `package com.shop;\nclass Order {\n${Array.from({ length: 30 }, (_, i) => `  int total${i}() {\n    return ${i};\n  }\n`).join('\n')}}\n`,
    'tests/test_order.py': 'def test_total():\n    assert 1\n\n\ndef test_rebate():\n    assert 2\n',
    'decoder.py': 'def decode():\n    return 2\n',
  });
  const place = async (query: string): Promise<string> => {
    const hit = await first(query);
    return hit === undefined ? 'nothing' : `${hit.path}:${hit.startLine}-${hit.endLine}`;
  };

  it.each([
    'big.ts:255',
    'big.ts:255:7',
    'big.ts#L255',
    'big.ts(255,7)',
    'big.ts line 255',
    'at big.ts line 255',
    '"big.ts", line 255',
    'line 255 of big.ts',
    './big.ts:255',
    '/home/dev/app/big.ts:255:1',
    'big.ts:L255',
    String.raw`C:\dev\app\big.ts:255`,
    'file:///home/dev/app/big.ts:255',
    'big.ts:255: error TS1005: expected',
    'https://github.com/o/r/blob/main/big.ts#L255-L256',
    '    at fn28 (/app/big.ts:255:7)',
    'BIG.TS:255',
    'fn1@http://localhost:5173/big.ts:255:7',
    ' --> big.ts:255:7',
    'big.ts:255:  v28',
    'big.ts#L255C3',
    'big.ts:255-260',
    '+++ b/big.ts\n@@ -250,3 +255,4 @@',
    'please look at big.ts:255 again',
    'big.ts, line 255',
    'see big.ts (line 255)',
  ])('%j is the place that holds the line', async (query) => {
    const hit = await first(query);
    expect(hit?.path).toBe('big.ts');
    expect(hit?.startLine).toBeLessThanOrEqual(255);
    expect(hit?.endLine).toBeGreaterThanOrEqual(255);
    expect(hit?.snippet.map(({ line }) => line)).toContain(255);
  });

  it.each(['keyword', 'meaning'] as const)('%s mode finds it too', async (mode) => {
    expect((await first('big.ts:255', mode))?.snippet.map(({ line }) => line)).toContain(255);
  });

  it.each([
    ['  File "src/load.py", line 2, in load_thing', 'src/load.py:1-'],
    ['File "/home/dev/app/src/load.py", line 2, in load_thing', 'src/load.py:1-'],
    ['/srv/other/src/load.py', 'src/load.py:1-'],
    ['/srv/checkout/lib/shop/order.py:1', 'lib/shop/order.py:1-'],
    ['at com.shop.Order.total3(Order.java:14)', 'java/com/shop/Order.java:'],
    ['FAILED tests/test_order.py::test_rebate - assert 2', 'tests/test_order.py:'],
    ['big.ts:99999', 'big.ts:'],
  ])('%j is found in %s', async (query, start) => {
    expect(await place(query)).toContain(start);
  });

  it('shows the files of a whole trace, in the order of its frames', async () => {
    const trace = [
      'Traceback (most recent call last):',
      '  File "/usr/lib/python3.11/json/decoder.py", line 1, in decode',
      '  File "/srv/app/src/shop/order.py", line 100, in order11',
      '    total = load_thing(path)',
      '  File "/srv/app/src/load.py", line 2, in load_thing',
      '    return open(path)',
      "FileNotFoundError: [Errno 2] No such file or directory: 'x'",
    ].join('\n');
    expect((await paths(trace)).slice(0, 2)).toEqual(['src/shop/order.py', 'src/load.py']);
    // Pasted into a field of one line.
    expect((await paths(trace.replaceAll('\n', ' '))).slice(0, 2)).toEqual(['src/shop/order.py', 'src/load.py']);
  });

  it('keeps to the filters', async () => {
    expect(await paths('big.ts:255 path:src')).not.toContain('big.ts');
  });

  it('searches the words of a path that is not here', async () => {
    const { results, notes } = await ask('/srv/app/src/load_thing.py:12');
    expect(results[0]?.path).toBe('src/load.py');
    expect(notes.join(' ')).toContain('load_thing.py');
  });
});

describe('a word that stands in one place', () => {
  const { firstPath, ask } = searchedRoot({
    ...Object.fromEntries(
      Array.from({ length: 12 }, (_, i) => [
        `module${i}.ts`,
        `export function buildPackage${i}(name: string) {\n  const target = name + "${i}";\n  return target.trim();\n}\n`,
      ]),
    ),
    'build.yml': 'appId: org.example.app\nlinux:\n  target: archive\nwin:\n  target: drumlin\n',
    'lint.json':
      '{\n  "rules": {\n    "prefer-plover": "error",\n    "@scope/no-wren": "off",\n    "a.b.target": 1\n  }\n}\n',
    'NOTES.md': '# Notes\n\nThe gannet is set up by hand: buildPackage3.sparrow is called first.\n',
    Dockerfile: 'FROM scratch\nENV KESTREL_MODE=1\n',
    'test/one.test.ts': 'it("works", () => { expect(linnet()).toBe(1); });\n',
    'vendor/lib.js': 'export const siskin = 1;\n',
    'strings.po': 'msgid "Träume"\nmsgstr "dipper"\n',
    'conf/app.ini': '[redstart]\nmax_conn = 5\n',
    'defines.ts': 'export function curlew() {\n  return 1;\n}\n',
    'mentions.md': 'See curlew in `defines.ts`.\n',
  });

  it.each([
    ['drumlin', 'build.yml'],
    ['DRUMLIN', 'build.yml'],
    ['prefer-plover', 'lint.json'],
    ['"prefer-plover"', 'lint.json'],
    ['@scope/no-wren', 'lint.json'],
    ['a.b.target', 'lint.json'],
    ['gannet', 'NOTES.md'],
    ['buildPackage3.sparrow', 'NOTES.md'],
    ['KESTREL_MODE', 'Dockerfile'],
    ['linnet', 'test/one.test.ts'],
    ['dipper', 'strings.po'],
    ['Träume', 'strings.po'],
    ['redstart', 'conf/app.ini'],
    ['max_conn', 'conf/app.ini'],
    ['win target drumlin', 'build.yml'],
    ['target drumlin', 'build.yml'],
    ['drumlins', 'build.yml'],
    ['drumlinn', 'build.yml'],
    ['preferPlover', 'lint.json'],
    ['plover^2', 'lint.json'],
    ['where is the gannet set up', 'NOTES.md'],
    ['why is prefer-plover set to error', 'lint.json'],
    ['curlew', 'defines.ts'],
    ['target: drumlin', 'build.yml'],
  ])('%s is found first in %s', async (query, path) => {
    expect(await firstPath(query)).toBe(path);
  });

  it.each(['notes on gannet hand packages', 'plover-side rules error target'])(
    'is only one of the words of prose: %s',
    async (query) => {
      const { results } = await ask(query);
      expect(results.flatMap(({ reasons }) => reasons.map(({ text }) => text)).join()).not.toContain('few places');
    },
  );

  it('is told when no file has it', async () => {
    expect((await ask('xyzzyplugh')).notes.join(' ')).toContain('“xyzzyplugh”');
  });
});

describe('a filter that fails', () => {
  const { ask } = searchedRoot({
    'a.py': 'class Retry:\n    pass\n',
    'src/engine/b.ts': 'export const delay = 1;\n',
    'k.yaml': 'kind: Deployment\n',
  });

  it.each([
    ['lang:dart', ['dart', 'python', 'typescript']],
    ['lang:pyhton', ['pyhton', '“lang:python”']],
    ['lang:kotlin', ['kotlin', 'python']],
    ['kind:Deployment', ['Deployment', 'function']],
    ['kind:enum', ['enum', 'There are']],
    ['after:someday', ['someday', 'after:']],
    ['before:13/2024', ['13/2024']],
    ['commit:zzz', ['zzz', 'commit:']],
    ['/[/', ['/[/']],
    ['/a(/i', ['/a(/']],
    ['path:src/engin/', ['src/engin/', '“src/engine”']],
    ['file:c.rs', ['c.rs']],
    ['symbol:Retyr', ['Retyr', '“Retry”']],
    ['"nowhere at all"', ['nowhere at all']],
    ['/nowhere\\d/', ['nowhere\\d']],
    ['lang:', ['lang:']],
    ['""', ['quotes']],
    ['lang:python path:src', ['no place meets all']],
    ['-path:.', ['-path:']],
  ])('%s says why', async (query, words) => {
    const { results, problems, notes } = await ask(query);
    expect(results).toEqual([]);
    const said = [...problems.map(({ message }) => message), ...notes].join('\n');
    for (const word of words) expect(said).toContain(word);
    expect(said).not.toContain('Type what you are looking for');
  });

  it('leaves the rest of the query alone', async () => {
    const { results, problems } = await ask('delay lang:dart');
    expect(results[0]?.path).toBe('src/engine/b.ts');
    expect(problems).toMatchObject([{ start: 11, end: 15 }]);
  });
});
