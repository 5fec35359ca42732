import type { LightLanguage } from '../language.ts';
import { indentedSections } from '../light/indented.ts';

export const json: LightLanguage = {
  id: 'json',
  label: 'JSON',
  aliases: [],
  extensions: ['.json', '.jsonc', '.json5', '.geojson', '.webmanifest', '.jsonl'],
  fileNames: ['.babelrc', '.eslintrc', '.prettierrc', 'composer.lock', '.swcrc'],
  split: (lines) => indentedSections(lines, /^"([^"]{1,120})"\s*:/),
};
