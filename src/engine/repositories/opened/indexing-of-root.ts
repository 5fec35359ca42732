import { existsSync } from 'node:fs';
import type { IndexingProgress } from '../../../shared/contract/indexing.ts';
import { WhenceError } from '../../../shared/errors.ts';
import type { EngineContext } from '../../engine-context.ts';
import { IndexingController } from '../../indexing/index.ts';
import type { IndexWriter } from '../../store/index.ts';
import type { IndexAccess } from '../index-access.ts';
import type { Root } from '../root.ts';
import { Renewable } from './renewable.ts';

export interface IndexingParts {
  readonly root: Root;
  readonly index: IndexAccess;
  readonly context: EngineContext;
  readonly emit: (progress: IndexingProgress) => void;
  /** Throws the index away and answers a new, empty one. */
  readonly startOver: () => Promise<IndexWriter>;
}

/** Indexing of one root: begun when first asked for, ended while the index is checked. */
export class IndexingOfRoot {
  readonly #root: string;
  readonly #controller: Renewable<IndexingController>;

  constructor(parts: IndexingParts) {
    this.#root = parts.root.path;
    this.#controller = new Renewable(
      () => createController(parts),
      async (controller) => controller.close(),
    );
  }

  /** Throws INDEX_LOCKED where another process writes, ROOT_GONE when the folder is no longer there. */
  get controller(): IndexingController {
    if (!existsSync(this.#root)) {
      throw new WhenceError(
        'ROOT_GONE',
        `${this.#root} is no longer there: it was moved or deleted. What was indexed can still be searched.`,
      );
    }
    return this.#controller.get();
  }

  /** Null where nothing was begun. */
  get progress(): IndexingProgress | null {
    return this.#controller.peek()?.progress() ?? null;
  }

  get isRunning(): boolean {
    const state = this.progress?.state;
    return state === 'reading' || state === 'embedding' || state === 'finishing';
  }

  /** Resolves when nothing is indexed. */
  async settled(): Promise<void> {
    await this.#controller.peek()?.whenIdle();
  }

  /** Stops; work in flight is kept for the next time. */
  async close(): Promise<void> {
    await this.#controller.end();
  }
}

function createController({ root, index, context, emit, startOver }: IndexingParts): IndexingController {
  const { settings, embedder, host } = context;
  return new IndexingController({
    repositoryId: root.repositoryId,
    root: root.path,
    writer: index.requireWriter(),
    embedder,
    limits: () => {
      const { maxFileBytes, includeVendored } = settings.get();
      return { maxFileBytes, includeVendored };
    },
    emit,
    startOver,
    ...(host.embeddingGate && { gate: host.embeddingGate }),
  });
}
