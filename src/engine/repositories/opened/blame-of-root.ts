import type { GitAnswers, HitBlame } from '../../../shared/contract/git.ts';
import { BlameKeeper } from '../../git/index.ts';
import type { IndexAccess } from '../index-access.ts';
import { Renewable } from './renewable.ts';

/** Blame of one root's files as its index keeps it. */
export class BlameOfRoot {
  readonly #keeper: Renewable<BlameKeeper>;
  readonly #inBackground: boolean;

  constructor(parts: { root: string; index: IndexAccess; inBackground: boolean; onChange: () => void }) {
    const { root, index, inBackground, onChange } = parts;
    this.#inBackground = inBackground;
    this.#keeper = new Renewable(
      () => new BlameKeeper({ root, reader: () => index.reader(), writer: () => index.writer, onChange }),
      async (keeper) => keeper.close(),
    );
  }

  /** Files or commits changed: all that needs it is blamed in the background, where the host wants that. */
  noteChanged(): void {
    if (this.#inBackground) this.#keeper.get().update();
  }

  /** Blames every file that needs it, and resolves when all is kept in the index. */
  async all(): Promise<void> {
    const keeper = this.#keeper.get();
    keeper.update();
    await keeper.settled();
  }

  /** Author, date and commit of these chunks; files that were not blamed yet are, at once. */
  async ofHits(chunkIds: readonly number[], signal?: AbortSignal): Promise<readonly HitBlame[]> {
    return this.#keeper.get().blameHits(chunkIds, signal);
  }

  async facets(chunkIds: readonly number[]): Promise<GitAnswers['git.facets']> {
    return this.#keeper.get().facets(chunkIds);
  }

  /** Resolves when nothing is blamed in the background. */
  async settled(): Promise<void> {
    await this.#keeper.peek()?.settled();
  }

  async close(): Promise<void> {
    await this.#keeper.end();
  }
}
