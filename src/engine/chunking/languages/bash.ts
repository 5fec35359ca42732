import type { GrammarLanguage } from '../language.ts';
import { fieldText } from './common/nodes.ts';

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
  rules: {
    definitions: {
      function_definition: { kind: 'function' },
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
