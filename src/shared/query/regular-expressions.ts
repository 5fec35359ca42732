import { endsAt } from './quotes.ts';

export interface Expression {
  readonly source: string;
  readonly flags: string;
  readonly end: number;
}

/**
 * A `/regular expression/flags` that begins at `start`. Null for what can't be one: a comment (`//`, `/*`), a division (a blank
 * inside either slash), a path (further slashes), or where something else than a blank follows.
 */
export function readExpression(query: string, start: number): Expression | null {
  if (query.charAt(start) !== '/' || /^[/*\s]?$/.test(query.charAt(start + 1))) return null;
  const close = closingSlash(query, start, { classes: true }) ?? closingSlash(query, start, { classes: false });
  if (close === null || /\s/.test(query.charAt(close - 1))) return null;
  const flags = /^[gimsu]*/.exec(query.slice(close + 1, close + 7))?.[0] ?? '';
  const end = close + 1 + flags.length;
  if (!endsAt(query, end) || new Set(flags).size < flags.length) return null;
  return { source: query.slice(start + 1, close), flags, end };
}

/** The first slash that is neither escaped nor (with `classes`) within `[…]`; null where the line ends before. */
function closingSlash(query: string, start: number, { classes }: { classes: boolean }): number | null {
  let inClass = false;
  for (let i = start + 1; i < query.length; i += 1) {
    const character = query.charAt(i);
    if (character === '\n') return null;
    if (character === '\\') i += 1;
    else if (character === '[') inClass = classes;
    else if (character === ']') inClass = false;
    else if (character === '/' && !inClass) return i;
  }
  return null;
}

/** Signs that stand in an expression and hardly in a path, a route or a division. */
const surelyMeant = /\\[\w/.*+?()[\]{}|^$-]|^\^|\$$|\[[^\]]+\]|[.)\]][*+]|\w[*+](?!\w)|[\w)\]]\?|[^\s|]\|[^\s|]|\(\?/;

/** Whether an expression beside words is one that somebody meant: flags, or signs that text doesn't have. */
export const isSurelyMeant = ({ source, flags }: Pick<Expression, 'source' | 'flags'>): boolean =>
  flags !== '' || surelyMeant.test(source);

/** What ends so goes on with a value: an expression behind it is part of code. */
export const expectsOperand = (word: string): boolean =>
  /[=(,:~!&|?{;[+*%<>]$/.test(word) || /^(?:return|match|case|typeof|awk|sed|grep|perl)$/.test(word);
