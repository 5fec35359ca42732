import { ChunksTable, isStoredAs, type StoredChunk } from './chunks-table.ts';
import { FilesTable, type Touch, type KnownFile } from './files-table.ts';
import { KeywordIndexWriter } from './keyword-index.ts';
import type { ReadChunk, ReadFile } from './read-file.ts';
import type { Query, Statements } from './statements.ts';
import type { VectorStore } from './vector-store.ts';

/** Chunks written or removed in one transaction: about 5 ms. */
const chunksPerTransaction = 48;

/** What storing one file did. */
export interface StoreEffect {
  added: number;
  kept: number;
  removed: number;
}

/** Phase 1's side of the store: files with their texts, chunks, symbols and keyword rows. */
export class ReadingStore {
  readonly #statements: Statements;
  readonly #vectors: VectorStore;
  readonly #files: FilesTable;
  readonly #chunks: ChunksTable;
  readonly #keywords: KeywordIndexWriter;
  readonly #putText: Query<[fileId: number, deflated: Uint8Array]>;
  readonly #removeText: Query<[fileId: number]>;
  readonly #queueForNext: Query<[chunkId: number]>;
  #changingModel: boolean;
  /** Changes of the keyword index that the transaction under way ends with. */
  #keywordChanges: (() => void)[] = [];

  constructor(statements: Statements, vectors: VectorStore, changingModel: boolean) {
    this.#statements = statements;
    this.#vectors = vectors;
    this.#changingModel = changingModel;
    this.#files = new FilesTable(statements);
    this.#chunks = new ChunksTable(statements);
    this.#keywords = statements.timed('chunks_fts.open', () => new KeywordIndexWriter(statements.database));
    this.#putText = statements.prepare('texts.put', 'INSERT OR REPLACE INTO texts (file_id, deflated) VALUES (?, ?)');
    this.#removeText = statements.prepare('texts.remove', 'DELETE FROM texts WHERE file_id = ?');
    this.#queueForNext = statements.prepare('next_pending.put', 'INSERT INTO next_pending (chunk_id) VALUES (?)');
  }

  /** While a model change runs, new chunks are put on its list. */
  set changingModel(value: boolean) {
    this.#changingModel = value;
  }

  /**
   * Stores a file in the place of `known` (a file of the same path, or one that was moved here; null for a new one). Chunks whose
   * text did not change keep their id, vector and status. Each step is one short transaction; between steps readers see chunks
   * that agree with the stored text, and a file cut short is read again. Answers what changed.
   */
  *store(file: ReadFile, known: KnownFile | null): Generator<undefined, StoreEffect, undefined> {
    const fresh = file.content.state === 'indexed' ? file.content.chunks : [];
    const match = matchChunks(known === null ? [] : this.#chunks.ofFile(known.id), fresh);
    const effect = { added: match.added.length, kept: match.kept.length, removed: match.removed.length };
    yield* this.#removeInSteps(known, match.removed.splice(0, match.removed.length - chunksPerTransaction));
    const rest = match.added.splice(chunksPerTransaction);
    const fileId = this.#transaction('reading.store', () => {
      for (const chunk of match.removed) this.#removeChunk(chunk, known?.path ?? '');
      const id = this.#files.put(known?.id ?? null, file, rest.length > 0);
      if (file.content.state === 'indexed') this.#putText.run(id, file.content.deflated);
      else this.#removeText.run(id);
      const rewrite = known !== null && (known.path !== file.path || known.readerVersion !== file.readerVersion);
      for (const [stored, chunk] of match.kept) this.#keep(stored, chunk, rewrite);
      if (known !== null && known.path !== file.path) {
        for (const [stored] of match.kept) this.#vectors.noteMoved(stored.id);
      }
      for (const chunk of match.added) this.#add(id, chunk);
      return id;
    });
    yield* this.#addInSteps(fileId, file, rest);
    return effect;
  }

  /** Stores several files as one transaction: for small ones, whose sum is short. */
  storeTogether(files: readonly { readonly file: ReadFile; readonly known: KnownFile | null }[]): StoreEffect {
    const sum = { added: 0, kept: 0, removed: 0 };
    this.#transaction('reading.store-together', () => {
      for (const { file, known } of files) {
        const effect = runToEnd(this.store(file, known));
        sum.added += effect.added;
        sum.kept += effect.kept;
        sum.removed += effect.removed;
      }
    });
    return sum;
  }

  /** Takes files out with all that belongs to them. Steps as in `store`. */
  *remove(files: readonly KnownFile[]): Generator<undefined, number, undefined> {
    let removed = 0;
    for (const file of files) {
      const chunks = this.#chunks.ofFile(file.id);
      removed += chunks.length;
      yield* this.#removeInSteps(file, chunks.splice(0, chunks.length - chunksPerTransaction));
      this.#transaction('reading.remove', () => {
        for (const chunk of chunks) this.#removeChunk(chunk, file.path);
        this.#files.remove(file.id);
      });
      yield;
    }
    return removed;
  }

  /** Records new sizes and times of files whose content is the same. */
  touch(files: readonly Touch[]): void {
    this.#statements.transaction('reading.touch', () => {
      for (const file of files) this.#files.touch(file);
    });
  }

  /** The file is marked as incomplete in the same transaction: should it come back unchanged, it must not be taken as known. */
  *#removeInSteps(file: KnownFile | null, chunks: readonly StoredChunk[]): Generator<undefined, void, undefined> {
    for (let at = 0; at < chunks.length; at += chunksPerTransaction) {
      this.#transaction('reading.remove-chunks', () => {
        if (file !== null) this.#files.markIncomplete(file.id);
        for (const chunk of chunks.slice(at, at + chunksPerTransaction)) this.#removeChunk(chunk, file?.path ?? '');
      });
      yield;
    }
  }

  #removeChunk(chunk: StoredChunk, path: string): void {
    this.#vectors.forget(chunk, path);
    this.#keywordChanges.push(() => this.#keywords.remove([chunk.id]));
    this.#chunks.remove(chunk.id);
  }

  /**
   * Runs `work` as one transaction that changes the keyword index last: FTS5 writes what it gathered as a segment whenever SQLite
   * opens a savepoint of its own, as it does for deletions that cascade and for replaced rows.
   */
  #transaction<T>(name: string, work: () => T): T {
    if (this.#statements.database.inTransaction) return work();
    this.#keywordChanges = [];
    return this.#statements.transaction(name, () => {
      const answer = work();
      for (const change of this.#keywordChanges.splice(0)) change();
      return answer;
    });
  }

  *#addInSteps(fileId: number, file: ReadFile, chunks: readonly ReadChunk[]): Generator<undefined, void, undefined> {
    for (let at = 0; at < chunks.length; at += chunksPerTransaction) {
      yield;
      this.#transaction('reading.add-chunks', () => {
        for (const chunk of chunks.slice(at, at + chunksPerTransaction)) this.#add(fileId, chunk);
        if (at + chunksPerTransaction >= chunks.length) this.#files.put(fileId, file, false);
      });
    }
  }

  #add(fileId: number, chunk: ReadChunk): void {
    const id = this.#chunks.insert(fileId, chunk);
    this.#keywordChanges.push(() => this.#keywords.insert(id, chunk.columns));
    if (this.#changingModel) this.#queueForNext.run(id);
  }

  #keep(stored: StoredChunk, chunk: ReadChunk, rewrite: boolean): void {
    if (rewrite || !isStoredAs(stored, chunk)) this.#chunks.rewrite(stored, chunk);
    if (!rewrite) return;
    this.#keywordChanges.push(() => {
      this.#keywords.remove([stored.id]);
      this.#keywords.insert(stored.id, chunk.columns);
    });
  }
}

function runToEnd<T>(steps: Generator<undefined, T, undefined>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

interface Match {
  readonly kept: (readonly [StoredChunk, ReadChunk])[];
  readonly added: ReadChunk[];
  readonly removed: StoredChunk[];
}

/** Pairs stored chunks with fresh ones of the same text hash, equal ones in line order. */
function matchChunks(stored: readonly StoredChunk[], fresh: readonly ReadChunk[]): Match {
  const byHash = new Map<string, StoredChunk[]>();
  for (const chunk of stored) {
    const key = chunk.text_hash.toString('latin1');
    const twins = byHash.get(key);
    if (twins) twins.push(chunk);
    else byHash.set(key, [chunk]);
  }
  const match: Match = { kept: [], added: [], removed: [] };
  for (const chunk of fresh) {
    const twin = byHash.get(Buffer.from(chunk.textHash).toString('latin1'))?.shift();
    if (twin) match.kept.push([twin, chunk]);
    else match.added.push(chunk);
  }
  for (const left of byHash.values()) for (const chunk of left) match.removed.push(chunk);
  return match;
}
