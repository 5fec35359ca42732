import type { MigrationProgress } from '../shared/contract/repositories.ts';
import { printNote, thousands } from './output.ts';

/** Milliseconds between two lines. */
const everyMs = 1000;

/** Tells on stderr how far a migration is: a line at the start of each part, and one a second in between. */
export function createMigrationView(): (progress: Omit<MigrationProgress, 'root'>) => void {
  let last = -Infinity;
  let step: string | null = null;
  return (progress) => {
    const now = performance.now();
    if (progress.step === step && now - last < everyMs && progress.done < progress.total) return;
    if (step === null) printNote('This index is of an older Whence: it is brought up to date, a backup first.');
    last = now;
    step = progress.step;
    const done = `${thousands(progress.done)} of ${thousands(progress.total)}`;
    printNote(step === 'backup' ? `backup: ${done} pages` : `schema: ${done} steps`);
  };
}
