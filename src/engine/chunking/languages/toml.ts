import type { LightLanguage } from '../language.ts';
import { linesMatching } from '../light/matching.ts';

export const toml: LightLanguage = {
  id: 'toml',
  label: 'TOML',
  aliases: [],
  extensions: ['.toml'],
  fileNames: ['cargo.lock', 'poetry.lock', 'pipfile', 'uv.lock'],
  split: (lines) => linesMatching(lines, [{ pattern: /^\s*\[{1,2}([^\]]{1,120})\]/, kind: 'section' }]),
};
