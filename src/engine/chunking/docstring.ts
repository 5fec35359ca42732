import type { OutlineNode } from './outline.ts';

/** Lines of the docstring that opens the definition's body: the first statement, when `pattern` (sticky) matches there. */
export function docstringLines(
  node: OutlineNode,
  pattern: RegExp,
  text: string,
): { startLine: number; endLine: number } | null {
  const body = node.children.at(-1);
  const first = body?.children.find((child) => child.role !== 'comment');
  if (first === undefined) return null;
  pattern.lastIndex = first.start;
  return pattern.test(text) ? { startLine: first.startLine, endLine: first.endLine } : null;
}
