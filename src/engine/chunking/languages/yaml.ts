import type { LightLanguage } from '../language.ts';
import { indentedSections } from '../light/indented.ts';

export const yaml: LightLanguage = {
  id: 'yaml',
  label: 'YAML',
  aliases: ['yml'],
  extensions: ['.yaml', '.yml'],
  fileNames: ['.clang-format', '.clang-tidy', 'pubspec.lock'],
  split: (lines) => indentedSections(lines, /^(?:- )?["']?([\w.$/@][\w.$/@ -]{0,119}?)["']?\s*:(?:\s|$)/),
};
