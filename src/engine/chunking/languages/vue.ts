import type { LightLanguage } from '../language.ts';
import { componentSections } from '../light/components.ts';

export const vue: LightLanguage = {
  id: 'vue',
  label: 'Vue',
  aliases: [],
  extensions: ['.vue'],
  fileNames: [],
  split: componentSections,
};
