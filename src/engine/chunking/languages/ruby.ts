import type { FindRule, GrammarLanguage } from '../language.ts';
import { fieldText, textOf, unquoted } from './common/nodes.ts';

const testWords = /^(?:describe|context|feature|it|specify|scenario|test|should)$/;

/** Calls that define something: tests with a title, `define_method(:name)`. */
const call: FindRule = (node, around) => {
  const method = fieldText(node, 'method', around);
  if (method === null || (!testWords.test(method) && method !== 'define_method')) return null;
  const first = node.childForFieldName('arguments')?.namedChild(0) ?? null;
  const block = node.childForFieldName('block');
  if (first === null || block === null || first.endIndex - first.startIndex > 300) return null;
  const name = unquoted(` ${textOf(first, around)}`.trim()).replace(/^:/, '');
  if (method === 'define_method') return { kind: 'method', name, bodyStart: block.startIndex };
  const kind = /^(?:describe|context|feature)$/.test(method) ? 'module' : 'function';
  return { kind, name, bodyStart: block.startIndex };
};

export const ruby: GrammarLanguage = {
  id: 'ruby',
  label: 'Ruby',
  aliases: ['rb'],
  extensions: ['.rb', '.rake', '.gemspec', '.ru', '.rbw', '.jbuilder', '.thor', '.podspec'],
  fileNames: [
    'rakefile',
    'gemfile',
    'guardfile',
    'capfile',
    'vagrantfile',
    'podfile',
    'fastfile',
    'brewfile',
    'thorfile',
  ],
  shebangs: ['ruby', 'jruby'],
  grammar: 'tree-sitter-ruby/tree-sitter-ruby.wasm',
  rules: {
    definitions: {
      module: { kind: 'module', scope: true },
      class: { kind: 'class' },
      singleton_class: () => ({ kind: 'class', name: 'self', unlisted: true }),
      method: { kind: 'method' },
      singleton_method: { kind: 'method' },
      alias: { kind: 'method' },
      assignment: (node, around) => {
        const left = node.childForFieldName('left');
        if (left === null || left.type !== 'constant' || around.inFunction) return null;
        return { kind: 'constant', name: textOf(left, around) };
      },
      call,
    },
    wrappers: [],
    comments: ['comment'],
    imports: [],
    importLike: /(?:require|require_relative|load|autoload)\b/y,
  },
};
