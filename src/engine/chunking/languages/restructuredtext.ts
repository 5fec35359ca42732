import type { LightLanguage } from '../language.ts';
import { underlinedSections } from '../light/headings.ts';

export const restructuredtext: LightLanguage = {
  id: 'restructuredtext',
  label: 'reStructuredText',
  aliases: ['rst'],
  extensions: ['.rst', '.rest'],
  fileNames: [],
  split: underlinedSections,
};
