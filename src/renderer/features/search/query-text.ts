import type { Completion, QueryProblem } from '../../../shared/contract/search.ts';
import { isFinished, isQuoteOpen, lex, tokenBefore } from '../../../shared/query/index.ts';

/** What the box holds: typed text, and filters taken out of it as chips (each the raw token, such as `-lang:go`). */
export interface BoxContent {
  readonly text: string;
  readonly chips: readonly string[];
}

/** With these in the text a filter's place matters, so it stays where it was typed. */
const hasStructure = /(?:^|\s)OR(?=\s)|[()]/;

export const emptyBox: BoxContent = { text: '', chips: [] };

/**
 * The text as it stands before the chips. What is still being typed must not reach into them: an open quote is closed, and an
 * `OR` without its second half is left out.
 */
function textBeforeChips({ text, chips }: BoxContent): string {
  const typed = text.trim() === '' ? '' : text.trimEnd();
  if (chips.length === 0) return typed;
  if (isQuoteOpen(typed)) return `${typed}"`;
  return typed.replace(/(?:^|\s+)OR$/, '');
}

/** The query as the engine gets it: the text first, so that its positions are those of the box. */
export const joinQuery = (content: BoxContent): string =>
  [textBeforeChips(content), ...content.chips].filter((part) => part !== '').join(' ');

/** Takes finished filters (followed by a space, before `caret`) out of the text. */
export function takeChips(content: BoxContent, caret: number): BoxContent & { readonly caret: number } {
  if (hasStructure.test(content.text)) return { ...content, caret };
  const chips = [...content.chips];
  let text = '';
  let at = 0;
  let removedBefore = 0;
  for (const token of lex(content.text).tokens) {
    if (token.type !== 'filter' || token.end >= caret || !isFinished(content.text, token)) continue;
    const chip = content.text.slice(token.start, token.end);
    if (!chips.includes(chip)) chips.push(chip);
    text += content.text.slice(at, token.start);
    // One blank behind it goes too.
    at = token.end + 1;
    removedBefore += at - token.start;
  }
  text += content.text.slice(at);
  return { text, chips, caret: Math.max(0, caret - removedBefore) };
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
  const [token] = lex(chip).tokens;
  if (token?.type !== 'filter') return { negated: false, name: '', value: chip };
  return { negated: token.negated, name: token.name, value: token.value };
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

/** Whether a filter's value stands before the caret: then arrow keys walk through completions, not results. */
export const inFilterValue = (text: string, caret: number): boolean => tokenBefore(text, caret)?.type === 'filter';
