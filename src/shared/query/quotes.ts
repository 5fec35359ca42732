/** What closes a text that was opened so. Word processors and phones make the others of `"`. */
const closing: Readonly<Record<string, string>> = {
  '"': '"',
  '“': '”“"',
  '„': '“”"',
  '”': '”"',
  '«': '»"',
};

export const opensQuote = (character: string): boolean => Object.hasOwn(closing, character);

export interface Quoted {
  /** Without the quotes; `\"` is a quote. */
  readonly text: string;
  readonly raw: string;
  /** Just behind the closing quote, or the end of the query. */
  readonly end: number;
  readonly closed: boolean;
}

const blankOrEnd = /^(?:\s|$)/;

export const endsAt = (query: string, at: number): boolean => blankOrEnd.test(query.charAt(at));

/**
 * A quoted text from its opening quote on, or from there to the end of the query where no quote closes it. Null when what
 * closes it stands within a word, as in `"name":"value"`: then the quotes are part of a text.
 */
export function readQuoted(query: string, start: number): Quoted | null {
  const closers = closing[query.charAt(start)] ?? '"';
  let escaped = -1;
  for (let i = start + 1; i < query.length; i += 1) {
    const character = query.charAt(i);
    if (character === '\\' && query.charAt(i + 1) === '"') {
      i += 1;
      escaped = i;
    } else if (closers.includes(character)) {
      return endsAt(query, i + 1) ? quoted(query.slice(start + 1, i), i + 1) : null;
    }
  }
  // `"C:\folder\"`: the last quote closes, whatever stands before it.
  if (escaped === query.length - 1) return { ...quoted(query.slice(start + 1, escaped), query.length) };
  return { ...quoted(query.slice(start + 1), query.length), closed: false };
}

const quoted = (raw: string, end: number): Quoted => ({ text: raw.replaceAll('\\"', '"'), raw, end, closed: true });
