import { splitIdentifier, wordsOf } from '../text/identifiers.ts';
import { stemKey } from '../text/stem.ts';
import type { ChunkSets } from './filters/chunk-set.ts';
import type { ParsedQuery, QueryTerm, Understanding } from './query/index.ts';
import { type Candidate, definitionOf, soughtSymbols, nameFeatures, type WeightedWord } from './ranking/features.ts';
import { sameText } from './query/fold.ts';
import { isNamed, liftPlaces, liftRare, type Lifts, liftVerbatim } from './lifts.ts';
import type { RankingWeights } from './ranking/weights.ts';
import type { ChunkRows } from './retrieval/chunk-rows.ts';
import type { KeywordRetrieval, KeywordScores, TermGroup } from './retrieval/keyword-retrieval.ts';
import type { PlaceRetrieval } from './retrieval/place-retrieval.ts';
import type { SourceTexts } from './retrieval/source-texts.ts';
import type { SymbolRetrieval } from './retrieval/symbol-retrieval.ts';
import type { VectorScanner } from './retrieval/vector-scanner.ts';

/** What candidates are gathered with. */
export interface Collector {
  readonly keyword: KeywordRetrieval;
  readonly symbols: SymbolRetrieval;
  readonly places: PlaceRetrieval;
  readonly rows: ChunkRows;
  readonly sets: ChunkSets;
  readonly texts: SourceTexts;
  /** Null while there are no vectors. */
  readonly vectors: VectorScanner | null;
}

export interface CollectOptions {
  readonly weights: RankingWeights;
  /** The query's vector; null in keyword mode or without a model. */
  readonly queryVector: Float32Array | null;
  readonly useKeyword: boolean;
  /** Flags by chunk id: only these; null for all. */
  readonly allowed: Uint8Array | null;
  readonly parsed: ParsedQuery;
}

/** Gathers the candidates of all lists, with the values that ranking weighs. */
export function collect(from: Collector, asked: Understanding, options: CollectOptions): Candidate[] {
  const understanding = options.useKeyword ? withSlipsMended(asked, from.keyword) : asked;
  const words = weighWords(from.keyword, understanding);
  const { weights, allowed, queryVector } = options;
  const terms = understanding.terms.map((term) => groupOf(term, from.keyword, weights));
  const keyword = options.useKeyword ? from.keyword.score(terms, from.sets, allowed) : null;
  const byKeyword = keyword === null ? [] : best(keyword.found, keyword.chunks, weights.candidates);
  const byMeaning =
    queryVector === null || from.vectors === null
      ? []
      : from.vectors.search(queryVector, { count: weights.candidates, allowed });
  const ids = new Set(byKeyword);
  for (const { chunkId } of byMeaning) ids.add(chunkId);
  if (keyword !== null) {
    for (const id of bestOfFiles(keyword, from.sets.fileOfChunk, weights.files)) ids.add(id);
    for (const id of namedIn(from.symbols, understanding)) if (allowed === null || allowed[id] === 1) ids.add(id);
  }
  const places = liftPlaces(options.parsed, { places: from.places, files: from.sets.files() });
  const rare = keyword === null ? (new Map() as Lifts) : liftRare(asked, from.keyword);
  for (const id of [...places.keys(), ...rare.keys()]) if (allowed === null || allowed[id] === 1) ids.add(id);
  const similarities = new Map(byMeaning.map((hit) => [hit.chunkId, hit.similarity]));
  if (queryVector !== null && from.vectors !== null) {
    const missing = [...ids].filter((id) => !similarities.has(id));
    for (const [id, value] of from.vectors.similarities(queryVector, missing)) similarities.set(id, value);
  }
  const keywordPlace = new Map(byKeyword.map((id, i) => [id, i + 1]));
  const meaningPlace = new Map(byMeaning.map((hit, i) => [hit.chunkId, i + 1]));
  const scale = scalesOf(keyword, byKeyword, similarities);
  const pairs = keyword === null ? new Map<number, number>() : pairShares(from.keyword, words);
  const fileSimilarity = new Map<number, number>();
  for (const [id, similarity] of similarities) {
    const file = from.sets.fileOfChunk[id] ?? 0;
    fileSimilarity.set(file, Math.max(similarity, fileSimilarity.get(file) ?? -1));
  }
  const verbatim =
    keyword === null ? new Set<number>() : holdingAsTyped(from, options.parsed.typed, { keyword, byKeyword });
  const exact = liftVerbatim(options.parsed.typed, verbatim);
  const sought = soughtSymbols(understanding.symbols);
  const candidates: Candidate[] = [];
  for (const id of ids) {
    const chunk = from.rows.chunk(id);
    if (chunk === null) continue;
    const similarity = similarities.get(id) ?? null;
    const definition = definitionOf(sought, chunk);
    candidates.push({
      chunk,
      defines: definition.name,
      lift: places.get(id) ?? exact.get(id) ?? rare.get(id) ?? null,
      keywordRank: keywordPlace.get(id) ?? null,
      meaningRank: meaningPlace.get(id) ?? null,
      features: {
        keyword: scale.keyword(id),
        meaning: similarity === null ? 0 : scale.meaning(similarity),
        coverage: keyword?.coverage[id] ?? 0,
        pairs: pairs.get(id) ?? 0,
        verbatim: verbatim.has(id) ? 1 : 0,
        file: scale.file(chunk.file.id),
        fileCoverage: keyword?.fileCoverage.get(chunk.file.id) ?? 0,
        fileMeaning: scale.meaning(fileSimilarity.get(chunk.file.id) ?? -1),
        // Summed over candidates when they are ranked.
        hits: 0,
        size: Math.min(1, Math.log2(1 + chunk.file.lineCount) / 12),
        shallow: 1 / Math.max(1, chunk.file.folders.length),
        ...nameFeatures(understanding, words, { chunk, definition: definition.value }),
      },
    });
  }
  const isFound = rare.size > 0 && candidates.some((candidate) => isNamed(asked, candidate));
  return isFound ? candidates.map((candidate) => withoutLift(candidate, rare)) : candidates;
}

/** What a query of one name asks for is where it is defined, not where it is written in full. */
const withoutLift = (candidate: Candidate, rare: Lifts): Candidate =>
  candidate.lift !== null && candidate.lift === rare.get(candidate.chunk.id) ? { ...candidate, lift: null } : candidate;

/** Chunks read for the query as it was typed: those highest by keyword that hold all its words. */
const mostRead = { prose: 10, code: 40 } as const;

/** A query that may stand in the code as it is: it has signs that nobody types in a question, or is a sentence but no question. */
const mayBeVerbatim = (text: string): boolean =>
  text.length >= 5 &&
  (hasSigns.test(text) ||
    (text.split(/\s+/).length >= 4 && !/^\s*(?:how|where|what|which|why|who|when)\b/i.test(text)));

const hasSigns = /[(){}[\]=;<>"'`!&|+*\\%@,:]|(?:^|\s)--?\w/;

/** Lines without what mails, diffs, shells and interpreters put before them. */
const withoutMarks = (text: string): string => text.replaceAll(/^[^\S\n]*(?:(?:>|>>>|\.\.\.|[$+#%»-])[^\S\n]+)+/gm, '');

/** Chunks that hold the query as it was typed, but for white space, case and marks before its lines. */
function holdingAsTyped(
  from: Collector,
  text: string,
  found: { keyword: KeywordScores; byKeyword: readonly number[] },
): Set<number> {
  const holding = new Set<number>();
  if (!mayBeVerbatim(text)) return holding;
  const wanted = [text, withoutMarks(text)].map((each) => sameText(each).trim()).filter((each) => each.length >= 5);
  const whole = found.byKeyword
    .filter((id) => (found.keyword.coverage[id] ?? 0) > 0.99)
    .slice(0, mostRead[hasSigns.test(text) ? 'code' : 'prose']);
  for (const id of whole) {
    const chunk = from.rows.chunk(id);
    if (chunk === null) continue;
    const lines = from.texts.lines(chunk.file.id, chunk.startLine, chunk.endLine);
    const held = sameText(lines.join('\n'));
    if (wanted.some((each) => held.includes(each))) holding.add(id);
  }
  return holding;
}

/** Chunks that define what the query names, and the files that it may name. */
function namedIn(symbols: SymbolRetrieval, { kind, text, symbols: named }: Understanding): Set<number> {
  const found = symbols.defining(named);
  const part = text.trim().toLowerCase();
  if (kind === 'path' || kind === 'symbol') for (const id of symbols.inPath(part.replace(/^\.?\//, ''))) found.add(id);
  return found;
}

/** The same with words that no chunk holds replaced by those that were likely meant. */
function withSlipsMended(understanding: Understanding, keyword: KeywordRetrieval): Understanding {
  const mended = new Map<string, string>();
  for (const { term, from } of understanding.terms) {
    if (from === 'joined' || keyword.chunksWith(term) > 0) continue;
    const meant = keyword.likelySlipOf(term);
    if (meant !== null) mended.set(term, meant);
  }
  if (mended.size === 0) return understanding;
  return {
    ...understanding,
    terms: understanding.terms.map((each) => ({ ...each, term: mended.get(each.term) ?? each.term })),
    words: understanding.words.map((word) => mended.get(word) ?? word),
    symbols: understanding.symbols.map((symbol) => {
      const meant = mended.get(wholeOf(symbol.name));
      return meant === undefined ? symbol : { ...symbol, name: meant, certainty: symbol.certainty * 0.9 };
    }),
  };
}

const wholeOf = (name: string): string => splitIdentifier(name).join('');

/** A term with its other forms: `routes` and `routed` help `routing`. */
function groupOf({ term, from }: QueryTerm, keyword: KeywordRetrieval, weights: RankingWeights): TermGroup {
  const weight = weights.terms[from];
  const forms = from !== 'word' || weights.terms.form === 0 ? [] : keyword.sameStem(term, mostForms);
  return {
    spellings: [{ term, weight }, ...forms.map((form) => ({ term: form, weight: weight * weights.terms.form }))],
    counts: from === 'word',
  };
}

/** Other forms of one word that are looked for. */
const mostForms = 5;

/** The ids with the highest scores, best first. */
function best(ids: readonly number[], scores: Float32Array, count: number): number[] {
  // Numbers sort much faster than ids by their scores do, and few ids are left.
  const least = ids.length > count ? Float32Array.from(ids, (id) => scores[id] ?? 0).sort()[ids.length - count] : 0;
  const some = ids.filter((id) => (scores[id] ?? 0) >= (least ?? 0));
  return some.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b).slice(0, count);
}

/** For the files in which most of the query is found, spread over their chunks: each one's best chunk. */
function bestOfFiles(keyword: KeywordScores, fileOfChunk: Int32Array, count: number): Iterable<number> {
  const files = [...keyword.files].sort(([a, x], [b, y]) => y - x || a - b).slice(0, count);
  const leaders = new Map(files.map(([file]) => [file, 0]));
  for (const id of keyword.found) {
    const leader = leaders.get(fileOfChunk[id] ?? 0);
    if (leader === undefined) continue;
    if (leader === 0 || (keyword.chunks[id] ?? 0) > (keyword.chunks[leader] ?? 0))
      leaders.set(fileOfChunk[id] ?? 0, id);
  }
  return leaders.values();
}

/**
 * The lists brought to 0 … 1: BM25 by its best, similarity by its range among the candidates, squared: the nearest few stand
 * out, and whether a candidate is 40th or 60th of a list says little.
 */
function scalesOf(
  keyword: KeywordScores | null,
  byKeyword: readonly number[],
  similarities: ReadonlyMap<number, number>,
): { keyword: (id: number) => number; meaning: (similarity: number) => number; file: (id: number) => number } {
  const top = keyword === null ? 0 : (keyword.chunks[byKeyword[0] ?? 0] ?? 0);
  let topFile = 0;
  for (const value of keyword?.files.values() ?? []) topFile = Math.max(topFile, value);
  let least = Infinity;
  let most = -Infinity;
  for (const value of similarities.values()) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return {
    keyword: (id) => (top > 0 ? (keyword?.chunks[id] ?? 0) / top : 0),
    meaning: (similarity) =>
      most > least ? Math.max(0, (similarity - least) / (most - least)) ** 2 : similarity < 0 ? 0 : 1,
    file: (id) => (topFile > 0 ? (keyword?.files.get(id) ?? 0) / topFile : 0),
  };
}

/** For each chunk the share of the query's neighbouring words that stand close together in it, rare ones counting more. */
function pairShares(keyword: KeywordRetrieval, words: readonly WeightedWord[]): Map<number, number> {
  const shares = new Map<number, number>();
  const pairs = words
    .slice(1)
    .map((word, i) => ({ a: words[i]?.whole ?? '', b: word.whole, weight: (words[i]?.share ?? 0) + word.share }));
  const all = pairs.reduce((sum, pair) => sum + pair.weight, 0);
  for (const { a, b, weight } of pairs) {
    for (const id of keyword.near(a, b)) shares.set(id, (shares.get(id) ?? 0) + weight / all);
  }
  return shares;
}

/** Content words with their share of the query's weight: rare ones weigh more. */
export function weighWords(keyword: KeywordRetrieval, understanding: Understanding): WeightedWord[] {
  const words = [...new Set(understanding.words)].map((whole) => ({
    whole,
    parts: partsOfTyped(understanding.text, whole),
    idf: keyword.idf(whole) + 0.1,
  }));
  const sum = words.reduce((total, word) => total + word.idf, 0);
  return words.map(({ whole, parts, idf }) => ({
    whole,
    parts,
    stem: stemKey(whole),
    partStems: parts.map(stemKey),
    share: sum > 0 ? idf / sum : 0,
  }));
}

/** Parts of the word as it was typed (`parseQuery` → parse, query), looked up by its whole term. */
function partsOfTyped(text: string, whole: string): readonly string[] {
  for (const word of wordsOf(text)) {
    const parts = splitIdentifier(word);
    if (parts.join('') === whole) return parts;
  }
  return [whole];
}
