import { termsOfWord, wordsOf } from '../../text/identifiers.ts';
import type { ParsedQuery } from './parse-query.ts';

/**
 * A query without any word (`!==`, `->`, an emoji) is looked for as it is: no index knows it, and no model says what it is near
 * to. Others stay as they are.
 */
export function withLiteral(parsed: ParsedQuery): ParsedQuery {
  const pieces = parsed.words;
  if (pieces.length === 0 || parsed.groups.some((group) => group.some(({ type }) => type === 'phrase'))) return parsed;
  if (wordsOf(parsed.text).some((word) => termsOfWord(word).length > 0)) return parsed;
  const literal = pieces.map((piece) => [{ type: 'phrase', text: piece, raw: piece, negated: false } as const]);
  return { ...parsed, text: '', words: [], groups: [...parsed.groups, ...literal] };
}
