import type { Completion, SearchAnswer, SearchMode, SearchResult } from '../../shared/contract/search.ts';
import { WhenceError } from '../../shared/errors.ts';
import { toResult } from '../../shared/result.ts';
import type { ModelKind, ModelSource } from '../models/index.ts';
import type { Cancellation } from './cancellation.ts';
import { collect } from './collect.ts';
import { completionsFor } from './complete.ts';
import { applyConditions } from './filters/apply.ts';
import { idsOf } from './filters/chunk-set.ts';
import { IndexView } from './index-view.ts';
import {
  blameNotes,
  damagedTexts,
  nothingToSearch,
  nothingUnderstood,
  onlyStart,
  placeNotes,
  whyNoMeaning,
  wordNotes,
} from './notes.ts';
import { languagesHere } from './filters/why-empty.ts';
import {
  type ParsedQuery,
  parseQuery,
  resolveLanguage,
  understand,
  type Understanding,
  withLiteral,
} from './query/index.ts';
import { QueryVectors } from './query-vector.ts';
import { linesOf } from './ranking/pieces.ts';
import { noFeatures, rank, type Ranked } from './ranking/rank.ts';
import { defaultWeights, type RankingWeights } from './ranking/weights.ts';
import { shownDefinition } from './snippets/shown-definition.ts';
import { makeSnippet, type SnippetQuery, snippetQuery } from './snippets/snippet.ts';

export interface SearcherOptions {
  readonly indexFile: string;
  /** The model whose vectors are searched; null to search by keyword only. */
  readonly model: ModelSource | null;
  /** Kinds of models, where others than Whence's own are opened. */
  readonly kinds?: readonly ModelKind[];
  /** Absolute path of the indexed root, to tell whether files have changed since. */
  readonly root: string;
  readonly weights?: RankingWeights;
}

export interface SearchRequest {
  readonly text: string;
  readonly mode?: SearchMode | undefined;
  /** Places wanted; 20 by default. */
  readonly limit?: number | undefined;
}

const understoodNames = {
  symbol: 'symbol',
  path: 'path',
  error: 'error message',
  code: 'code',
  prose: 'prose',
} as const;

/** ms that all filters of a query may take, where somebody can end the thread: names of a million files take about a second. */
const filtersMs = 10_000;

/** Searches one index in this process. */
export class Searcher {
  readonly #view: IndexView;
  readonly #queryVectors: QueryVectors;
  readonly #weights: RankingWeights;
  #rehearsed = false;

  /** Throws INDEX_MISSING, INDEX_NEWER, INDEX_DAMAGED or INDEX_UNREADABLE. */
  constructor(options: SearcherOptions) {
    this.#weights = options.weights ?? defaultWeights;
    this.#view = new IndexView(options.indexFile, options.root, this.#weights);
    this.#queryVectors = new QueryVectors(options.model, options.kinds);
  }

  /**
   * Reads ahead what all queries need and answers one that nobody asked, since everything is slow the first time: 50 to 150 ms,
   * for when nobody waits. Never throws: what is wrong shows with the first query.
   */
  async warmUp(): Promise<void> {
    await this.#queryVectors.revision();
    await toResult(() => this.#view.snapshot(() => this.#view.warmUp()));
    if (this.#rehearsed) return;
    this.#rehearsed = true;
    await toResult(() => this.query({ text: 'where is the file opened' }, { throwIfCancelled: () => undefined }));
  }

  /** Answers a query. Throws QUERY_EMPTY for one without anything to look for, CANCELLED when aborted. */
  async query(request: SearchRequest, cancellation: Cancellation): Promise<SearchAnswer> {
    const started = performance.now();
    const mode = request.mode ?? 'hybrid';
    const limit = request.limit ?? 20;
    const parsed = withLiteral(
      parseQuery(request.text, { resolveLanguage, describeLanguages: () => this.#languages() }),
    );
    const isEmpty = parsed.text.trim() === '' && parsed.groups.length === 0;
    if (isEmpty && parsed.problems.length === 0) throw new WhenceError('QUERY_EMPTY', 'Type what you are looking for.');
    const understanding = understand(parsed.text);
    const embedded = mode === 'keyword' ? { vector: null, revision: null } : await this.#embed(understanding.text);
    cancellation.throwIfCancelled();
    return this.#view.snapshot(() => {
      const notes: string[] = [];
      const vector = embedded.revision === this.#view.modelRevision ? embedded.vector : null;
      if (isEmpty) notes.push(nothingUnderstood);
      else if (this.#view.isEmpty) notes.push(nothingToSearch);
      else if (mode !== 'keyword' && vector === null && parsed.text.trim() !== '')
        notes.push(this.#queryVectors.problem ?? whyNoMeaning(this.#view, embedded.revision));
      const { ranked, total } = isEmpty
        ? { ranked: [], total: 0 }
        : this.#find(parsed, understanding, { mode, limit, vector, cancellation, notes });
      const results = this.#present(ranked, parsed, understanding);
      if (understanding.isCut) notes.push(onlyStart);
      notes.push(...placeNotes(parsed, ranked));
      if (this.#view.texts.damaged > 0) notes.push(damagedTexts(this.#view.texts.damaged));
      const coverage = this.#view.coverage;
      return {
        query: request.text,
        mode,
        tookMs: performance.now() - started,
        coverage,
        results,
        total,
        problems: parsed.problems,
        filters: parsed.filters,
        understoodAs: ranked[0]?.candidate.lift?.kind === 'path' ? 'place' : understoodNames[understanding.kind],
        notes,
      };
    });
  }

  /** Languages of the indexed files, the commonest first. */
  #languages(): string {
    return this.#view.snapshot(() => languagesHere(this.#view.sets.files()));
  }

  async #embed(text: string): Promise<{ vector: Float32Array | null; revision: string | null }> {
    const revision = await this.#queryVectors.revision();
    return { vector: text.trim() === '' ? null : await this.#queryVectors.embed(text), revision };
  }

  #find(
    parsed: ParsedQuery,
    understanding: Understanding,
    options: {
      mode: SearchMode;
      limit: number;
      vector: Float32Array | null;
      cancellation: Cancellation;
      notes: string[];
    },
  ): { ranked: Ranked[]; total: number } {
    const { mode, limit, vector, cancellation, notes } = options;
    const view = this.#view;
    // A glob of many stars may keep the matcher busy for ever on one long name.
    if (parsed.groups.length > 0) cancellation.limit?.(filtersMs);
    const filtered = applyConditions(parsed.groups, view.filterSources(), cancellation);
    cancellation.limit?.(null);
    notes.push(...filtered.notes, ...blameNotes(parsed, view));
    if (mode !== 'meaning' && !view.isEmpty)
      notes.push(...wordNotes(understanding, view.keyword, { byMeaning: vector !== null }));
    const candidates = collect(view, understanding, {
      weights: { ...this.#weights, candidates: Math.max(this.#weights.candidates, limit) },
      queryVector: vector,
      useKeyword: mode !== 'meaning' || vector === null,
      allowed: filtered.allowed,
      parsed,
    });
    cancellation.throwIfCancelled();
    if (candidates.length === 0 && filtered.allowed !== null && parsed.words.length === 0) {
      return this.#listed(filtered.allowed, limit);
    }
    const ranked = rank(candidates, understanding, {
      weights: this.#weights,
      mode: vector === null ? 'keyword' : mode,
      limit,
    });
    return { ranked, total: candidates.length };
  }

  /** Nothing to rank by, only demands, or a phrase whose words are parts of others: what they let through, in the order of the files. */
  #listed(allowed: Uint8Array, limit: number): { ranked: Ranked[]; total: number } {
    const ranked: Ranked[] = [];
    let total = 0;
    for (const id of idsOf(allowed)) {
      total += 1;
      if (ranked.length >= limit) continue;
      const chunk = this.#view.rows.chunk(id);
      if (chunk === null) continue;
      const candidate = {
        chunk,
        defines: null,
        keywordRank: null,
        meaningRank: null,
        features: noFeatures,
        lift: null,
      };
      ranked.push({
        candidate,
        lines: linesOf(candidate),
        score: 0,
        reasons: [{ kind: 'filter', text: 'fits every filter', effect: 0 }],
      });
    }
    return { ranked, total };
  }

  #present(ranked: readonly Ranked[], parsed: ParsedQuery, understanding: Understanding): SearchResult[] {
    const phrases = parsed.groups
      .flat()
      .flatMap((condition) => (condition.type === 'phrase' && !condition.negated ? [condition.text] : []));
    const terms = understanding.terms.map(({ term }) => [term, this.#view.keyword.idf(term)] as const);
    const marks = snippetQuery(terms, phrases);
    const stale = new Map<number, boolean>();
    return ranked.map((entry) => this.#result(entry, marks, stale));
  }

  #result(
    { candidate, lines, score, reasons }: Ranked,
    marks: SnippetQuery,
    known: Map<number, boolean>,
  ): SearchResult {
    const { chunk } = candidate;
    const { file } = chunk;
    const stale = known.get(file.id) ?? this.#view.stale.isStale(file);
    known.set(file.id, stale);
    const text = this.#view.texts.lines(file.id, lines.start, lines.end);
    const snippet = makeSnippet(text, { firstLine: lines.start, focus: candidate.lift?.line ?? null }, marks);
    return {
      chunkId: chunk.id,
      path: file.path,
      startLine: lines.start,
      endLine: lines.end,
      kind: chunk.kind,
      ...shownDefinition(candidate, snippet, { text, firstLine: lines.start }),
      enclosing: chunk.enclosing,
      language: file.language,
      role: file.role,
      score,
      keywordRank: candidate.keywordRank,
      meaningRank: candidate.meaningRank,
      reasons,
      snippet,
      stale,
    };
  }

  /** What could stand at the cursor: filter names and values, symbols, paths. */
  complete(text: string, cursor: number): readonly Completion[] {
    return this.#view.snapshot(() => completionsFor(text, cursor, this.#view));
  }

  async close(): Promise<void> {
    await this.#queryVectors.dispose();
    this.#view.close();
  }
}

/** Opens an index for searching in this process. */
export const createSearcher = (options: SearcherOptions): Searcher => new Searcher(options);
