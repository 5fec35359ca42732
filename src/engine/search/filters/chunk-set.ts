import type { ChunkSetReader, FileChunks } from '../../store/index.ts';

/** Chunks by a flag per id: what filters work on. */
export type ChunkSet = Uint8Array;

/** Which chunks a file has, for all files at once; kept while the database does not change. */
export class ChunkSets {
  readonly #stored: ChunkSetReader;
  #files: readonly FileChunks[] | null = null;
  #size: number | null = null;
  #fileOfChunk: Int32Array | null = null;

  constructor(stored: ChunkSetReader) {
    this.#stored = stored;
  }

  /** To be called when the database has changed. */
  forget(): void {
    this.#files = null;
    this.#size = null;
    this.#fileOfChunk = null;
  }

  empty(): ChunkSet {
    this.#size ??= this.#stored.largestId() + 1;
    return new Uint8Array(this.#size);
  }

  files(): readonly FileChunks[] {
    this.#files ??= this.#stored.files();
    return this.#files;
  }

  /** File id by chunk id; 0 for none. */
  get fileOfChunk(): Int32Array {
    if (this.#fileOfChunk === null) {
      const files = new Int32Array(this.empty().length);
      for (const file of this.files()) {
        if (file.last - file.first + 1 === file.count) files.fill(file.id, file.first, file.last + 1);
        else for (const id of this.#stored.scattered(file.id)) files[id] = file.id;
      }
      this.#fileOfChunk = files;
    }
    return this.#fileOfChunk;
  }

  /** Chunks of the files that fit. */
  ofFiles(fits: (file: { path: string; language: string | null }) => boolean): ChunkSet {
    const set = this.empty();
    for (const file of this.files()) {
      if (!fits(file)) continue;
      if (file.last - file.first + 1 === file.count) set.fill(1, file.first, file.last + 1);
      else for (const id of this.#stored.scattered(file.id)) set[id] = 1;
    }
    return set;
  }

  /** Chunks whose ids a statement gives. */
  ofIds(ids: Iterable<number>): ChunkSet {
    const set = this.empty();
    for (const id of ids) set[id] = 1;
    return set;
  }

  all(): ChunkSet {
    return this.ofFiles(() => true);
  }
}

/** Chunks in both. */
export function intersect(a: ChunkSet, b: ChunkSet): ChunkSet {
  return a.map((flag, id) => flag & (b[id] ?? 0));
}

/** Chunks in either. */
export function unite(a: ChunkSet, b: ChunkSet): ChunkSet {
  return a.map((flag, id) => flag | (b[id] ?? 0));
}

export function* idsOf(set: ChunkSet): Generator<number> {
  for (let id = 0; id < set.length; id += 1) if (set[id] === 1) yield id;
}
