import { expect, it } from 'vitest';
import { Renewable } from '../../../../src/engine/repositories/opened/renewable.ts';

// Two at a time would be two writers of one index, or a thread that nobody ends.
it('makes one at a time, also while the one before is ending', async () => {
  const ends: (() => void)[] = [];
  let made = 0;
  const part = new Renewable(
    () => {
      made += 1;
      return { number: made };
    },
    async () => new Promise<void>((resolve) => ends.push(resolve)),
  );
  expect(part.peek()).toBeNull();
  await part.end();
  const first = part.get();
  const ended = part.end();
  expect(part.get()).toBe(first);
  ends[0]?.();
  await ended;
  expect(part.peek()).toBeNull();
  expect(part.get()).toEqual({ number: 2 });
});
