import type { LightLanguage } from '../language.ts';
import { makeSections } from '../light/matching.ts';

export const make: LightLanguage = {
  id: 'make',
  label: 'Makefile',
  aliases: ['makefile', 'mk'],
  extensions: ['.mk', '.mak', '.make'],
  fileNames: ['makefile', 'gnumakefile', 'makefile.am', 'makefile.in', 'bsdmakefile', 'justfile'],
  shebangs: ['make', 'gmake'],
  split: makeSections,
};
