import type { ChunkKind, FileRole } from '../../../shared/chunk-kind.ts';
import type { ChunkRowReader } from '../../store/index.ts';
import { splitIdentifier, wordsOf } from '../../text/identifiers.ts';
import { stemKey } from '../../text/stem.ts';

/** A name as it is compared with words: all parts written together, and the stem of each part. */
export interface NameParts {
  readonly whole: string;
  readonly parts: readonly string[];
  readonly stems: readonly string[];
}

/** Something that a chunk defines; `name` as written. */
export interface DefinedName extends NameParts {
  readonly name: string;
  readonly kind: string;
  readonly line: number;
}

/** A file as ranking sees it. */
export interface FileRow {
  readonly id: number;
  readonly path: string;
  readonly language: string | null;
  readonly role: FileRole;
  readonly lineCount: number;
  readonly size: number;
  readonly mtimeMs: number;
  /** Null where it is not known yet. */
  readonly ctimeMs: number | null;
  /** A header whose definitions are in a file of the same name beside it. */
  readonly declaresOnly: boolean;
  /** The file name without its last extension; the folder's for a file that stands for its folder. */
  readonly stem: NameParts;
  /** Names of the folders, nearest first. */
  readonly folders: readonly NameParts[];
  /** The two nearest folders as one. */
  readonly nearest: NameParts;
}

/** A chunk as ranking sees it. */
export interface ChunkRow {
  readonly id: number;
  readonly file: FileRow;
  readonly kind: ChunkKind;
  readonly name: string | null;
  readonly enclosing: readonly string[];
  readonly signature: string | null;
  readonly startLine: number;
  readonly endLine: number;
  readonly docStartLine: number | null;
  readonly docEndLine: number | null;
  /** Among tests by its names, in a file that is none: `mod tests` of Rust. */
  readonly isTest: boolean;
  readonly textHash: string;
  /** What is defined in it: name as written, whole name as a term, its parts. */
  readonly symbols: readonly DefinedName[];
  /** The enclosing names by their parts. */
  readonly around: NameParts;
}

const sourceExtensions = ['c', 'm'] as const;

const testScope = /^(?:tests?|specs?|test_.*|.*_tests?)$/;

/** Chunks kept in memory; a search touches some hundreds. */
const mostChunks = 20_000;

/** Chunks and files by id, kept while the database does not change. */
export class ChunkRows {
  readonly #stored: ChunkRowReader;
  #chunks = new Map<number, ChunkRow>();
  #files = new Map<number, FileRow>();

  constructor(stored: ChunkRowReader) {
    this.#stored = stored;
  }

  /** To be called when the database has changed. */
  forget(): void {
    this.#chunks = new Map();
    this.#files = new Map();
  }

  /** A chunk; null when it has left the index. */
  chunk(id: number): ChunkRow | null {
    const known = this.#chunks.get(id);
    if (known !== undefined) return known;
    const raw = this.#stored.chunk(id);
    const file = raw === null ? null : this.file(raw.fileId);
    if (raw === null || file === null) return null;
    const { enclosing } = raw;
    const row: ChunkRow = {
      id,
      file,
      kind: raw.kind,
      name: raw.name,
      enclosing,
      around: namePartsOf(enclosing.flatMap((name) => wordsOf(name).flatMap(splitIdentifier))),
      isTest: enclosing.some((name) => testScope.test(name)),
      signature: raw.signature,
      startLine: raw.startLine,
      endLine: raw.endLine,
      docStartLine: raw.docStartLine,
      docEndLine: raw.docEndLine,
      textHash: raw.textHash.toString('latin1'),
      symbols: this.#stored.symbolsOf(id).map(({ name, kind, line }) => {
        const { whole, parts, stems } = namePartsOf(splitIdentifier(name));
        return { name, kind, line, whole, parts, stems };
      }),
    };
    if (this.#chunks.size >= mostChunks) this.#chunks.clear();
    this.#chunks.set(id, row);
    return row;
  }

  #declaresOnly(path: string): boolean {
    const header = /^(.*)\.h$/.exec(path);
    return (
      header !== null && sourceExtensions.some((extension) => this.#stored.hasFile(`${header[1] ?? ''}.${extension}`))
    );
  }

  file(id: number): FileRow | null {
    const known = this.#files.get(id);
    if (known !== undefined) return known;
    const raw = this.#stored.file(id);
    if (raw === null) return null;
    const steps = raw.path.split('/');
    const name = steps.pop() ?? '';
    const folders = steps.toReversed().map((step) => namePartsOf(wordsOf(step).flatMap(splitIdentifier)));
    const row: FileRow = {
      id,
      path: raw.path,
      language: raw.language,
      role: raw.role,
      lineCount: raw.lineCount,
      size: raw.size,
      mtimeMs: raw.mtimeMs,
      ctimeMs: raw.ctimeMs,
      declaresOnly: this.#declaresOnly(raw.path),
      stem: stemOfFile(name, folders),
      folders,
      nearest: namePartsOf(folders.slice(0, 2).flatMap(({ parts }) => parts)),
    };
    this.#files.set(id, row);
    return row;
  }
}

/** Files that stand for their folder: `mod.rs`, `index.ts`, `__init__.py`, `init.lua`. */
const folderFile = /^(?:mod\.rs|index\.[cm]?[jt]sx?|__init__\.pyi?|init\.lua)$/;

/** Parts of a file's name without its extension; of its folder's where the file stands for that. */
const stemOfFile = (name: string, folders: readonly NameParts[]): NameParts =>
  (folderFile.test(name) ? folders[0] : undefined) ?? namePartsOf(splitIdentifier(name.replace(/(?<=.)\.[^.]*$/, '')));

const namePartsOf = (parts: readonly string[]): NameParts => ({
  whole: parts.join(''),
  parts,
  stems: parts.map(stemKey),
});
