import type { LightLanguage } from '../language.ts';
import { indentedSections } from '../light/indented.ts';

export const yaml: LightLanguage = {
  id: 'yaml',
  label: 'YAML',
  aliases: ['yml'],
  extensions: ['.yaml', '.yml'],
  fileNames: ['.clang-format', '.clang-tidy', 'pubspec.lock'],
  split: (lines) => indentedSections(lines, /^\s*(?:- )?["']?([\w.$/@ -]{1,120}?)["']?\s*:(?:\s|$)/),
};
