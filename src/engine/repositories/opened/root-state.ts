import type { RepositorySummary } from '../../../shared/contract/repositories.ts';
import type { IndexingProgress } from '../../../shared/contract/indexing.ts';
import { isWhenceError, toErrorShape } from '../../../shared/errors.ts';
import type { EngineContext } from '../../engine-context.ts';
import { bytesOnDisk } from '../../store/index.ts';
import { describeRoot } from '../describe-root.ts';
import type { IndexAccess } from '../index-access.ts';
import type { Root } from '../root.ts';
import { summarize, type SummaryFacts } from '../summary.ts';

/** Milliseconds between two announcements that a root changed while it is being indexed. */
const changedEveryMs = 1000;

export interface RootStateParts {
  readonly root: Root;
  readonly indexFile: string;
  readonly index: IndexAccess;
  readonly context: EngineContext;
  readonly progress: () => IndexingProgress | null;
}

/** The state of one root as people see it, and the announcements that it changed. */
export class RootState {
  readonly #parts: RootStateParts;
  readonly #lastOpened = Date.now();
  readonly #notices: string[] = [];
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(parts: RootStateParts) {
    this.#parts = parts;
  }

  async summary(): Promise<RepositorySummary> {
    const { root, index, context, progress } = this.#parts;
    const { state, branch } = await describeRoot(root.path);
    return summarize({
      repositoryId: root.repositoryId,
      root: root.path,
      name: root.name,
      kind: root.kind,
      git: { state, branch },
      lastOpened: this.#lastOpened,
      ...this.#indexFacts(),
      writer: index.otherWriter(),
      progress: progress(),
      hasModel: context.model !== null,
      notices: [...new Set([...index.notices, ...this.#notices])],
    });
  }

  /** Announces the state as it is now. */
  async announce(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (!this.#closed) this.#parts.context.emit('repositories.changed', await this.summary());
  }

  /** Announces it within a second, once for all that changes until then. */
  announceSoon(): void {
    this.#timer ??= setTimeout(() => void this.announce(), changedEveryMs).unref();
  }

  /** Adds a sentence that people are to see for as long as the root is open. */
  notice(sentence: string): void {
    this.#notices.push(sentence);
    void this.announce();
  }

  /** From now on nothing is announced. */
  close(): void {
    this.#closed = true;
  }

  /** An index that can't be read is a state of the root, not a failure of whoever asks for it: blame needs no index. */
  #indexFacts(): Pick<SummaryFacts, 'index' | 'bytes' | 'failure'> {
    const { index, indexFile } = this.#parts;
    const bytes = bytesOnDisk(indexFile);
    try {
      return { index: index.facts(), bytes, failure: null };
    } catch (thrown) {
      if (!isWhenceError(thrown)) throw thrown;
      return { index: null, bytes, failure: toErrorShape(thrown) };
    }
  }
}
