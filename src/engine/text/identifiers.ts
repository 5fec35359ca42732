/**
 * How Whence takes words apart. Index and query go through the same functions: a word that is split one way when it is
 * stored and another way when it is looked for is never found.
 */

/**
 * Scripts written without spaces, or with endings glued on: their runs become overlapping pairs of characters. Marks that Latin letters
 * take too (the dot below, of Vietnamese and of kana) belong to the letter before.
 */
const unspacedLetter = String.raw`(?!\p{scx=Latin})(?=[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}])[\p{L}\p{M}\p{N}]`;
/**
 * Runs of letters, marks and digits, with `_` and `$` inside or around them; letters of every script count. A run ends where a
 * script without spaces begins or ends, so that the Latin word in 使用Zorbex组件 is one.
 */
const wordPattern = new RegExp(
  String.raw`(?:${unspacedLetter})+|(?!${unspacedLetter})[\p{L}\p{N}_$＿](?:(?!${unspacedLetter})[\p{L}\p{M}\p{N}_$＿])*`,
  'gu',
);
const unspaced = new RegExp(`^${unspacedLetter}`, 'u');
/** The same for texts of ASCII alone, several times as fast. */
const asciiWords = /[A-Za-z0-9_$]+/g;
/** An acronym before a word (`HTTP` of `HTTPHeader`), a capitalised or lower-case word, a run of capitals, a number. */
const asciiParts = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+/g;
const unicodeParts = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{M}]+|\p{N}+|[\p{L}\p{M}]+/gu;
/** Between Latin letters and those of another script: `файлconfig`. */
const scriptBorder =
  /(?<=\p{sc=Latin}\p{M}*)(?=(?!\p{sc=Latin})\p{L})|(?<=(?!\p{sc=Latin})\p{L}\p{M}*)(?=\p{sc=Latin})/gu;
// oxlint-disable-next-line no-control-regex -- the range of ASCII is meant
const asciiOnly = /^[\x00-\x7f]*$/;
/** Longer runs are data (hashes, base64) unless they read as names do. */
const surelyWord = 80;
/** No name is longer. */
const longestName = 1000;
/** Characters in the average part of a name; pieces of data are shorter, runs of letters longer. */
const partLength = { least: 2.8, most: 24 };

/**
 * One spelling for what reads the same: composed and decomposed letters, full and half width, ligatures (NFKC), then lower case, with ß as
 * ss, and without the dots that only Turkish and the ends of Greek words need. Accents stay: they tell words apart.
 */
export function foldText(text: string): string {
  return asciiOnly.test(text) ? text.toLowerCase() : foldCase(text.normalize('NFKC'));
}

const foldCase = (text: string): string =>
  text.toLowerCase().replaceAll('i\u0307', 'i').replaceAll('ı', 'i').replaceAll('ß', 'ss').replaceAll('ς', 'σ');

/** Parts of an identifier in lower case, in order: `parseHTTPHeader2` gives parse, http, header, 2. */
export function splitIdentifier(word: string): string[] {
  if (asciiOnly.test(word)) return (word.match(asciiParts) ?? []).map((part) => part.toLowerCase());
  const pieces = word.normalize('NFKC').split(scriptBorder);
  return pieces.flatMap((piece) => piece.match(unicodeParts) ?? []).map(foldCase);
}

/** The words of a text as they stand, in order: letters, digits, `_` and `$`. */
export function wordsOf(text: string): string[] {
  return text.match(asciiOnly.test(text) ? asciiWords : wordPattern) ?? [];
}

/**
 * Index terms of one word: the whole in lower case without `_` and `$` (so that `parse_query` and `parseQuery` are one), then
 * its parts when there are several. Words of scripts without spaces become overlapping pairs. None for a run of over 80
 * characters that is no name.
 */
export function termsOfWord(word: string): string[] {
  if (asciiOnly.test(word)) return termsOfName(word);
  // Another normal form may be of several words: ½ is 1⁄2.
  return wordsOf(word.normalize('NFKC')).flatMap((each) => (unspaced.test(each) ? pairsOf(each) : termsOfName(each)));
}

function termsOfName(word: string): string[] {
  if (word.length > longestName) return [];
  const parts = splitIdentifier(word);
  if (word.length > surelyWord) {
    const mean = parts.reduce((sum, part) => sum + part.length, 0) / parts.length;
    if (!(mean >= partLength.least && mean <= partLength.most)) return [];
  }
  return parts.length <= 1 ? parts : [parts.join(''), ...parts];
}

function pairsOf(run: string): string[] {
  const characters = Array.from(foldCase(run));
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
