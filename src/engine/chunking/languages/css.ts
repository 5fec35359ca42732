import type { LightLanguage } from '../language.ts';
import { bracedSections } from '../light/braced.ts';

export const css: LightLanguage = {
  id: 'css',
  label: 'CSS',
  aliases: ['scss', 'less'],
  extensions: ['.css', '.scss', '.less', '.sass', '.styl', '.pcss'],
  fileNames: [],
  split: bracedSections,
};
