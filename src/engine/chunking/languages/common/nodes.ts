import type { Node } from 'web-tree-sitter';
import type { Surroundings } from '../../language.ts';

/** Source text of a node. `node.text` would copy the whole file out of the parser's memory. */
export const textOf = (node: Node, around: Surroundings): string => around.text.slice(node.startIndex, node.endIndex);

/** Source text of a field, or null when the node has none. */
export function fieldText(node: Node, field: string, around: Surroundings): string | null {
  const child = node.childForFieldName(field);
  return child === null ? null : textOf(child, around);
}

/** The first named child of one of these types. */
export function childOfType(node: Node, ...types: readonly string[]): Node | null {
  const count = Math.min(node.namedChildCount, 20);
  for (let i = 0; i < count; i += 1) {
    const child = node.namedChild(i);
    if (child !== null && types.includes(child.type)) return child;
  }
  return null;
}

/** Type name without its arguments, its path and what stands before it: `&'a a::Foo<T>` → `Foo`. */
export function bareType(type: string): string {
  const flat = type.replace(/[<[(].*$/s, '').trim();
  return /[\w$`~]+$/.exec(flat)?.[0] ?? flat;
}

/** What stands between the quotes of a string literal. */
export const unquoted = (text: string): string => text.replace(/^[^"'`]*["'`]+|["'`]+$/g, '');
