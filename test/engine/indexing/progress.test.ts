import { afterEach, describe, expect, it, vi } from 'vitest';
import { BatchSizer } from '../../../src/engine/embedding/batch-sizer.ts';
import { ProgressTracker } from '../../../src/engine/indexing/progress-tracker.ts';
import { RateMeter } from '../../../src/engine/indexing/rate-meter.ts';
import { WorkLeft } from '../../../src/engine/indexing/work-left.ts';
import type { IndexingProgress } from '../../../src/shared/contract/indexing.ts';

describe('RateMeter', () => {
  it('tells the speed of the last seconds, not of what an earlier run did', () => {
    const meter = new RateMeter();
    meter.start(0, 10_000);
    for (let at = 100; at <= 10_000; at += 100) meter.record(at, 10_000 + at / 10);
    expect(meter.rate(10_000)).toBeCloseTo(100, 0);
    for (let at = 10_100; at <= 16_000; at += 100) meter.record(at, 11_000);
    expect(meter.rate(16_000)).toBe(0);
  });

  it('sinks while nothing comes, and knows no time left then', () => {
    const meter = new RateMeter();
    meter.start(0, 0);
    meter.record(1000, 500);
    expect(meter.remainingMs(1000, 1000)).toBeCloseTo(2000);
    expect(meter.rate(10_000)).toBeCloseTo(50);
    expect(new RateMeter().remainingMs(0, 5)).toBeNull();
    expect(meter.remainingMs(1000, 0)).toBe(0);
  });

  it('leaves pauses out of the time taken', () => {
    const meter = new RateMeter();
    meter.start(0, 0);
    meter.stop(1000);
    meter.start(60_000, 0);
    expect(meter.elapsedMs(61_000)).toBe(2000);
  });

  it('keeps few marks however often it is told', () => {
    const meter = new RateMeter();
    meter.start(0, 0);
    for (let i = 1; i <= 100_000; i += 1) meter.record(i / 10, i);
    expect(meter.rate(10_000)).toBeCloseTo(10_000, -2);
  });
});

describe('BatchSizer', () => {
  it('grows while batches are quick, shrinks when they are slow, within its bounds', () => {
    const sizer = new BatchSizer();
    const first = sizer.size;
    for (let i = 0; i < 10; i += 1) sizer.record(sizer.size, 2);
    const largest = sizer.size;
    sizer.record(largest, 60_000);
    expect([first, largest, sizer.size]).toEqual([32, 128, 4]);
    sizer.record(4, 40);
    expect(sizer.size).toBe(8);
  });
});

describe('WorkLeft', () => {
  it('gives each phase once, and takes it back', () => {
    const left = new WorkLeft();
    left.addReading(['a.ts']);
    left.addReading(['b.ts', 'a.ts']);
    left.add('embedding');
    expect([left.takeReading(), left.takeReading()]).toEqual([['a.ts', 'b.ts'], null]);
    left.add('reading');
    expect(left.isEmpty).toBe(false);
    left.clear();
    expect(left.isEmpty).toBe(true);
  });
});

describe('ProgressTracker', () => {
  afterEach(() => vi.useRealTimers());

  // A window that draws each of 60,000 files as it is read does nothing else.
  it('tells ten times a second at most, and the last of what it was told in the end', () => {
    vi.useFakeTimers();
    const told: number[] = [];
    const tracker = new ProgressTracker({
      repositoryId: 'r',
      state: 'reading',
      emit: ({ reading }) => told.push(reading.done),
    });
    for (let done = 1; done <= 1000; done += 1) {
      tracker.record('reading', { done, total: 1000, currentFile: null });
      vi.advanceTimersByTime(1);
    }
    vi.advanceTimersByTime(100);
    expect(told).toHaveLength(11);
    expect(told.at(-1)).toBe(1000);
  });

  it('tells changes of state at once and forgets what belonged to the state before', () => {
    const told: IndexingProgress[] = [];
    const tracker = new ProgressTracker({ repositoryId: 'r', state: 'done', emit: (progress) => told.push(progress) });
    tracker.moveTo('embedding');
    tracker.record('embedding', { done: 5, total: 10, currentFile: 'a.ts', reused: 2 });
    tracker.setWaiting('on battery');
    expect(tracker.progress()).toMatchObject({ waiting: 'on battery', currentFile: 'a.ts', reused: 2 });
    tracker.moveTo('failed', { code: 'DISK_FULL', message: 'The disk is full.' });
    expect(told.map(({ state, error }) => [state, error?.code ?? null])).toEqual([
      ['embedding', null],
      ['failed', 'DISK_FULL'],
    ]);
    expect(tracker.progress()).not.toHaveProperty('waiting');
    expect(tracker.progress().currentFile).toBeNull();
    tracker.moveTo('reading');
    expect(tracker.progress().error).toBeNull();
  });
});
