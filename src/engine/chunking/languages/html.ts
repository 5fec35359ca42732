import type { LightLanguage } from '../language.ts';
import { markupSections } from '../light/markup.ts';

export const html: LightLanguage = {
  id: 'html',
  label: 'HTML',
  aliases: [],
  extensions: ['.html', '.htm', '.xhtml'],
  fileNames: [],
  split: markupSections,
};
