import type { Node } from 'web-tree-sitter';
import type { FindRule, GrammarLanguage, Surroundings } from '../language.ts';
import { childOfType, textOf, unquoted } from './common/nodes.ts';

const functionWords = new Set([
  'def',
  'defp',
  'defmacro',
  'defmacrop',
  'defguard',
  'defguardp',
  'defdelegate',
  'defn',
  'defnp',
]);
const moduleWords = new Set(['defmodule', 'defprotocol', 'defimpl']);
const testWords = new Set(['test', 'describe', 'property']);

/** `f(x) when …` → f; `a + b` → +. */
function functionName(head: Node, around: Surroundings): string | null {
  if (head.type === 'binary_operator') {
    const operator = head.childForFieldName('operator')?.type;
    const left = head.childForFieldName('left');
    if (operator !== 'when') return operator ?? null;
    return left === null ? null : functionName(left, around);
  }
  return /^[\w?!]+/.exec(textOf(head, around))?.[0] ?? null;
}

/** Everything in Elixir is a call; those below define something. */
const call: FindRule = (node, around) => {
  const target = node.childForFieldName('target');
  const word = target === null || target.endIndex - target.startIndex > 14 ? '' : textOf(target, around);
  const isFunction = functionWords.has(word);
  if (!isFunction && !moduleWords.has(word) && !testWords.has(word) && word !== 'defstruct' && word !== 'defexception')
    return null;
  const first = childOfType(node, 'arguments')?.namedChild(0) ?? null;
  const body = childOfType(node, 'do_block');
  const bodyStart = body === null ? {} : { bodyStart: body.startIndex };
  if (word === 'defstruct' || word === 'defexception') {
    return around.parentName === null ? null : { kind: 'class', name: around.parentName, ...bodyStart };
  }
  if (first === null) return null;
  if (moduleWords.has(word)) return { kind: 'module', name: textOf(first, around), ...bodyStart };
  if (testWords.has(word)) {
    if (first.type !== 'string' || body === null) return null;
    return { kind: word === 'describe' ? 'module' : 'function', name: unquoted(textOf(first, around)), ...bodyStart };
  }
  const name = functionName(first, around);
  return name === null ? null : { kind: 'function', name, ...bodyStart };
};

export const elixir: GrammarLanguage = {
  id: 'elixir',
  label: 'Elixir',
  aliases: ['ex'],
  extensions: ['.ex', '.exs'],
  fileNames: ['mix.lock'],
  shebangs: ['elixir'],
  grammar: 'tree-sitter-elixir/tree-sitter-elixir.wasm',
  rules: {
    definitions: { call },
    wrappers: [],
    comments: ['comment', 'unary_operator'],
    imports: [],
  },
};
