import { WhenceError } from '../../../shared/errors.ts';
import { resolveRef } from '../repository/refs.ts';
import type { Repository } from '../repository/repository.ts';
import type { History } from './history.ts';

/**
 * The commit that a revision names: a ref, a full or abbreviated id, then any of `^`, `^2`, `~3`, `^{commit}`, `^0`.
 * Throws GIT_REVISION_UNKNOWN, and GIT_NO_COMMITS for a HEAD before the first commit.
 */
export async function resolveRevision(repository: Repository, history: History, revision: string): Promise<string> {
  const match = /^(.*?)((?:[~^]\d*|\^\{(?:commit)?\})*)$/s.exec(revision);
  const base = match?.[1] === '@' ? 'HEAD' : (match?.[1] ?? revision);
  const start = await resolveBase(repository, history, base);
  if (start === null) {
    if (base === 'HEAD') throw new WhenceError('GIT_NO_COMMITS', 'This repository has no commits yet.');
    throw unknown(revision);
  }
  let commit: string | undefined = peel(history, start, revision);
  for (const [step, kind, digits] of (match?.[2] ?? '').matchAll(/([~^])(\d*)(?:\{(?:commit)?\})?/g)) {
    if (commit === undefined) break;
    if (step.endsWith('}')) continue;
    const count = digits === '' || digits === undefined ? 1 : Number(digits);
    commit = kind === '~' ? ancestor(history, commit, count) : nthParent(history, commit, count);
  }
  if (commit === undefined) throw unknown(revision);
  return commit;
}

async function resolveBase(repository: Repository, history: History, base: string): Promise<string | null> {
  if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(base)) return base.toLowerCase();
  const byRef = await resolveRef(repository, base);
  if (byRef !== null) return byRef;
  if (!/^[0-9a-f]{4,63}$/i.test(base)) return null;
  const ids = history.objects
    .idsWithPrefix(base.toLowerCase())
    .filter((id) => ['commit', 'tag'].includes(history.objects.find(id)?.type ?? ''));
  if (ids.length > 1) {
    throw new WhenceError('GIT_REVISION_UNKNOWN', `More than one commit starts with ${base}: give more of its id.`);
  }
  return ids[0] ?? null;
}

/** The commit behind a tag. */
function peel(history: History, id: string, revision: string): string {
  let at = id;
  for (let depth = 0; depth < 10; depth += 1) {
    const object = history.objects.find(at);
    if (object?.type === 'commit') return at;
    const target =
      object?.type === 'tag' ? /^object ([0-9a-f]+)\n/.exec(object.data.toString('latin1'))?.[1] : undefined;
    if (target === undefined) throw unknown(revision);
    at = target;
  }
  throw unknown(revision);
}

const generationsAtMost = 10_000_000;

function ancestor(history: History, start: string, generations: number): string | undefined {
  let commit: string | undefined = start;
  // No history is as long; one that goes in a circle has no end.
  if (generations > generationsAtMost) return undefined;
  for (let step = 0; step < generations && commit !== undefined; step += 1) {
    commit = history.commitLinks(commit).parents[0];
  }
  return commit;
}

function nthParent(history: History, commit: string, number: number): string | undefined {
  return number === 0 ? commit : history.commitLinks(commit).parents[number - 1];
}

function unknown(revision: string): WhenceError {
  return new WhenceError('GIT_REVISION_UNKNOWN', `There is no revision "${revision}" in this repository.`);
}
