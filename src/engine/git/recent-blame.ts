import { createHash } from 'node:crypto';
import type { Blame } from '../../shared/contract/git.ts';
import { Conversion } from './conversion/conversion.ts';
import type { GitEngine } from './engine.ts';
import type { LocatedFile } from './repository-session.ts';
import { readMergeHeads } from './repository/refs.ts';
import { blameStamp } from './stamp.ts';
import type { BlameRequest } from './types.ts';
import { readWorkingBytes } from './working-tree.ts';

/** About 20 MB of lines. */
const linesKept = 60_000;

/**
 * The last complete answers of a worker, whole files and ranges, at any revision: going back to one costs no walk. Keyed
 * by all that an answer rests on, so that none is ever out of date.
 */
export class RecentBlame {
  readonly #answers = new Map<string, Blame>();
  #lines = 0;

  get(key: string): Blame | null {
    const found = this.#answers.get(key);
    if (!found) return null;
    this.#answers.delete(key);
    this.#answers.set(key, found);
    return found;
  }

  put(key: string, blame: Blame): void {
    if (!blame.complete || blame.lines.length > linesKept / 2) return;
    this.#answers.set(key, blame);
    this.#lines += blame.lines.length;
    for (const [oldest, { lines }] of this.#answers) {
      if (this.#lines <= linesKept) break;
      this.#answers.delete(oldest);
      this.#lines -= lines.length;
    }
  }
}

/** What decides a blame: the commit, the text on disk where that is asked about, and what blame rests on beside them. */
export async function blameKey(file: LocatedFile, engine: GitEngine, request: BlameRequest): Promise<string> {
  const { repository } = file.session;
  const { path, revision, firstLine, lastLine, ignoreWhitespace = false, force = false } = request;
  const commit = await engine.resolve(revision ?? 'HEAD').catch(() => null);
  const bytes = revision === undefined ? readWorkingBytes(repository, file.path) : null;
  const text = bytes === null ? null : createHash('sha256').update(bytes).digest('hex');
  const merging = revision === undefined ? readMergeHeads(repository) : [];
  const rules = revision === undefined ? new Conversion(repository).rulesOf(file.path) : null;
  const asked = [path, revision ?? null, firstLine ?? null, lastLine ?? null, ignoreWhitespace, force];
  return JSON.stringify([engine.name, commit, text, merging, rules, blameStamp(repository), asked]);
}
