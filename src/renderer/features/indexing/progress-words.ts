import type { IndexingProgress, PhaseProgress } from '../../../shared/contract/indexing.ts';
import { formatClock, formatCount } from '../../ui/format.ts';

/** 0 to 1; a phase with nothing to do is complete once the run is past it. */
export function share({ done, total }: PhaseProgress, past: boolean): number {
  if (total === 0) return past ? 1 : 0;
  return Math.min(1, done / total);
}

const perSecond = (rate: number): string => `${formatCount(rate >= 10 ? Math.round(rate) : Number(rate.toFixed(1)))}/s`;

/** `4,100/s · 0:09 left`: what is known of it. */
export function paceWords(phase: PhaseProgress): string {
  const parts = [];
  if (phase.total === 0) return '';
  if (phase.rate > 0) parts.push(perSecond(phase.rate));
  if (phase.remainingMs !== null) parts.push(`${formatClock(phase.remainingMs)} left`);
  return parts.join(' · ');
}

export const countWords = ({ done, total }: PhaseProgress): string => `${formatCount(done)} of ${formatCount(total)}`;

export const isWorking = (progress: IndexingProgress | null | undefined): progress is IndexingProgress =>
  progress !== null &&
  progress !== undefined &&
  ['reading', 'embedding', 'finishing', 'paused'].includes(progress.state);
