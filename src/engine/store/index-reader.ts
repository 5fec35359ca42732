import { statSync } from 'node:fs';
import type { IndexEvent } from '../../shared/contract/indexing.ts';
import type { IndexCounts } from '../../shared/contract/repositories.ts';
import { BlameReader } from './blame-reader.ts';
import { schemaVersionOf } from './connection.ts';
import { type KnownFile, readKnownFiles, readSkipped, type SkippedFiles } from './files-table.ts';
import { type MetricName, readEvents, readSamples, type Sample } from './journal.ts';
import { type Manifest, readManifest } from './manifest.ts';
import type { ColumnWeights } from './read/postings.ts';
import { SearchReader } from './read/search-reader.ts';
import { guarded } from './sqlite-errors.ts';
import type { Statements } from './statements.ts';
import { TextReader } from './texts.ts';
import { type BytesByUse, readBytesByUse } from './read/bytes-by-use.ts';
import { countVectors, openVectorTable, type VectorTable } from './vector-index.ts';

/** Everything that can be asked of an index. Nothing here writes. */
export class IndexReader {
  /** Absolute path of the index. */
  readonly file: string;
  protected readonly statements: Statements;
  readonly #texts: TextReader;

  constructor(statements: Statements) {
    this.statements = statements;
    this.file = statements.file;
    this.#texts = new TextReader(statements);
  }

  /** Read anew at each call: another process may have changed it. */
  manifest(): Manifest {
    return readManifest(this.statements);
  }

  counts(): IndexCounts {
    const manifest = this.manifest();
    const one = (name: string, sql: string): number => this.statements.prepareValue<[], number>(name, sql).get() ?? 0;
    const states = this.statements
      .prepare<[], { state: string; n: number }>('files.count', 'SELECT state, count(*) AS n FROM files GROUP BY state')
      .all();
    const of = (state: string): number => states.find((row) => row.state === state)?.n ?? 0;
    const chunks = one('chunks.count', 'SELECT count(*) FROM chunks');
    const waiting = one('chunks.count-pending', "SELECT count(*) FROM chunks WHERE embedding_status = 'pending'");
    const failed = one('chunks.count-failed', "SELECT count(*) FROM chunks WHERE embedding_status = 'failed'");
    const changing = manifest.nextModel !== null;
    return {
      files: of('indexed'),
      skipped: of('skipped'),
      failed: of('failed'),
      chunks,
      embedded: chunks - waiting - failed,
      pending: changing ? one('next_pending.count', 'SELECT count(*) FROM next_pending') : waiting,
      borrowed: one('chunks.count-borrowed', 'SELECT count(*) FROM chunks WHERE borrowed = 1'),
      vectors: this.statements.timed('vectors.count', () =>
        countVectors(this.statements.database, manifest.vectorTable),
      ),
    };
  }

  /** Files read so far of those on the walk: 0 to 1. 1 when phase 1 is finished. */
  readingCoverage(): number {
    const { readingFinished, readingTotal } = this.manifest();
    if (readingFinished !== null) return 1;
    if (readingTotal === null || readingTotal === 0) return 0;
    const read = this.statements.prepareValue<[], number>('files.count-all', 'SELECT count(*) FROM files').get();
    return Math.min(1, (read ?? 0) / readingTotal);
  }

  /** Every file of the index, in path order. */
  knownFiles(): KnownFile[] {
    return readKnownFiles(this.statements);
  }

  /** Files left out or failed. */
  skipped(limit: number): SkippedFiles {
    return readSkipped(this.statements, limit);
  }

  /** What a search asks; `weights`: how much a word counts by its column. */
  forSearch(weights: ColumnWeights): SearchReader {
    return new SearchReader(this.statements, weights);
  }

  /** What is known of who wrote the lines. */
  blame(): BlameReader {
    return new BlameReader(this.statements);
  }

  /** Number of the last migration that the index has been through. */
  schemaVersion(): number {
    return guarded(this.file, () => schemaVersionOf(this.statements.database));
  }

  /** Another number than before when another connection has written since. */
  dataVersion(): number {
    return guarded(this.file, () => Number(this.statements.database.pragma('data_version', { simple: true })));
  }

  /** Runs `work`, which must not await, on one state of the index: what another connection writes meanwhile is not seen. */
  snapshot<T>(work: () => T): T {
    // A damaged page comes out as INDEX_DAMAGED, with words for a person.
    return guarded(this.file, () => this.statements.database.transaction(work)());
  }

  fileText(fileId: number): string | null {
    return this.#texts.fileText(fileId);
  }

  fileLines(fileId: number): readonly string[] | null {
    return this.#texts.fileLines(fileId);
  }

  chunkText(chunkId: number): string | null {
    return this.#texts.chunkText(chunkId);
  }

  /** Newest first. */
  events(limit: number): IndexEvent[] {
    return readEvents(this.statements, limit);
  }

  /** Oldest first. */
  samples(name: MetricName, limit: number): Sample[] {
    return readSamples(this.statements, name, limit);
  }

  /** The vectors of a table that the manifest names; null while there are none. */
  vectorTable(name: Manifest['vectorTable']): VectorTable | null {
    return openVectorTable(this.statements, name);
  }

  /** Reads every page of the index. */
  bytesByUse(): BytesByUse {
    return readBytesByUse(this.statements);
  }

  /** Bytes on disk, WAL included. */
  bytesOnDisk(): number {
    return bytesOnDisk(this.file);
  }

  close(): void {
    this.statements.database.close();
  }
}

/** Bytes of an index file and its WAL; 0 where there is none, or where that can't be told. */
export function bytesOnDisk(file: string): number {
  try {
    return ['', '-wal'].reduce(
      (sum, suffix) => sum + (statSync(`${file}${suffix}`, { throwIfNoEntry: false })?.size ?? 0),
      0,
    );
  } catch {
    return 0;
  }
}
