import { splitIdentifier, termsOfWord, wordsOf } from '../text/identifiers.ts';
import { type ParsedQuery, qualifiedParts, type Understanding } from './query/index.ts';
import { isStopWord, isWeakWord } from './query/stop-words.ts';
import { placesIn } from './query/places.ts';
import type { Candidate, Lift } from './ranking/features.ts';
import type { KeywordRetrieval } from './retrieval/keyword-retrieval.ts';
import type { PlaceRetrieval } from './retrieval/place-retrieval.ts';

/** What puts chunks before all that is weighed, by chunk id. */
export type Lifts = ReadonlyMap<number, Lift>;

/** More than any sum of features, from one place to the next and before the first: places keep the order of the query. */
const placeStep = 4;
const leastPlace = 20;

/** The chunks of the places that a query names. */
export function liftPlaces(
  parsed: ParsedQuery,
  from: { places: PlaceRetrieval; files: readonly { id: number; path: string }[] },
): Lifts {
  const found = from.places.find(placesIn(parsed.typed), from.files);
  return new Map(
    found.map(({ chunkId, path, line }, i) => {
      const text = line === null ? `the query names ${path}` : `the query names line ${line} of ${path}`;
      return [chunkId, { kind: 'path', text, effect: leastPlace + placeStep * (found.length - i), line }];
    }),
  );
}

/** A word that stands in more chunks is not rare. */
const mostHolders = 5;
/** Longer queries say more than one word does. */
const mostWords = 5;
/** In a query of so few pieces one that is rare is what the query is about; in longer ones only what is no word of prose. */
const fewWords = 3;
/** Share of the query's weight (inverse document frequency) from which on a word is what the query is about. */
const mainShare = 0.6;
/**
 * More than any sum of features where the query is that word or is about it; a little where a longer query has it written as no
 * word of prose is, or a short one holds it beside others. Plain words of longer queries get nothing: “session” or “template” stand
 * in few places of some repositories, too, and say little there.
 */
const exactEffect = { text: 12, alone: 8, main: 4, word: 0.4 } as const;

/** Written as a name of code is. Hyphens alone don't tell: “server-side” and “reflection-based” are prose. */
const isCompound = (piece: string): boolean =>
  /^[\p{L}\p{N}_$@./:-]+$/u.test(piece) && /[\p{L}\p{N}][_./:@]+[\p{L}\p{N}]|\p{Ll}\p{Lu}|\p{L}\p{N}|--/u.test(piece);

/**
 * Chunks that hold a word of the query, or words written together (`prefer-quumble`, `a.b.c`), that hardly any other holds: no
 * nearness in meaning and no kind of file outweighs that.
 */
export function liftRare(understanding: Understanding, keyword: KeywordRetrieval): Lifts {
  const lifts = new Map<number, Lift>();
  if (understanding.words.length > mostWords) return lifts;
  const pieces = understanding.text.split(/\s+/).filter((piece) => contentOf(piece).length > 0);
  const add = (text: string, effect: number): boolean => {
    const ids = holders(text, keyword);
    for (const id of ids) {
      const before = lifts.get(id);
      const words = before?.text ?? `one of few places that hold ${text}`;
      lifts.set(id, { kind: 'exact', text: words, effect: effect + (before?.effect ?? 0), line: null });
    }
    return ids.length > 0;
  };
  if (pieces.length === 1) {
    const [piece = ''] = pieces;
    const words = contentOf(piece);
    // Written together by the query alone: `quumble^2`.
    if (!add(piece, exactEffect.alone) && (words.length > 1 || words[0] !== piece))
      for (const word of words) if (word.length >= 3) add(word, exactEffect.main);
    return lifts;
  }
  const isShort = pieces.length <= fewWords;
  const weights = pieces.map((piece) => weightOf(piece, keyword));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  for (const [i, piece] of pieces.entries()) {
    const isName = !hasForms(piece, keyword);
    const isAbout = isName && (weights[i] ?? 0) >= all * mainShare;
    if (isCompound(piece)) add(piece, exactEffect[isShort || isAbout ? 'main' : 'word']);
    else if (isShort && isName) add(piece, exactEffect[isAbout ? 'main' : 'word']);
  }
  return lifts;
}

const contentOf = (piece: string): string[] => wordsOf(piece).filter((word) => !isStopWord(word.toLowerCase()));

/** Terms of a text as the index has them: likely slips mended, names without the whole where only their parts are known. */
function knownTerms(text: string, keyword: KeywordRetrieval): string[] {
  return wordsOf(text).flatMap((word) => {
    const terms = termsOfWord(word);
    const [whole = ''] = terms;
    if (terms.length === 0 || keyword.chunksWith(whole) > 0) return terms;
    return terms.length > 1 ? terms.slice(1) : [keyword.likelySlipOf(whole) ?? whole];
  });
}

const holders = (text: string, keyword: KeywordRetrieval): readonly number[] =>
  keyword.holdingInOrder(knownTerms(text, keyword), mostHolders) ?? [];

/** How rare what a piece of the query holds is; nothing for what is nowhere. */
const weightOf = (piece: string, keyword: KeywordRetrieval): number =>
  Math.max(0, ...knownTerms(piece, keyword).map((term) => (keyword.chunksWith(term) > 0 ? keyword.idf(term) : 0)));

/** Endings that words of English have and names of things hardly. */
const inflected = /(?:ed|ing|ly|tions?|ments?|ness|[ai]ble|ies)$/i;

/** Adjectives that prose makes of any word. */
const madeUp =
  /-(?:aware|based|bound|driven|free|less|level|like|only|oriented|ready|safe|side|specific|style|time|wide)$/i;

/** Words of a language have forms, and are often used in passing. Of words joined by hyphens the rarest decides. */
function hasForms(piece: string, keyword: KeywordRetrieval): boolean {
  if (madeUp.test(piece)) return true;
  const words = contentOf(piece);
  const rarity = new Map(words.map((word) => [word, weightOf(word, keyword)]));
  const most = Math.max(0, ...rarity.values());
  return words
    .filter((word) => rarity.get(word) === most)
    .some((word) => isWeakWord(word.toLowerCase()) || inflected.test(word) || keyword.hasFormsOf(word.toLowerCase()));
}

/** A text of several words that stands somewhere as it was typed: what else there is can't be nearer to it. */
export function liftVerbatim(text: string, holding: ReadonlySet<number>): Lifts {
  if (holding.size > mostHolders || !/\S\s+\S/.test(text)) return new Map();
  const lift: Lift = {
    kind: 'exact',
    text: 'one of few places that hold this text',
    effect: exactEffect.text,
    line: null,
  };
  return new Map(Array.from(holding, (id) => [id, lift]));
}

/** Whether a candidate is what a query of one name asks for: it defines that name, or is the file called so. */
export function isNamed({ text, kind }: Understanding, { features, defines }: Candidate): boolean {
  if (features.definition < 0.6 || (kind !== 'symbol' && kind !== 'path')) return false;
  if (defines === null) return true;
  const wanted = wholeOf(qualifiedName.test(text.trim()) ? (qualifiedParts(text.trim()).at(-1) ?? text) : text);
  return wholeOf(defines) === wanted;
}

const qualifiedName = /^[\p{L}\p{N}_$]+(?:(?:::|->|[.#])[\p{L}\p{N}_$]+)+$/u;

const wholeOf = (name: string): string => wordsOf(name).flatMap(splitIdentifier).join('');
