import { describe, expect, it } from 'vitest';
import { gitLines, lineCount, mapLines } from '../../../src/engine/git/blame-lines.ts';
import { lineStartsOf } from '../../../src/engine/git/line-diff/tokens.ts';
import { decodeText } from '../../../src/engine/text/encoding/index.ts';
import { splitLines } from '../../../src/engine/text/lines.ts';

const mapOf = (bytes: Buffer): ReturnType<typeof mapLines> => mapLines(bytes, lineStartsOf(bytes));
const wide = (text: string, order: 'LE' | 'BE'): Buffer => {
  const bytes = Buffer.from(`\u{feff}${text}`, 'utf16le');
  return order === 'LE' ? bytes : bytes.swap16();
};

describe('lines of the model for those of git', () => {
  const texts = [
    'one',
    'one\n',
    'one\ntwo\nthree\n',
    'one\r\ntwo\r\nthree',
    'a\rb\n\nc\r\r\nd',
    '\n\n\n',
    // U+0A05 holds the byte of an LF in one order, U+050A in the other.
    'ਅ\nਅਆ\nԊ\nx',
    'ਊ\nਊ',
  ];

  it.each(['LE', 'BE', 'UTF-8'] as const)('are as many as the text has, in %s', async (encoding) => {
    for (const text of texts) {
      const bytes = encoding === 'UTF-8' ? Buffer.from(text) : wide(text, encoding);
      const count = splitLines((await decodeText(bytes))?.text ?? '').length;
      const map = mapOf(bytes);
      expect([text, lineCount(map)]).toEqual([text, count]);
      // Each line of ours starts in exactly one line of git's.
      for (let line = 1; line <= count; line += 1) {
        const range = gitLines(map, { firstLine: line, lastLine: line }, 'x');
        expect(range.count).toBe(1);
        expect(map.firstOf[range.first]).toBeLessThan(line);
        expect(map.firstOf[range.first + 1]).toBeGreaterThanOrEqual(line);
      }
    }
  });

  it('are refused past the end, in words that say how many there are', () => {
    const map = mapOf(Buffer.from('a\nb\n'));
    expect(() => gitLines(map, { firstLine: 50, lastLine: 60 }, 'a.py')).toThrow('a.py has only 2 lines');
    expect(() => gitLines(map, { firstLine: 3 }, 'a.py')).toThrow('has only 2 lines');
    expect(() => gitLines(mapOf(Buffer.from('')), { firstLine: 1 }, 'a.py')).toThrow('has only 0 lines');
    expect(() => gitLines(map, { firstLine: 2, lastLine: 1 }, 'a.py')).toThrow('Lines 2 to 1');
    expect(gitLines(map, { firstLine: 2, lastLine: 60 }, 'a.py')).toEqual({ first: 1, count: 1 });
    expect(gitLines(mapOf(Buffer.from('')), {}, 'a.py')).toEqual({ first: 0, count: 0 });
  });
});
