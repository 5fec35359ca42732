const whole = new Intl.NumberFormat('en');

/** `41200` → `41,200`. */
export const formatCount = (count: number): string => whole.format(count);

/** `plural(1, 'file')` → `1 file`; `plural(2, 'entry', 'entries')` → `2 entries`. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/** Bytes in powers of 1024, three figures: `1.2 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  const digits = unit === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${Number(value.toFixed(digits))} ${units[unit] ?? ''}`;
}

const two = (n: number): string => String(n).padStart(2, '0');

/** Milliseconds as a clock: `0:09`, `12:40`, `1:02:03`. */
export function formatClock(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** A short duration with its unit: `0.4 ms`, `6 ms`, `1.3 s`, `2:05 min`. */
export function formatDuration(ms: number): string {
  if (ms < 1) return `${Number(ms.toFixed(1))} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${Number((ms / 1000).toFixed(1))} s`;
  return `${formatClock(ms)} min`;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Whether a number is a time that a date can hold; NaN is none. */
const isMoment = (when: number): boolean => Math.abs(when) <= 8.64e15;

/** Age in the fewest characters: `now`, `5m`, `3h`, `4d`, `2w`, `7mo`, `3y`. */
export function formatAge(then: number, now: number): string {
  if (!isMoment(then)) return '?';
  const age = Math.max(0, now - then);
  if (age < minute) return 'now';
  if (age < hour) return `${Math.floor(age / minute)}m`;
  if (age < day) return `${Math.floor(age / hour)}h`;
  if (age < 14 * day) return `${Math.floor(age / day)}d`;
  if (age < 60 * day) return `${Math.floor(age / (7 * day))}w`;
  if (age < 365 * day) return `${Math.floor(age / (30.44 * day))}mo`;
  return `${Math.floor(age / (365.25 * day)) || 1}y`;
}

/** Age in words: `just now`, `3 hours ago`, `2 years ago`. */
export function formatAgo(then: number, now: number): string {
  if (!isMoment(then)) return unreadable;
  const age = Math.max(0, now - then);
  const steps = [
    [365.25 * day, 'year'],
    [30.44 * day, 'month'],
    [7 * day, 'week'],
    [day, 'day'],
    [hour, 'hour'],
    [minute, 'minute'],
  ] as const;
  const step = steps.find(([length]) => age >= length);
  return step === undefined ? 'just now' : `${plural(Math.floor(age / step[0]), step[1])} ago`;
}

/** How old a line is, in six steps, 0 the newest: under a week, month, quarter, year, three years, and older. */
export function ageStep(then: number, now: number): number {
  const limits = [7, 31, 92, 366, 3 * 366];
  const step = limits.findIndex((days) => now - then < days * day);
  return step === -1 ? limits.length : step;
}

const dateTime = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });
const dateOnly = new Intl.DateTimeFormat('en', { dateStyle: 'medium' });

const unreadable = 'date unreadable';

/** Milliseconds since the epoch of a date that may be missing or no date at all: NaN then, which every format here takes. */
export const momentOf = (date: string | null): number => (date === null ? Number.NaN : Date.parse(date));

const formatWith = (format: Intl.DateTimeFormat, when: number | string): string => {
  const date = new Date(when);
  return Number.isNaN(date.getTime()) ? unreadable : format.format(date);
};
export const formatDateTime = (when: number | string): string => formatWith(dateTime, when);
/** Age in words and the date, with `between` them; once where there is no date. */
export const formatMoment = (when: number, now: number, between: string): string =>
  !isMoment(when) ? unreadable : formatAgo(when, now) + between + formatDateTime(when);

export const formatDate = (when: number | string): string => formatWith(dateOnly, when);

/** Splits a path into its folder (with the last `/`) and its name. */
export function splitPath(path: string): { readonly folder: string; readonly name: string } {
  const end = path.replace(/[/\\]+$/, '').search(/[^/\\]*$/);
  return { folder: path.slice(0, end), name: path.slice(end) };
}

/** First seven characters of a commit id. */
export const shortCommit = (commit: string): string => commit.slice(0, 7);
