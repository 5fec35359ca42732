import type { LightLanguage } from '../language.ts';
import { linesMatching } from '../light/matching.ts';

export const cmake: LightLanguage = {
  id: 'cmake',
  label: 'CMake',
  aliases: [],
  extensions: ['.cmake'],
  fileNames: ['cmakelists.txt'],
  split: (lines) =>
    linesMatching(lines, [
      { pattern: /^\s*(?:function|macro)\s*\(\s*([\w.-]+)/i, kind: 'function', listed: true },
      { pattern: /^\s*add_(?:library|executable|custom_target)\s*\(\s*([\w.${}-]+)/i, kind: 'section', listed: true },
    ]),
};
