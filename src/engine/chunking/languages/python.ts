import type { GrammarLanguage } from '../language.ts';
import { textOf } from './common/nodes.ts';

export const python: GrammarLanguage = {
  id: 'python',
  label: 'Python',
  aliases: ['py'],
  extensions: ['.py', '.pyi', '.pyw', '.pyx', '.bzl', '.bazel'],
  fileNames: ['sconstruct', 'sconscript', 'wscript', 'build.bazel', 'workspace', 'snakefile'],
  shebangs: ['python', 'pypy'],
  grammar: 'tree-sitter-python/tree-sitter-python.wasm',
  rules: {
    definitions: {
      function_definition: { kind: 'function' },
      class_definition: { kind: 'class' },
      type_alias_statement: { kind: 'type', name: 'left' },
      assignment: (node, around) => {
        const left = node.childForFieldName('left');
        if (left === null || left.type !== 'identifier' || around.inFunction) return null;
        const right = node.childForFieldName('right');
        const name = textOf(left, around);
        if (right?.type === 'lambda') return { kind: 'function', name };
        return { kind: 'constant', name };
      },
    },
    wrappers: ['decorated_definition', 'expression_statement'],
    comments: ['comment'],
    imports: ['import_statement', 'import_from_statement', 'future_import_statement'],
    docstring: /(?:[rRuUbB]{0,2})(?:"""|'''|"|')/y,
  },
};
