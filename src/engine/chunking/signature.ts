import type { Node } from 'web-tree-sitter';
import { limits } from './limits.ts';

/** How far a signature is looked for, in characters: parameter lists longer than this are cut anyway. */
const reach = 600;

/**
 * The definition's head on one line, at most 200 characters: from its first word (annotations left out) to its body. Without
 * a body field it ends at the first line end or opening brace.
 */
export function signatureOf(
  text: string,
  node: Node,
  at: { readonly start: number; readonly body: number | undefined },
): string {
  const { start } = at;
  const body = at.body ?? node.childForFieldName('body')?.startIndex;
  const end = Math.min(node.endIndex, start + reach);
  const head =
    body !== undefined && body > start ? text.slice(start, Math.min(body, end)) : firstLine(text, start, end);
  const flat = withoutAnnotations(head)
    .replaceAll(/\/\*.*?\*\/|\s\/\/ [^\r\n]*|\s#\s[^\r\n]*|\s---?[@ ][^\r\n]*/gs, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/([([]) | (?=[)\]])/g, '$1')
    .replaceAll(/,(?=[)\]])/g, '')
    .trim();
  const bare = flat
    .replace(/\s*(?:\{|:|=|=>|->|\bdo|\bthen|\bwhere|\|)$/, '')
    .replace(/(?:,|,\s*async)$/, '')
    .trimEnd();
  return bare.length > limits.signature ? `${bare.slice(0, limits.signature - 1)}…` : bare;
}

function firstLine(text: string, start: number, end: number): string {
  const head = withoutAnnotations(text.slice(start, end));
  const stop = head.search(/[\n\r{]/);
  return stop > 0 ? head.slice(0, stop) : head;
}

/** Drops `@Name(...)`, `#[...]` and `[...]` in front. Bounded: at most a few, each without nested round brackets. */
function withoutAnnotations(head: string): string {
  return head.replace(
    /^(?:\s*(?:@[\w.:]+(?:\([^()]*(?:\([^()]*\)[^()]*)*\))?|#!?\[[^\]]*\]|\[[A-Z][^\]]*\])\s+){1,20}/,
    '',
  );
}
