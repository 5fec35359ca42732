import type { ChunkKind } from '../../shared/chunk-kind.ts';
import { lineStarts } from '../text/lines.ts';
import { lineSource, type LineSource } from './atoms.ts';
import type { Chunk, ChunkedFile, SymbolDefinition } from './chunk.ts';
import { cutOutline, definitionsOf } from './cut.ts';
import { keywordDefinitions } from './fallback.ts';
import { GrammarSet } from './grammars.ts';
import type { GrammarLanguage, LightLanguage } from './language.ts';
import { languageByText, languageFor } from './languages/index.ts';
import { cutSections } from './light/cut-sections.ts';
import { limits } from './limits.ts';
import type { Definition } from './outline.ts';
import type { Draft } from './pack.ts';
import { cutWindows } from './windows.ts';

export interface ChunkerOptions {
  /** Where scripts/copy-grammars.mjs put the `.wasm` files. */
  readonly grammarFolder: string;
  /** ms a file may take to parse before it is cut into line windows instead. */
  readonly timeBudgetMs?: number;
  /** Told before a parse how many ms it takes at the very most, and null after it: beyond that it will not return. */
  readonly onLimit?: (ms: number | null) => void;
}

/** Cuts files into chunks. Keeps grammars loaded; not for use by two callers at once. */
export interface Chunker {
  /**
   * Chunks of one file in order of lines, covering each line once (windows overlap). Throws a BrokenParserError when the text broke
   * the parser down, after which no chunker of this thread is of use; a missing grammar file throws too.
   */
  chunk(file: { readonly path: string; readonly text: string }): Promise<ChunkedFile>;
  /** Better not used again after the file before: make a new thread. */
  readonly isSpent: boolean;
  dispose(): void;
}

export async function createChunker(options: ChunkerOptions): Promise<Chunker> {
  const grammars = await GrammarSet.open({
    folder: options.grammarFolder,
    timeBudget: options.timeBudgetMs ?? limits.timeBudget,
    onLimit: options.onLimit ?? (() => undefined),
  });
  return {
    get isSpent() {
      return grammars.isSpent;
    },
    chunk: async ({ path, text }) => {
      const starts = lineStarts(text);
      const lines = lineSource(text, starts);
      const named = languageFor(path, text);
      const language = named === null ? null : languageByText(path, text, named);
      if (lines.count === 0) return { language: language?.id ?? null, chunks: [], fallback: null };
      if (language === null) return { language: null, chunks: toChunks(cutWindows(lines), []), fallback: null };
      if (!('grammar' in language)) return chunkLight(language, lines);
      return chunkParsed(language, { text, starts, lines }, grammars);
    },
    dispose: () => {
      grammars.dispose();
    },
  };
}

interface FileLines {
  readonly text: string;
  readonly starts: readonly number[];
  readonly lines: LineSource;
}

async function chunkParsed(language: GrammarLanguage, file: FileLines, grammars: GrammarSet): Promise<ChunkedFile> {
  const { text, starts, lines } = file;
  const result = await grammars.outline(language, text, starts);
  if ('failure' in result) {
    return {
      language: language.id,
      chunks: toChunks(cutWindows(lines), keywordDefinitions(lines)),
      fallback: result.failure,
    };
  }
  const { outline } = result;
  const definitions = definitionsOf(outline.root);
  if (outline.errorShare > limits.errorShare && definitions.length * 50 < lines.count) {
    const share = Math.round(outline.errorShare * 100);
    const fallback = `${share} % of it does not parse as ${language.label}`;
    return { language: language.id, chunks: toChunks(cutWindows(lines), keywordDefinitions(lines)), fallback };
  }
  const drafts = cutOutline(outline.root, { lines, text, docstring: language.rules.docstring });
  return { language: language.id, chunks: toChunks(drafts, definitions), fallback: null };
}

function chunkLight(language: LightLanguage, lines: LineSource): ChunkedFile {
  const texts: string[] = [];
  for (let line = 1; line <= lines.count; line += 1) texts.push(lines.text(line));
  const { drafts, definitions } = cutSections(language.split(texts), lines);
  return { language: language.id, chunks: toChunks(drafts, definitions), fallback: null };
}

/** Adds to each draft the definitions in its lines; `definitions` in order of lines. */
function toChunks(drafts: readonly Draft[], definitions: readonly Definition[]): Chunk[] {
  let first = 0;
  return drafts.map((draft) => {
    while ((definitions[first]?.line ?? Infinity) < draft.startLine) first += 1;
    const inside: Definition[] = [];
    for (let i = first; i < definitions.length; i += 1) {
      const definition = definitions[i];
      if (definition === undefined || definition.line > draft.endLine) break;
      inside.push(definition);
    }
    return toChunk(draft, inside);
  });
}

function toChunk(draft: Draft, inside: readonly Definition[]): Chunk {
  // Loose code takes the name of the largest thing defined in it only when there is just one.
  const main = draft.main ?? (inside.length === 1 && draft.kind === 'block' ? (inside[0] ?? null) : null);
  const kind: ChunkKind = draft.main === null && main !== null && draft.kind === 'block' ? main.kind : draft.kind;
  const itself = main === null ? -1 : inside.indexOf(main);
  const ordered = itself > 0 && main !== null ? [main, ...inside.filter((each) => each !== main)] : inside;
  return {
    kind,
    name: main?.name ?? null,
    enclosing: main?.enclosing ?? [],
    signature: main?.signature ?? null,
    startLine: draft.startLine,
    endLine: draft.endLine,
    doc: docWithin(draft),
    symbols: symbolsOf(ordered),
  };
}

/** One symbol per name and kind: clauses and overloads in one chunk count once. */
function symbolsOf(definitions: readonly Definition[]): SymbolDefinition[] {
  const seen = new Set<string>();
  const symbols: SymbolDefinition[] = [];
  for (const { name, kind, line, enclosing } of definitions) {
    const key = `${kind} ${enclosing.join('.')} ${name}`;
    if (seen.has(key)) continue;
    seen.add(key);
    symbols.push({ name, kind, line });
  }
  return symbols;
}

function docWithin(draft: Draft): Chunk['doc'] {
  if (draft.doc === null) return null;
  const startLine = Math.max(draft.doc.startLine, draft.startLine);
  const endLine = Math.min(draft.doc.endLine, draft.endLine);
  return startLine <= endLine ? { startLine, endLine } : null;
}
