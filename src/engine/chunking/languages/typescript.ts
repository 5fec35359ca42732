import type { GrammarLanguage } from '../language.ts';
import { typescriptRules } from './common/ecmascript.ts';

/** What a line ends with when the next one goes on with it. */
const goesOn = /[,(=|&:<{;?+\-*/]\s*$/;

/**
 * Ends a call signature in front of a line that starts with `<`, as the language does by itself and the grammar does not: the
 * overloads of one interface can else make a whole file an error.
 */
function endSignatures(text: string): string {
  const lines = text.split('\n');
  let before = '';
  return lines
    .map((line) => {
      const isSignature = /^[ \t]+<(?=[A-Z\s]|$)/.test(line) && before !== '' && !goesOn.test(before);
      if (!/^\s*(?:\/[/*]|\*|$)/.test(line)) before = line;
      return isSignature ? line.replace(/[ \t]</, ';<') : line;
    })
    .join('\n');
}

export const typescript: GrammarLanguage = {
  id: 'typescript',
  label: 'TypeScript',
  aliases: ['ts'],
  extensions: ['.ts', '.mts', '.cts'],
  fileNames: [],
  shebangs: ['ts-node', 'tsx', 'deno', 'bun'],
  grammar: 'tree-sitter-typescript/tree-sitter-typescript.wasm',
  retry: endSignatures,
  rules: typescriptRules,
};
