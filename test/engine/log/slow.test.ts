import { expect, it } from 'vitest';
import { SlowNotes } from '../../../src/engine/log/slow.ts';

// A slow disk makes every statement slow: a line for each would push out what matters.
it('writes the first at once, and then the longest and how many of each minute', () => {
  const written: unknown[] = [];
  let now = 0;
  const notes = new SlowNotes(
    (name, noted) => written.push({ name, ...noted }),
    () => now,
  );
  notes.note('a', 70.4);
  for (now = 1; now < 50; now += 1) notes.note('a', 100 + now);
  notes.note('b', 60);
  now = 60_001;
  notes.note('a', 80);
  expect(written).toEqual([
    { name: 'a', tookMs: 70, times: 1 },
    { name: 'b', tookMs: 60, times: 1 },
    { name: 'a', tookMs: 149, times: 50 },
  ]);
});
