import type { LightLanguage } from '../language.ts';
import { componentSections } from '../light/components.ts';

export const svelte: LightLanguage = {
  id: 'svelte',
  label: 'Svelte',
  aliases: [],
  extensions: ['.svelte'],
  fileNames: [],
  split: componentSections,
};
