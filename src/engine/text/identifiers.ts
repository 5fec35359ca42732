/**
 * How Whence takes words apart. Index and query go through the same functions: a word that is split one way when it is
 * stored and another way when it is looked for is never found.
 */

/** Runs of letters, marks and digits, with `_` and `$` inside or around them; letters of every script count. */
const wordPattern = /[\p{L}\p{N}_$][\p{L}\p{M}\p{N}_$]*/gu;
/** The same for texts of ASCII alone, several times as fast. */
const asciiWords = /[A-Za-z0-9_$]+/g;
/** An acronym before a word (`HTTP` of `HTTPHeader`), a capitalised or lower-case word, a run of capitals, a number. */
const asciiParts = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+/g;
const unicodeParts = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{M}]+|\p{N}+|[\p{L}\p{M}]+/gu;
/** Scripts written without spaces: their runs become overlapping pairs of characters. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;
// oxlint-disable-next-line no-control-regex -- the range of ASCII is meant
const asciiOnly = /^[\x00-\x7f]*$/;
/** Longer runs are data (hashes, base64), not words that somebody types. */
const maxWordLength = 80;

/** Parts of an identifier in lower case, in order: `parseHTTPHeader2` gives parse, http, header, 2. */
export function splitIdentifier(word: string): string[] {
  const parts = word.match(asciiOnly.test(word) ? asciiParts : unicodeParts) ?? [];
  return parts.map((part) => part.toLowerCase());
}

/** The words of a text as they stand, in order: letters, digits, `_` and `$`. */
export function wordsOf(text: string): string[] {
  return text.match(asciiOnly.test(text) ? asciiWords : wordPattern) ?? [];
}

/**
 * Index terms of one word: the whole in lower case without `_` and `$` (so that `parse_query` and `parseQuery` are one), then
 * its parts when there are several. Words of scripts without spaces become overlapping pairs. None for a word of over 80
 * characters.
 */
export function termsOfWord(word: string): string[] {
  if (word.length > maxWordLength) return [];
  if (!asciiOnly.test(word) && unspaced.test(word)) return pairsOf(word);
  const parts = splitIdentifier(word);
  if (parts.length <= 1) return parts;
  return [parts.join(''), ...parts];
}

function pairsOf(word: string): string[] {
  const characters = Array.from(word.toLowerCase()).filter((character) => character !== '_' && character !== '$');
  if (characters.length <= 2) return [characters.join('')];
  return characters.slice(1).map((character, i) => `${characters[i] ?? ''}${character}`);
}

/** Terms of words met lately: code repeats its words. Emptied when full, at a few MB. */
const termsByWord = new Map<string, string>();
const wordsKept = 30_000;
/** Longer words are rare, and as pieces of a text they would keep all of it in memory. */
const longestKept = 32;

function joinedTerms(word: string): string {
  const known = termsByWord.get(word);
  if (known !== undefined) return known;
  const terms = termsOfWord(word).join(' ');
  if (word.length > longestKept) return terms;
  if (termsByWord.size >= wordsKept) termsByWord.clear();
  termsByWord.set(Buffer.from(word, 'utf16le').toString('utf16le'), terms);
  return terms;
}

/** Space-separated index terms of a text, repeats kept: their number is what BM25 counts. */
export function termsOf(text: string): string {
  const out: string[] = [];
  for (const word of wordsOf(text)) {
    const terms = joinedTerms(word);
    if (terms !== '') out.push(terms);
  }
  return out.join(' ');
}
