import { existsSync } from 'node:fs';
import { isWhenceError, WhenceError } from '../../shared/errors.ts';
import {
  type IndexReader,
  type IndexWriter,
  lockedMessage,
  type LockHolder,
  type MigrationProgress,
  openReader,
  openWriter,
  writerOf,
} from '../store/index.ts';
import type { IndexFacts } from './index-state.ts';

/** How often another process's lock is tried again, in ms. */
const lockRetryMs = 3000;

export interface IndexAccessOptions {
  readonly indexFile: string;
  /** The indexed root, absolute. */
  readonly root: string;
  readonly appVersion: string;
  /** Whether to become the index's one writer where nobody else is. */
  readonly writes: boolean;
  /** See `WriterOptions`. */
  readonly replace?: boolean;
  readonly onMigration?: (progress: MigrationProgress) => void;
  /** The writer's place became free and was taken. */
  readonly onWriter: () => void;
}

/**
 * The index of an open root: written by this process where nobody else does, read otherwise. While another process writes, its
 * lock is tried again now and then, so that its end hands the index over.
 */
export class IndexAccess {
  readonly #options: IndexAccessOptions;
  #writer: IndexWriter | null = null;
  #reader: IndexReader | null = null;
  #retry: NodeJS.Timeout | null = null;
  #notices: readonly string[] = [];

  private constructor(options: IndexAccessOptions) {
    this.#options = options;
  }

  /** Throws what `openWriter` throws, but for INDEX_LOCKED. */
  static async open(options: IndexAccessOptions): Promise<IndexAccess> {
    const access = new IndexAccess(options);
    if (options.writes) await access.#becomeWriter();
    return access;
  }

  /** The writer, or null where this process only reads. */
  get writer(): IndexWriter | null {
    return this.#writer;
  }

  /** Somebody to read with; null while there is no index yet. Throws what `openReader` throws, but for INDEX_MISSING. */
  reader(): IndexReader | null {
    if (this.#writer !== null) return this.#writer;
    this.#reader ??= openIfThere(this.#options.indexFile);
    return this.#reader;
  }

  /** Throws INDEX_LOCKED (`data` says who writes) where this process does not write. */
  requireWriter(): IndexWriter {
    if (this.#writer !== null) return this.#writer;
    const holder = this.otherWriter();
    throw new WhenceError('INDEX_LOCKED', lockedMessage(holder), { data: { ...holder } });
  }

  /** Throws INDEX_MISSING while there is no index yet. */
  requireReader(): IndexReader {
    const reader = this.reader();
    if (reader === null) {
      throw new WhenceError('INDEX_MISSING', `${this.#options.root} is not indexed yet: index it first.`);
    }
    return reader;
  }

  /** Who writes, where it is another process. */
  otherWriter(): LockHolder | null {
    if (this.#writer !== null || !existsSync(this.#options.indexFile)) return null;
    return writerOf(this.#options.indexFile);
  }

  facts(): IndexFacts | null {
    const reader = this.reader();
    return reader && { manifest: reader.manifest(), counts: reader.counts(), bytes: reader.bytesOnDisk() };
  }

  /** What was found and mended when the index was opened. */
  get notices(): readonly string[] {
    return this.#notices;
  }

  close(): void {
    if (this.#retry) clearInterval(this.#retry);
    this.#retry = null;
    this.#reader?.close();
    this.#reader = null;
    this.#writer?.close();
    this.#writer = null;
  }

  /** Opens the writer after its file was deleted or replaced. */
  async reopen(): Promise<void> {
    this.close();
    await this.#becomeWriter();
  }

  async #becomeWriter(): Promise<void> {
    const { indexFile, root, appVersion, replace, onMigration } = this.#options;
    try {
      const writer = await openWriter(indexFile, {
        root,
        appVersion,
        ...(replace && { replace }),
        ...(onMigration && { onMigration }),
      });
      this.#reader?.close();
      this.#reader = null;
      this.#writer = writer;
      this.#notices = [...this.#notices, ...writer.notices];
    } catch (thrown) {
      if (!isWhenceError(thrown, 'INDEX_LOCKED')) throw thrown;
      this.#retry ??= setInterval(() => void this.#tryAgain(), lockRetryMs).unref();
    }
  }

  async #tryAgain(): Promise<void> {
    if (this.#writer !== null || writerOf(this.#options.indexFile) !== null) return;
    // A failure stays visible in the state of the root: this process goes on reading.
    await this.#becomeWriter().catch(() => undefined);
    if (this.#writer === null) return;
    if (this.#retry) clearInterval(this.#retry);
    this.#retry = null;
    this.#options.onWriter();
  }
}

function openIfThere(indexFile: string): IndexReader | null {
  try {
    return openReader(indexFile);
  } catch (thrown) {
    if (isWhenceError(thrown, 'INDEX_MISSING')) return null;
    throw thrown;
  }
}
