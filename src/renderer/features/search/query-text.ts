import type { Completion, QueryProblem } from '../../../shared/contract/search.ts';

/** What the box holds: typed text, and filters taken out of it as chips (each the raw token, such as `-lang:go`). */
export interface BoxContent {
  readonly text: string;
  readonly chips: readonly string[];
}

export const filterNames = ['lang', 'path', 'file', 'symbol', 'kind', 'author', 'after', 'before', 'commit'] as const;

const filterToken = new RegExp(String.raw`(?:^|(?<=\s))-?(?:${filterNames.join('|')}):(?:"[^"]+"|[^\s"]+)(?=\s)`, 'g');
/** With these in the text a filter's place matters, so it stays where it was typed. */
const hasStructure = /(?:^|\s)OR(?=\s)|[()]/;

export const emptyBox: BoxContent = { text: '', chips: [] };

const quotes = /(?<!\\)"/g;

/**
 * The text as it stands before the chips. What is still being typed must not reach into them: an open quote is closed, and an
 * `OR` without its second half is left out.
 */
function textBeforeChips({ text, chips }: BoxContent): string {
  const typed = text.trim() === '' ? '' : text.trimEnd();
  if (chips.length === 0) return typed;
  if ((typed.match(quotes)?.length ?? 0) % 2 === 1) return `${typed}"`;
  return typed.replace(/(?:^|\s+)OR$/, '');
}

/** The query as the engine gets it: the text first, so that its positions are those of the box. */
export const joinQuery = (content: BoxContent): string =>
  [textBeforeChips(content), ...content.chips].filter((part) => part !== '').join(' ');

/** Takes finished filters (followed by a space, before `caret`) out of the text. */
export function takeChips(content: BoxContent, caret: number): BoxContent & { readonly caret: number } {
  if (hasStructure.test(content.text)) return { ...content, caret };
  const chips = [...content.chips];
  let removedBefore = 0;
  const text = content.text.replace(filterToken, (token: string, at: number) => {
    if (at + token.length >= caret) return token;
    if (!chips.includes(token)) chips.push(token);
    removedBefore += token.length + 1;
    return '\0';
  });
  return { text: text.replaceAll(/\0\s?/g, ''), chips, caret: Math.max(0, caret - removedBefore) };
}

/** A whole query (from the history, or an example) as box content. */
export const splitQuery = (query: string): BoxContent => {
  const { text, chips } = takeChips({ text: `${query} `, chips: [] }, query.length + 1);
  return { text: text.trimEnd(), chips };
};

const quoted = (value: string): string => (/[\s"]/.test(value) ? `"${value.replaceAll('"', '')}"` : value);

export const filterChip = (name: string, value: string): string => `${name}:${quoted(value)}`;

/** A chip's parts for showing. */
export function chipParts(chip: string): { readonly negated: boolean; readonly name: string; readonly value: string } {
  const match = /^(-?)([a-z]+):"?(.*?)"?$/.exec(chip);
  return { negated: match?.[1] === '-', name: match?.[2] ?? '', value: match?.[3] ?? chip };
}

/** Faults that lie in the text of the box, cut to it. */
export const textProblems = (problems: readonly QueryProblem[], text: string): readonly QueryProblem[] =>
  problems
    .filter(({ start }) => start < text.length)
    .map(({ start, end, message }) => ({ start, message, end: Math.max(start + 1, Math.min(end, text.length)) }));

/** The first fault of each chip, by its index. */
export function chipProblems(content: BoxContent, problems: readonly QueryProblem[]): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  const before = textBeforeChips(content);
  let start = before === '' ? 0 : before.length + 1;
  for (const [index, chip] of content.chips.entries()) {
    const end = start + chip.length;
    const problem = problems.find((each) => each.start >= start && each.start < end);
    if (problem !== undefined) found.set(index, problem.message);
    start = end + 1;
  }
  return found;
}

export function applyCompletion(
  text: string,
  completion: Completion,
): { readonly text: string; readonly caret: number } {
  const opensValue = completion.insert.endsWith(':');
  const insert = opensValue || completion.insert.endsWith(' ') ? completion.insert : `${completion.insert} `;
  const rest = text.slice(completion.end).replace(/^ /, '');
  return { text: text.slice(0, completion.start) + insert + rest, caret: completion.start + insert.length };
}

/** Whether the word before the caret is a filter's value: then arrow keys walk through completions, not results. */
export const inFilterValue = (text: string, caret: number): boolean => {
  const word = /\S*$/.exec(text.slice(0, caret))?.[0] ?? '';
  return new RegExp(`^-?(?:${filterNames.join('|')}):`).test(word);
};
