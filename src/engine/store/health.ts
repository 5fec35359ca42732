import type { VerifyReport } from '../../shared/contract/indexing.ts';
import { isWhenceError } from '../../shared/errors.ts';
import { actionOf, type Damage } from './damage.ts';
import { repairDamage, type RepairContext } from './repair.ts';
import type { Statements } from './statements.ts';
import { chunksIn, type VectorTableName } from './vector-index.ts';
import { checkKinds, findDamage } from './verify.ts';

/** Rounds of finding and mending: mending one thing (missing chunks) can show another (their vectors). */
const rounds = 3;

export interface HealthOptions {
  readonly repair: boolean;
  /** Where the full check runs; without it, here and now (seconds for a large index). */
  readonly find?: () => Promise<readonly Damage[]>;
}

/** Checks an index in full and, if asked, mends what it can. `ok` is true when nothing is (any more) wrong. */
export async function checkHealth(context: RepairContext, options: HealthOptions): Promise<VerifyReport> {
  const started = performance.now();
  const findings: VerifyReport['findings'][number][] = [];
  const find = options.find ?? (async () => Promise.resolve(findDamage(context.statements)));
  let ok = false;
  for (let round = 0; round < rounds && !ok; round += 1) {
    const damages = await find();
    ok = damages.length === 0;
    let mended = false;
    for (const damage of damages) {
      const { check, problem, remedy } = damage;
      const repaired = options.repair && (await isMended(damage, context));
      mended ||= repaired;
      findings.push({
        check,
        problem,
        action: actionOf(options.repair && !repaired ? { kind: 'rebuild' } : remedy),
        repaired,
      });
    }
    if (!mended) break;
  }
  return { ok, checked: checkKinds, findings, tookMs: performance.now() - started };
}

/** False when the damage needs a new index, which may show only when mending meets it again. */
async function isMended(damage: Damage, context: RepairContext): Promise<boolean> {
  try {
    return await repairDamage(damage, context);
  } catch (thrown) {
    if (isWhenceError(thrown, 'INDEX_DAMAGED')) return false;
    throw thrown;
  }
}

/**
 * The check on open: counts that have to agree. Cheap, and enough to see a keyword index or a vector table that lost rows. Answers
 * what is wrong.
 */
export function quickDamage(
  statements: Statements,
  manifest: { model: unknown; vectorTable: VectorTableName },
): Damage[] {
  const count = (sql: string): number => statements.database.prepare<[], number>(sql).pluck().get() ?? 0;
  return statements.timed('health.quick', () => {
    const damages: Damage[] = [];
    const chunks = count('SELECT count(*) FROM chunks');
    const keywords = count('SELECT count(*) FROM chunks_fts_docsize');
    if (chunks !== keywords) {
      const problem = `the keyword index held ${keywords} of ${chunks} chunks`;
      damages.push({ check: 'keyword-index', problem, remedy: { kind: 'fill-keywords' } });
    }
    if (manifest.model === null) return damages;
    // The others have lookup tables of their own: counting them reads far less than counting these.
    const complete =
      chunks -
      count("SELECT count(*) FROM chunks WHERE embedding_status = 'pending'") -
      count("SELECT count(*) FROM chunks WHERE embedding_status = 'failed'");
    const vectors = count(`SELECT count(*) FROM (${chunksIn(manifest.vectorTable)})`);
    if (complete === vectors) return damages;
    const chunkIds = column(
      statements,
      `SELECT id FROM chunks WHERE embedding_status = 'complete' AND id NOT IN (${chunksIn(manifest.vectorTable)})`,
    );
    const strayVectors = column(
      statements,
      `${chunksIn(manifest.vectorTable)} WHERE rowid NOT IN (SELECT id FROM chunks WHERE embedding_status = 'complete')`,
    );
    const problem = [
      ...(chunkIds.length > 0 ? [`${chunkIds.length} chunks lacked their vector, which is made again`] : []),
      ...(strayVectors.length > 0 ? [`${strayVectors.length} vectors had no chunk and were dropped`] : []),
    ].join('; ');
    return [...damages, { check: 'vectors', problem, remedy: { kind: 'embed-again', chunkIds, strayVectors } }];
  });
}

const column = (statements: Statements, sql: string): number[] =>
  statements.database.prepare<[], number>(sql).pluck().all();
