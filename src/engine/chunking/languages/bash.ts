import type { GrammarLanguage } from '../language.ts';
import { fieldText } from './common/nodes.ts';

const batsTest = /^(@test[ \t]+)(?:"[^"\n]*"|'[^'\n]*'|\S+)(?=[ \t]*\{)/gm;

/** Bats tests, `@test "title" {`, read as functions. */
const batsAsFunctions = (text: string): string =>
  text.includes('@test') ? text.replaceAll(batsTest, (head) => `${'t'.repeat(head.length - 2)}()`) : text;

export const bash: GrammarLanguage = {
  id: 'bash',
  label: 'Shell',
  aliases: ['sh', 'shell', 'zsh'],
  extensions: ['.sh', '.bash', '.zsh', '.ksh', '.bats', '.ebuild', '.command'],
  fileNames: [
    '.bashrc',
    '.bash_profile',
    '.bash_aliases',
    '.profile',
    '.zshrc',
    '.zshenv',
    '.zprofile',
    'pkgbuild',
    'apkbuild',
  ],
  shebangs: ['bash', 'sh', 'zsh', 'dash', 'ksh', 'bats', 'ash'],
  grammar: 'tree-sitter-bash/tree-sitter-bash.wasm',
  prepare: batsAsFunctions,
  rules: {
    definitions: {
      function_definition: (node, around) => {
        const title = /^@test\s+["']?(.*?)["']?\s*\{/.exec(
          around.text.slice(node.startIndex, node.startIndex + 300),
        )?.[1];
        const name = title ?? fieldText(node, 'name', around);
        return name === null ? null : { kind: 'function', name };
      },
      variable_assignment: (node, around) => {
        const name = fieldText(node, 'name', around);
        return name === null || around.inFunction || !/^[A-Za-z_]\w*$/.test(name) ? null : { kind: 'constant', name };
      },
    },
    wrappers: ['declaration_command'],
    comments: ['comment'],
    imports: [],
    importLike: /(?:source|\.)\s|set\s+-/y,
  },
};
