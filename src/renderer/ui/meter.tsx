import type { ReactNode } from 'react';
import './meter.css';

interface MeterProps {
  readonly label: string;
  /** 0 to 1; null while it cannot be told. */
  readonly value: number | null;
}

/** A slim bar of progress. */
export function Meter({ label, value }: MeterProps): ReactNode {
  const percent = value === null ? null : Math.round(value * 1000) / 10;
  return (
    <span
      className={percent === null ? 'meter meter--unknown' : 'meter'}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(percent === null ? {} : { 'aria-valuenow': Math.floor(percent) })}
    >
      <span className="meter__fill" style={{ width: `${percent ?? 100}%` }} />
    </span>
  );
}
