import type { LightLanguage } from '../language.ts';
import { dockerSections } from '../light/matching.ts';

export const dockerfile: LightLanguage = {
  id: 'dockerfile',
  label: 'Dockerfile',
  aliases: ['docker'],
  extensions: ['.dockerfile', '.containerfile'],
  fileNames: ['dockerfile*', 'containerfile*'],
  split: dockerSections,
};
