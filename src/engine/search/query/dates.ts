const dayMs = 24 * 60 * 60 * 1000;
const unitDays: Readonly<Record<string, number>> = {
  d: 1,
  day: 1,
  w: 7,
  week: 7,
  m: 30,
  month: 30,
  mo: 30,
  y: 365,
  year: 365,
};

/**
 * A point in time as people write it: `2024-05-31`, `2024-05`, `2024`, `today`, `yesterday`, `3d`, `2 weeks ago`. Calendar
 * dates are the start of that day, month or year in UTC. In ms since the epoch; null when it is none of these.
 */
export function parseDate(text: string, now: number): { start: number } | null {
  const value = text.trim().toLowerCase();
  const calendar = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(value);
  if (calendar !== null) {
    const [year, month, day] = [Number(calendar[1]), Number(calendar[2] ?? 1), Number(calendar[3] ?? 1)];
    const start = Date.UTC(year, month - 1, day);
    const date = new Date(start);
    return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? { start } : null;
  }
  const today = Math.floor(now / dayMs) * dayMs;
  if (value === 'today') return { start: today };
  if (value === 'yesterday') return { start: today - dayMs };
  const relative = /^(\d{1,4})\s*([a-z]+?)s?(?:\s+ago)?$/.exec(value);
  const days = unitDays[relative?.[2] ?? ''];
  return relative === null || days === undefined ? null : { start: now - Number(relative[1]) * days * dayMs };
}
