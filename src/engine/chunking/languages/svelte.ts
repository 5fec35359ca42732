import type { LightLanguage } from '../language.ts';
import { componentSections } from '../light/markup.ts';

export const svelte: LightLanguage = {
  id: 'svelte',
  label: 'Svelte',
  aliases: [],
  extensions: ['.svelte', '.astro'],
  fileNames: [],
  split: componentSections,
};
