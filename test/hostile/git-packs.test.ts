import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { objectBytesAtMost } from '../../src/engine/git/objects/delta.ts';
import { ObjectStore } from '../../src/engine/git/objects/object-store.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { copyingDelta, deltaSize, type PackEntry, writePack } from './helpers/pack-maker.ts';

const id = (number: number): string => number.toString(16).padStart(40, '0');
const blob = (number: number, text: string | Buffer): PackEntry => ({
  id: id(number),
  type: 3,
  data: Buffer.from(text),
});

/** Reads one object of a repository that holds these packs. */
function readFrom(packs: readonly (readonly PackEntry[])[], wanted: number): Buffer {
  const folder = join(temporaryFolder(), 'objects');
  for (const [at, entries] of packs.entries()) writePack(folder, `pack-${at}`, entries);
  return open(folder).read(id(wanted), 'blob');
}

const open = (folder: string): ObjectStore =>
  new ObjectStore({ folder, hashBytes: 20, partial: false, replacements: new Map() });

const delta = (number: number, base: number, size = 1): PackEntry => ({
  id: id(number),
  type: 7,
  base: id(base),
  data: copyingDelta(size, size, 1),
});

describe('packs that are made to harm', () => {
  it.each([
    ['a delta on itself', [[delta(1, 1)]]],
    ['two deltas on each other', [[delta(1, 2), delta(2, 1)]]],
    ['a circle that is entered from outside of it', [[delta(1, 2), delta(2, 3), delta(3, 4), delta(4, 2)]]],
    ['a circle with a step by offset', [[delta(2, 1), { id: id(1), type: 6, base: 1, data: copyingDelta(1, 1, 1) }]]],
    ['a circle through two packs', [[delta(1, 2)], [delta(2, 1)]]],
  ])('%s is an error at once', (_, packs) => {
    expect(() => readFrom(packs, 1)).toThrow(
      expect.objectContaining({ code: 'GIT_FAILED', message: expect.stringContaining('circle') }),
    );
  });

  it.each([
    // 16 kB that stand for 128 GB in two steps.
    [
      'deltas that copy their base over and over',
      [
        blob(2, 'x'.repeat(65_535)),
        { ...delta(3, 2), data: copyingDelta(65_535, 65_535, 200) },
        { ...delta(1, 3), data: copyingDelta(65_535 * 200, 13_107_000, 10_000) },
      ],
    ],
    [
      'a delta that promises more than it makes',
      [
        blob(2, 'x'),
        { ...delta(1, 2), data: Buffer.concat([deltaSize(1), deltaSize(objectBytesAtMost), Buffer.from([1, 65])]) },
      ],
    ],
    ['a header that promises a terabyte', [{ ...blob(1, 'x'), saysSize: 2 ** 40 }]],
    ['a header that promises as much as is allowed', [{ ...blob(1, 'x'), saysSize: objectBytesAtMost }]],
    ['a header that promises less than comes', [{ ...blob(1, 'x'.repeat(1000)), saysSize: 10 }]],
    [
      'a delta whose copy starts past the end of its base',
      [blob(2, 'x'), { ...delta(1, 2), data: Buffer.from([1, 1, 0x91, 9, 1]) }],
    ],
    ['a delta that ends within an instruction', [blob(2, 'x'), { ...delta(1, 2), data: Buffer.from([1, 5, 5, 65]) }]],
    ['what is no deflated data', [{ ...blob(1, 'x'), deflated: Buffer.alloc(50, 255) }]],
    ['an object of no known type', [{ ...blob(1, 'x'), type: 5 }]],
  ] as [string, PackEntry[]][])('%s is an error, before memory is taken for it', (_, entries) => {
    const before = process.memoryUsage().arrayBuffers;
    expect(() => readFrom([entries], 1)).toThrow(expect.objectContaining({ code: 'GIT_FAILED' }));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(objectBytesAtMost / 2);
  });

  it('a chain of many deltas is read, by offset and by id', () => {
    const length = 10_000;
    for (const type of [6, 7]) {
      const entries = [blob(0, 'abc')];
      for (let at = 1; at < length; at += 1) {
        const base = type === 6 ? 1 : id(at - 1);
        entries.push({ id: id(at), type, base, data: copyingDelta(3, 3, 1) });
      }
      expect(readFrom([entries], length - 1).toString()).toBe('abc');
    }
  });

  it('an index of a pack that lies about its length is passed over or an error, never a hang', () => {
    const folder = join(temporaryFolder(), 'objects');
    writePack(folder, 'pack-0', [blob(1, 'x'), blob(2, 'y')]);
    const index = join(folder, 'pack', 'pack-0.idx');
    const header = Buffer.from([0xff, 0x74, 0x4f, 0x63, 0, 0, 0, 2]);
    for (const fill of [0, 1, 127, 255]) {
      writeFileSync(index, Buffer.concat([header, Buffer.alloc(1024, fill), Buffer.alloc(40, fill)]));
      expect(() => open(folder).read(id(1), 'blob')).toThrow(expect.objectContaining({ code: 'GIT_FAILED' }));
    }
  });
});
