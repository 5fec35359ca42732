import type { LightLanguage } from '../language.ts';
import { astroSections } from '../light/components.ts';

export const astro: LightLanguage = {
  id: 'astro',
  label: 'Astro',
  aliases: [],
  extensions: ['.astro'],
  fileNames: [],
  split: astroSections,
};
