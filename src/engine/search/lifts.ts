import { splitIdentifier, termsOfWord, wordsOf } from '../text/identifiers.ts';
import { type ParsedQuery, qualifiedParts, type Understanding } from './query/index.ts';
import { placesIn } from './query/places.ts';
import type { Candidate, Lift } from './ranking/features.ts';
import type { KeywordRetrieval } from './retrieval/keyword-retrieval.ts';
import type { PlaceRetrieval } from './retrieval/place-retrieval.ts';

/** What puts chunks before all that is weighed, by chunk id. */
export type Lifts = ReadonlyMap<number, Lift>;

/** More than any sum of features, from one place to the next and before the first: places keep the order of the query. */
const placeStep = 4;
const leastPlace = 12;

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
const mostPieces = 3;
/**
 * More than any sum of features where the query is that word, or beside others when it is no word of prose: words such as
 * “computed” stand in few places too, and say little.
 */
const exactEffect = { alone: 8, compound: 4, word: 0.4 } as const;

const isCompound = (piece: string): boolean =>
  /^[\p{L}\p{N}_$@./:-]+$/u.test(piece) && /[\p{L}\p{N}][-_./:@]+[\p{L}\p{N}]|\p{Ll}\p{Lu}|\p{L}\p{N}/u.test(piece);

/**
 * Chunks that hold a word of the query, or words written together (`prefer-quumble`, `a.b.c`), that hardly any other holds: no
 * nearness in meaning and no kind of file outweighs that.
 */
export function liftRare(understanding: Understanding, keyword: KeywordRetrieval): Lifts {
  const pieces = understanding.text.split(/\s+/).filter((piece) => wordsOf(piece).length > 0);
  const lifts = new Map<number, Lift>();
  if (pieces.length > mostPieces) return lifts;
  for (const piece of pieces) {
    const effect = exactEffect[pieces.length === 1 ? 'alone' : isCompound(piece) ? 'compound' : 'word'];
    let isHeld = false;
    for (const id of holders(piece, keyword)) {
      isHeld = true;
      add(lifts, id, { piece, effect });
    }
    // Written together by the query alone: `quumble^2`.
    const words = isHeld || pieces.length > 1 ? [] : wordsOf(piece).filter((word) => word.length >= 3);
    if (words.length < wordsOf(piece).length || words.length > 1)
      for (const word of words)
        for (const id of holders(word, keyword)) add(lifts, id, { piece: word, effect: exactEffect.compound });
  }
  return lifts;
}

const holders = (piece: string, keyword: KeywordRetrieval): readonly number[] =>
  keyword.holdingInOrder(wordsOf(piece).flatMap(termsOfWord), mostHolders) ?? [];

function add(lifts: Map<number, Lift>, id: number, { piece, effect }: { piece: string; effect: number }): void {
  const before = lifts.get(id);
  const text = before?.text ?? `one of few places that hold ${piece}`;
  lifts.set(id, { kind: 'exact', text, effect: effect + (before?.effect ?? 0), line: null });
}

/** A text of several words that stands somewhere as it was typed: what else there is can't be nearer to it. */
export function liftVerbatim(text: string, holding: ReadonlySet<number>): Lifts {
  if (holding.size > mostHolders || !/\S\s+\S/.test(text)) return new Map();
  const lift: Lift = {
    kind: 'exact',
    text: 'one of few places that hold this text',
    effect: exactEffect.alone,
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
