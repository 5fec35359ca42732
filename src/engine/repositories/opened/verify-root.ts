import type { VerifyReport } from '../../../shared/contract/indexing.ts';
import { verifyIndex } from '../../ingest/index.ts';
import { checkOnly } from '../check-only.ts';
import type { IndexAccess } from '../index-access.ts';
import type { IndexingOfRoot } from './indexing-of-root.ts';

export interface VerifyParts {
  readonly index: IndexAccess;
  readonly indexing: IndexingOfRoot;
  /** Sets the index aside and begins a new, empty one. */
  readonly startOver: () => Promise<unknown>;
}

/** Checks the index in full, and repairs it when asked. Indexing rests meanwhile and reads again what was repaired. */
export async function verifyRoot({ index, indexing, startOver }: VerifyParts, repair: boolean): Promise<VerifyReport> {
  if (!repair && index.writer === null) return checkOnly(index.requireReader().file);
  const wasRunning = indexing.isRunning;
  await indexing.close();
  const report = await verifyIndex(index.requireWriter(), { repair });
  const beyondRepair = repair && report.findings.some((finding) => !finding.repaired);
  if (beyondRepair) await startOver();
  if (wasRunning || (repair && report.findings.length > 0)) indexing.controller.start();
  return report;
}
