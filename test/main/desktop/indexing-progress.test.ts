import { expect, it } from 'vitest';
import { IndexingOnDesktop } from '../../../src/main/desktop/indexing-progress.ts';
import type { IndexingProgress, PhaseProgress } from '../../../src/shared/contract/indexing.ts';

const phase = (done: number, total: number, elapsedMs = 0): PhaseProgress => ({
  done,
  total,
  elapsedMs,
  rate: 0,
  remainingMs: null,
});

const progress = (repositoryId: string, state: IndexingProgress['state'], rest: Partial<IndexingProgress> = {}) => ({
  repositoryId,
  state,
  reading: phase(0, 0),
  embedding: phase(0, 0),
  currentFile: null,
  embedder: null,
  reused: 0,
  error: null,
  ...rest,
});

function desktop() {
  const bars: string[] = [];
  const told: string[] = [];
  const window = {
    focused: false,
    isDestroyed: () => false,
    isFocused: () => window.focused,
    setProgressBar: (value: number, options?: { mode?: string }) => void bars.push(`${value} ${options?.mode ?? ''}`),
  };
  const indexing = new IndexingOnDesktop({
    window: () => window,
    tell: (title, text) => told.push(`${title}: ${text}`),
    rootOf: (repositoryId) => `/home/ada/${repositoryId}`,
  });
  return { bars, told, window, indexing };
}

it('shows how far all roots are together, and takes the bar away in the end', () => {
  const { bars, indexing } = desktop();
  indexing.note(progress('one', 'reading', { reading: phase(5, 10) }));
  indexing.note(progress('one', 'reading', { reading: phase(5, 10) }));
  indexing.note(progress('one', 'embedding', { reading: phase(10, 10), embedding: phase(1, 2) }));
  indexing.note(progress('two', 'reading', { reading: phase(1, 10) }));
  indexing.note(progress('two', 'cancelled'));
  indexing.note(progress('one', 'paused', { reading: phase(10, 10), embedding: phase(1, 2) }));
  indexing.note(progress('one', 'done'));
  expect(bars).toEqual(['0.15 normal', '0.65 normal', '0.34 normal', '0.65 normal', '0.65 paused', '-1 ']);
});

it('tells of a long index when nobody looks, of failures too, and of nothing else', () => {
  const { told, window, indexing } = desktop();
  const run = (repositoryId: string, last: IndexingProgress['state'], ms: number): void => {
    indexing.note(progress(repositoryId, 'embedding'));
    indexing.note(
      progress(repositoryId, last, {
        reading: phase(1, 1, ms),
        error: last === 'failed' ? { code: 'DISK_FULL', message: 'The disk is full.' } : null,
      }),
    );
  };
  run('short', 'done', 1000);
  run('long', 'done', 60_000);
  run('broken', 'failed', 10);
  run('stopped', 'cancelled', 60_000);
  indexing.note(progress('before', 'done', { reading: phase(1, 1, 60_000) }));
  window.focused = true;
  run('seen', 'done', 60_000);
  expect(told).toEqual([
    'long is indexed: All of it can be searched now.',
    'broken could not be indexed: The disk is full.',
  ]);
});
