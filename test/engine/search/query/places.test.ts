import { array, assert, constantFrom, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placesIn } from '../../../../src/engine/search/query/places.ts';

const shown = (text: string): string[] =>
  placesIn(text).map(
    ({ steps, line, symbol }) =>
      `${steps.join('/')}${line === null ? '' : `:${line}`}${symbol === null ? '' : ` ${symbol}`}`,
  );

describe('places in a text', () => {
  it.each([
    // Editors and people.
    ['big.ts:255', ['big.ts:255']],
    ['big.ts:255:7', ['big.ts:255']],
    ['src/big.ts:255-260', ['src/big.ts:255']],
    ['big.ts#L255', ['big.ts:255']],
    ['big.ts#L10-L20', ['big.ts:10']],
    ['big.ts#L10C5-L20C3', ['big.ts:10']],
    ['big.ts:L255', ['big.ts:255']],
    ['big.ts(255,7)', ['big.ts:255']],
    ['big.ts (255)', ['big.ts:255']],
    ['big.ts line 255', ['big.ts:255']],
    ['big.ts, line 255', ['big.ts:255']],
    ['"big.ts", line 12', ['big.ts:12']],
    ['at big.ts line 255', ['big.ts:255']],
    ['look at line 255 of src/big.ts please', ['src/big.ts:255']],
    ['lines 10-20 in big.ts', ['big.ts:10']],
    ['vim +12 src/big.ts', ['src/big.ts:12']],
    ['big.ts|12 col 5| error', ['big.ts:12']],
    ['Makefile:12: *** missing separator', ['Makefile:12']],
    ['app/[id]/page.tsx:3', ['app/[id]/page.tsx:3']],
    ['app/(shop)/page.tsx:3:1', ['app/(shop)/page.tsx:3']],
    ['größe/straße.ts:7', ['größe/straße.ts:7']],
    ['a b/two words.py:120', ['words.py:120', 'a b/two words.py:120']],
    ['\u001b[36msrc/big.ts\u001b[0m:\u001b[33m155\u001b[0m:7', ['src/big.ts:155']],
    // Other machines, other systems, addresses.
    [String.raw`C:\work\app\src\big.ts:255`, ['work/app/src/big.ts:255']],
    [String.raw`src\big.ts(12)`, ['src/big.ts:12']],
    ['"C:\\Program Files\\app\\big.ts":12', ['Program Files/app/big.ts:12']],
    ['/home/dev/app/src/big.ts:255', ['home/dev/app/src/big.ts:255']],
    ['~/app/big.ts:2', ['app/big.ts:2']],
    ['./src/../src/big.ts:2', ['src/src/big.ts:2']],
    ['file:///home/dev/app/big%20one.ts:12:3', ['home/dev/app/big one.ts:12']],
    ['https://github.com/o/r/blob/main/src/big.ts#L10-L20', ['github.com/o/r/blob/main/src/big.ts:10']],
    ['https://gitlab.com/g/p/-/blob/main/src/big.ts#L10-20', ['gitlab.com/g/p/-/blob/main/src/big.ts:10']],
    ['https://bitbucket.org/o/r/src/abc123/src/big.ts#lines-10:20', ['bitbucket.org/o/r/src/abc123/src/big.ts:10']],
    ['https://github.com/o/r/blob/main/src/big.ts', ['github.com/o/r/blob/main/src/big.ts']],
    ['http://localhost:5173/src/App.tsx?t=1712:12:5', ['localhost:5173/src/App.tsx:12']],
    ['/home/dev/app/src/load.py', ['home/dev/app/src/load.py']],
    ['file:///C:/work/big.ts#L255', ['work/big.ts:255']],
    ['https://dev.azure.com/o/p/_git/r?path=/src/big.ts&line=255', ['src/big.ts:255']],
    [
      'https://sourcegraph.com/github.com/o/r/-/blob/src/big.ts?L255',
      ['sourcegraph.com/github.com/o/r/-/blob/src/big.ts:255'],
    ],
    // Logs of machines.
    ['{"file":"src/big.ts","line":255}', ['src/big.ts:255']],
    ["{ path: '/app/big.ts', line: 255, column: 7 }", ['app/big.ts:255']],
    ['::error file=src/big.ts,line=255,col=5::Missing', ['src/big.ts:255']],
    ['ERROR in ./src/big.ts 255:7', ['src/big.ts:255']],
    // Traces.
    ['  File "src/load.py", line 2, in load_zorbex', ['src/load.py:2']],
    ['    at fn (/app/src/a.js:1:2)', ['app/src/a.js:1']],
    ['    at async Promise.all (index 0)', []],
    ['at file:///app/src/a.mjs:10:20', ['app/src/a.mjs:10']],
    ['at Object.<anonymous> (webpack:///./src/a.ts:4:5)', ['src/a.ts:4']],
    ['doThing@http://localhost:8080/js/app.js:12:5', ['localhost:8080/js/app.js:12']],
    ['\tat com.shop.orders.Order.total(Order.java:12)', ['com/shop/orders/Order.java:12']],
    ['at app//com.shop.Order.lambda$total$0(Order.java:9)', ['com/shop/Order.java:9']],
    ['main.run(0xc000)\n\t/go/src/app/server/queue.go:12 +0x1d', ['go/src/app/server/queue.go:12']],
    ['  --> src/main.rs:5:9', ['src/main.rs:5']],
    [String.raw`   at Shop.Order.Total() in C:\b\Order.cs:line 5`, ['b/Order.cs:5']],
    ["app/models/order.rb:12:in 'total'", ['app/models/order.rb:12']],
    ['PHP Fatal error: x in /srv/app/order.php on line 12', ['srv/app/order.php:12']],
    ['#0 /srv/app/order.php(12): total()', ['srv/app/order.php:12']],
    ['(shop 0.1.0) lib/order.ex:12: Order.total/1', ['lib/order.ex:12']],
    ['died at bin/order.pl line 12.', ['bin/order.pl:12']],
    ['./run.sh: line 12: foo: command not found', ['run.sh:12']],
    ['e: file:///app/src/Order.kt:12:5 Unresolved reference', ['app/src/Order.kt:12']],
    ['Order.hs:(12,5)-(13,6): error', ['Order.hs:12']],
    // Compilers and tests.
    ['src/a.c:12:5: error: expected', ['src/a.c:12']],
    ['src/a.ts(12,5): error TS2322', ['src/a.ts:12']],
    ['src/a.ts:12:5 - error TS2322', ['src/a.ts:12']],
    ['FAILED tests/test_x.py::TestA::test_name - assert', ['tests/test_x.py test_name']],
    ['src/a.ts:12:  const x = 1;\nsrc/b.ts:30:  const y = 2;', ['src/a.ts:12', 'src/b.ts:30']],
    ['src/a.ts\n12:  const x = 1;\n30:  y\n\nsrc/b.ts\n4: z', ['src/a.ts:12', 'src/a.ts:30', 'src/b.ts:4']],
    // Diffs.
    ['--- a/x.ts\n+++ b/src/x.ts\n@@ -1,2 +3,4 @@ fn()\n x\n+y', ['src/x.ts:4']],
    ['+++ b/src/x.ts @@ -1,2 +3,4 @@', ['src/x.ts:3']],
    [
      '--- a/a.ts\n+++ b/a.ts\n@@ -1 +1 @@\n-x\n+y\n@@ -9 +9 @@\n-x\n--- a/b.ts\n+++ b/b.ts\n@@ -5 +6 @@\n+z',
      ['a.ts:1', 'a.ts:9', 'b.ts:6'],
    ],
    ['--- /dev/null\n+++ b/new.ts', ['new.ts']],
    // None.
    ['where is the retry delay computed', []],
    ['at 12:30 std::vector', ['std vector']],
    ['src/engine/store', []],
  ])('of %j are %j', (text, wanted) => {
    expect(shown(text)).toEqual(wanted);
  });

  it('never throws, and takes linear time', () => {
    const pieces = constantFrom(
      'a',
      '/',
      '\\',
      ':',
      '1',
      '@',
      '(',
      ')',
      '[',
      ']',
      '"',
      '#',
      ' ',
      '\n',
      '+++ ',
      '@@ -1 +2 @@',
      '::',
      '%2',
      '.',
      'line ',
    );
    assert(property(array(pieces, { maxLength: 40 }), (parts) => void placesIn(parts.join(''))));
    for (const piece of ['a', 'a/', '@', 'a@', '[a]', '(a)/', '"', '\\', 'a:1', '=', '\n1:', 'line 1 of ', 'a.b(']) {
      expect(placesIn(piece.repeat(20_000)).length).toBeLessThanOrEqual(40);
    }
  });
});
