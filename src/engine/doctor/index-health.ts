import { existsSync } from 'node:fs';
import { type ErrorShape, toErrorShape } from '../../shared/errors.ts';
import { indexFileOf } from '../data-folder.ts';
import { indexStateOf } from '../repositories/index-state.ts';
import { resolveRoot } from '../repositories/root.ts';
import { factsAtRest } from '../repositories/summary.ts';
import { findIndexDamage } from '../store/index.ts';
import { type Found, type IndexReport } from './report.ts';
import { tried } from './installation.ts';

/** State, sizes and a full check of the index of a root. That there is none yet is no problem. */
export async function describeIndex(
  path: string,
  options: { readonly dataFolder: string; readonly hasModel: boolean },
): Promise<Found<IndexReport | null>> {
  const problems: ErrorShape[] = [];
  const root = await tried(problems, toErrorShape, async () => resolveRoot(path));
  if (root === null) return { value: null, problems };
  const file = indexFileOf(options.dataFolder, root.repositoryId);
  const { index, bytes, writer, failure } = factsAtRest(file);
  if (failure !== null) problems.push(failure);
  const damages =
    failure !== null || index === null || !existsSync(file)
      ? null
      : await tried(problems, toErrorShape, () => findIndexDamage(file));
  if (damages !== null && damages.length > 0) {
    const kinds = [...new Set(damages.map(({ check }) => check))].join(', ');
    problems.push({ code: 'INDEX_DAMAGED', message: `The index is damaged (${kinds}).` });
  }
  const facts = { rootExists: true, index, writtenByOther: writer !== null, progress: null, failure };
  return {
    value: {
      root: root.path,
      state: indexStateOf({ ...facts, hasModel: options.hasModel }),
      bytes: index?.bytes ?? bytes,
      counts: index?.counts ?? null,
      healthy: index === null && failure === null ? null : damages?.length === 0,
    },
    problems,
  };
}
