const pad = (value: number): string => String(value).padStart(2, '0');

/** ISO 8601 with the author's own offset: `2024-05-01T12:30:00+02:00`. `zone` as git writes it: `+0200`. */
export function isoDate(seconds: number, zone: string): string {
  const match = /^([+-])(\d{2,})(\d{2})$/.exec(zone);
  const minutes = match ? Number(match[2]) * 60 + Number(match[3]) : 0;
  // Some commits carry offsets that no clock has: they are shown in UTC.
  const usable = match && minutes < 24 * 60;
  const offset = usable ? (match[1] === '-' ? -minutes : minutes) : 0;
  const local = new Date((seconds + offset * 60) * 1000);
  const text = Number.isNaN(local.getTime()) ? '1970-01-01T00:00:00' : local.toISOString().slice(0, -5);
  const magnitude = Math.abs(offset);
  return `${text}${offset < 0 ? '-' : '+'}${pad(Math.floor(magnitude / 60))}:${pad(magnitude % 60)}`;
}

/** Offset of a moment from UTC on this machine, as git writes it. */
export function zoneOf(moment: Date): string {
  const minutes = -moment.getTimezoneOffset();
  const magnitude = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(magnitude / 60))}${pad(magnitude % 60)}`;
}
