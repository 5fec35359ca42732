import type { LightLanguage } from '../language.ts';
import { linesMatching } from '../light/matching.ts';

export const ini: LightLanguage = {
  id: 'ini',
  label: 'INI',
  aliases: ['conf'],
  extensions: ['.ini', '.cfg', '.conf', '.properties', '.desktop', '.service'],
  fileNames: ['.editorconfig', '.gitconfig', '.gitmodules', '.npmrc'],
  split: (lines) => linesMatching(lines, [{ pattern: /^\s*\[([^\]]{1,120})\]/, kind: 'section' }]),
};
