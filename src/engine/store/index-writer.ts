import type { IndexEvent, VerifyReport } from '../../shared/contract/indexing.ts';
import { WhenceError } from '../../shared/errors.ts';
import { BlameStore } from './blame-store.ts';
import { Checkpointer } from './checkpointer.ts';
import { compactIndex } from './compact.ts';
import { type BatchResult, EmbeddingStore, type PendingChunk, type VectorBatch } from './embedding-store.ts';
import { checkHealth, type HealthOptions, quickDamage } from './health.ts';
import { IndexReader } from './index-reader.ts';
import { Journal, type MetricName } from './journal.ts';
import { type Manifest, type ModelIdentity, readManifest, writeManifest } from './manifest.ts';
import { repairDamage, type RepairContext } from './repair.ts';
import { ReadingStore } from './reading-store.ts';
import type { Statements } from './statements.ts';
import { type ReusableVector, VectorStore } from './vector-store.ts';
import type { WriterLock } from './writer-lock.ts';

/** The one writer of an index. Its transactions are short and synchronous; none spans an await. */
export class IndexWriter extends IndexReader {
  /** Phase 1. */
  readonly reading: ReadingStore;
  /** Phase 2. */
  readonly embedding: EmbeddingStore;
  /** What was found and mended when the index was opened, in words. */
  readonly notices: string[];
  readonly #vectors: VectorStore;
  readonly #journal: Journal;
  readonly #checkpointer: Checkpointer;
  readonly #lock: WriterLock;
  #manifest: Manifest;

  constructor(statements: Statements, lock: WriterLock, notices: readonly string[]) {
    super(statements);
    this.#lock = lock;
    this.#checkpointer = new Checkpointer(statements.file, statements.database);
    statements.onCommit = () => this.#checkpointer.noteWrite();
    this.notices = [...notices];
    this.#manifest = readManifest(statements);
    this.#journal = new Journal(statements);
    this.#vectors = new VectorStore(statements, this.#manifest);
    this.reading = new ReadingStore(statements, this.#vectors, this.#manifest.nextModel !== null);
    this.embedding = new EmbeddingStore(statements, this.#vectors, {
      manifest: () => this.#manifest,
      onModels: () => this.#adoptModels(),
    });
  }

  /** Where blame is written. */
  blameStore(): BlameStore {
    return new BlameStore(this.statements);
  }

  /** Kept in memory: only this writer changes it. */
  override manifest(): Manifest {
    return this.#manifest;
  }

  /** Changes entries of the manifest in one transaction. */
  updateManifest(changes: Partial<Manifest>): void {
    this.statements.transaction('manifest.update', () => writeManifest(this.statements, changes));
    this.#manifest = { ...this.#manifest, ...changes };
  }

  /** Phase 1 starts to change the index, which is unfinished from here on. `total` counts the files of the walk. */
  beginReading(total: number): void {
    this.updateManifest({ readingFinished: null, embeddingFinished: null, readingTotal: total });
  }

  /** Phase 1 is through: its end is recorded when the counts agree. Throws INDEX_DAMAGED when they do not. */
  finishReading(readerVersion: string): void {
    const { files, chunks } = this.counts();
    const keywords = this.statements
      .prepareValue<[], number>('chunks_fts.count', 'SELECT count(*) FROM chunks_fts_docsize')
      .get();
    if (keywords !== chunks) {
      throw new WhenceError(
        'INDEX_DAMAGED',
        `The keyword index holds ${keywords ?? 0} of ${chunks} chunks: check and mend it.`,
      );
    }
    this.updateManifest({ readerVersion, readingTotal: null, readingFinished: { at: Date.now(), files, chunks } });
  }

  /** Phase 2 is through: its end is recorded when every chunk has a vector of its own or failed. False while any is left. */
  finishEmbedding(): boolean {
    const counts = this.counts();
    if (
      this.#manifest.nextModel !== null ||
      counts.pending > 0 ||
      counts.borrowed > 0 ||
      this.#manifest.readingFinished === null
    )
      return false;
    if (counts.vectors !== counts.embedded) {
      throw new WhenceError(
        'INDEX_DAMAGED',
        `The index holds ${counts.vectors} vectors for ${counts.embedded} chunks: check and mend it.`,
      );
    }
    if (this.#manifest.embeddingFinished === null) {
      this.updateManifest({ embeddingFinished: { at: Date.now(), vectors: counts.vectors } });
    }
    return true;
  }

  pendingChunks(options: { afterId: number; limit: number }): PendingChunk[] {
    return this.embedding.pendingChunks(options);
  }

  lookupReusableVector(chunk: Pick<PendingChunk, 'textHash' | 'path'>, revision: string): ReusableVector | null {
    return this.embedding.lookupReusableVector(chunk, revision);
  }

  writeBatch(batch: VectorBatch): BatchResult {
    return this.embedding.writeBatch(batch);
  }

  useModel(model: ModelIdentity): 'serving' | 'changing' {
    return this.embedding.useModel(model);
  }

  recordEvent(kind: IndexEvent['kind'], message: string, data?: Readonly<Record<string, unknown>>): void {
    this.#journal.event(kind, message, data);
  }

  recordMetrics(samples: readonly (readonly [name: MetricName, value: number])[]): void {
    this.#journal.record(samples);
  }

  /**
   * Checks everything in the index and, if asked, mends it. Vectors that were dropped wait for phase 2, files that were marked for
   * phase 1; a finding that was not repaired needs a new index. What was found and done goes into the log of events.
   */
  async verify(options: HealthOptions): Promise<VerifyReport> {
    const report = await checkHealth(this.#repairContext(), options);
    const mended = report.findings.filter((finding) => finding.repaired);
    if (mended.length > 0) {
      this.recordEvent(
        'repaired',
        `Mended: ${mended.map(({ problem, action }) => `${problem} (${action})`).join('; ')}.`,
      );
    }
    return report;
  }

  /** The check on open: mends counts that do not agree, and says so in `notices`. */
  async mendCounts(): Promise<void> {
    for (const damage of quickDamage(this.statements, this.#manifest)) {
      await repairDamage(damage, this.#repairContext());
      const notice = `Mended when it was opened: ${damage.problem}.`;
      this.notices.push(notice);
      this.recordEvent('repaired', notice);
    }
  }

  /** Gives space back to the disk after large deletions; answers the bytes. Between its steps other work runs. */
  async compact(): Promise<number> {
    return compactIndex(this.statements, this.#manifest, async () => this.#checkpointer.empty());
  }

  /** Drops old events, samples and cached vectors over their limits. */
  tidy(limits: { readonly cachedVectors?: number } = {}): void {
    this.#journal.trim();
    this.#vectors.trimCache(this.#manifest, limits.cachedVectors);
  }

  /** Moves the WAL into the index in a thread, so that `close` finds nothing left that would take long. */
  async settle(): Promise<void> {
    if (this.statements.database.open) await this.#checkpointer.empty();
  }

  /** Moves the WAL into the index, gives the lock back and closes. */
  override close(): void {
    if (!this.statements.database.open) return;
    this.#checkpointer.close();
    try {
      this.statements.database.pragma('wal_checkpoint(TRUNCATE)');
    } catch {
      // A full disk must not keep the lock: the WAL stays and is read on the next open.
    }
    super.close();
    this.#lock.release();
  }

  #repairContext(): RepairContext {
    return { statements: this.statements, manifest: () => this.#manifest, onTables: () => this.#adoptModels() };
  }

  #adoptModels(): void {
    this.#manifest = readManifest(this.statements);
    this.#vectors.adopt(this.#manifest);
    this.reading.changingModel = this.#manifest.nextModel !== null;
  }
}
