import type { VerifyReport } from '../../shared/contract/indexing.ts';
import { actionOf } from '../store/damage.ts';
import { findIndexDamage } from '../store/index.ts';
import { checkKinds } from '../store/verify.ts';

/** The full check of an index that this process does not write: nothing is mended. */
export function checkOnly(indexFile: string): VerifyReport {
  const started = performance.now();
  const findings = findIndexDamage(indexFile).map(({ check, problem, remedy }) => ({
    check,
    problem,
    action: actionOf(remedy),
    repaired: false,
  }));
  return { ok: findings.length === 0, checked: checkKinds, findings, tookMs: performance.now() - started };
}
