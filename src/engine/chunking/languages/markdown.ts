import type { LightLanguage } from '../language.ts';
import { markdownSections } from '../light/headings.ts';

export const markdown: LightLanguage = {
  id: 'markdown',
  label: 'Markdown',
  aliases: ['md'],
  extensions: ['.md', '.markdown', '.mdx', '.mkd', '.rmd', '.qmd'],
  fileNames: [],
  split: markdownSections,
};
