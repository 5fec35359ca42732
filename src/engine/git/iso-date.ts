const pad = (value: number): string => String(value).padStart(2, '0');

/**
 * ISO 8601 with the author's own offset: `2024-05-01T12:30:00+02:00`; years past 9999 and before 0 with six digits and a sign, as
 * JavaScript reads them. `zone` as git writes it: `+0200`. Null for what is no moment in time.
 */
export function isoDate(seconds: number | null, zone: string): string | null {
  const match = /^([+-])(\d{2,})(\d{2})$/.exec(zone);
  const minutes = match ? Number(match[2]) * 60 + Number(match[3]) : 0;
  // Some commits carry offsets that no clock has: they are shown in UTC.
  const usable = match && minutes < 24 * 60;
  const offset = usable ? (match[1] === '-' ? -minutes : minutes) : 0;
  const local = new Date(((seconds ?? Number.NaN) + offset * 60) * 1000);
  if (Number.isNaN(local.getTime())) return null;
  const magnitude = Math.abs(offset);
  return `${local.toISOString().slice(0, -5)}${offset < 0 ? '-' : '+'}${pad(Math.floor(magnitude / 60))}:${pad(magnitude % 60)}`;
}

/** Offset of a moment from UTC on this machine, as git writes it. */
export function zoneOf(moment: Date): string {
  const minutes = -moment.getTimezoneOffset();
  const magnitude = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(magnitude / 60))}${pad(magnitude % 60)}`;
}
