import { describe, expect, it } from 'vitest';
import {
  ageStep,
  formatAge,
  formatAgo,
  formatBytes,
  formatClock,
  formatDate,
  formatDateTime,
  formatDuration,
  formatMoment,
  plural,
  splitPath,
} from '../../../src/renderer/ui/format.ts';

const day = 86_400_000;

it('says sizes, times and ages in the fewest characters', () => {
  expect([0, 999, 1024, 46_000_000, 1_100_000_000].map(formatBytes)).toEqual([
    '0 B',
    '999 B',
    '1 KB',
    '43.9 MB',
    '1.02 GB',
  ]);
  expect([0, 9400, 754_000, 3_723_000].map(formatClock)).toEqual(['0:00', '0:09', '12:34', '1:02:03']);
  expect([0.42, 6.2, 1340, 125_000].map(formatDuration)).toEqual(['0.4 ms', '6 ms', '1.3 s', '2:05 min']);
  expect([0, 5 * 60_000, 4 * day, 20 * day, 200 * day, 364.9 * day, 900 * day].map((age) => formatAge(0, age))).toEqual(
    ['now', '5m', '4d', '2w', '6mo', '11mo', '2y'],
  );
  expect([formatAgo(0, 30_000), formatAgo(0, 3_600_000), formatAgo(0, 800 * day)]).toEqual([
    'just now',
    '1 hour ago',
    '2 years ago',
  ]);
  expect([plural(1, 'index', 'indexes'), plural(41_200, 'chunk')]).toEqual(['1 index', '41,200 chunks']);
});

it('takes a clock that runs ahead for now', () => {
  expect([formatAge(5000, 0), formatAgo(5000, 0), ageStep(5000, 0)]).toEqual(['now', 'just now', 0]);
});

it('grades ages from under a week to over three years', () => {
  expect([1, 8, 40, 200, 800, 2000].map((days) => ageStep(0, days * day))).toEqual([0, 1, 2, 3, 4, 5]);
});

it('splits paths of every kind', () => {
  expect([splitPath('a/b/c.go'), splitPath('c.go'), splitPath('C:\\x\\y'), splitPath('/home/ada/')]).toEqual([
    { folder: 'a/b/', name: 'c.go' },
    { folder: '', name: 'c.go' },
    { folder: 'C:\\x\\', name: 'y' },
    { folder: '/home/', name: 'ada/' },
  ]);
});

describe('times that are none', () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY, 8.64e15 + 1, Date.parse('%aI'), Date.parse('')])(
    'are said to be unreadable and never throw: %s',
    (when) => {
      expect(formatDateTime(when)).toBe('date unreadable');
      expect(formatDate(when)).toBe('date unreadable');
      expect([formatAge(when, 0), formatAgo(when, 0), formatMoment(when, 0, ', ')].join(' ')).not.toContain('NaN');
      expect(ageStep(when, 0)).toBeGreaterThanOrEqual(0);
    },
  );

  it('are no years far off: those are shown as they are', () => {
    expect(formatDate(8.64e15)).toContain('275760');
    expect(formatDate('-000001-06-01T00:00:00Z')).not.toBe('date unreadable');
  });
});
