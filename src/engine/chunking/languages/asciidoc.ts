import type { LightLanguage } from '../language.ts';
import { asciidocSections } from '../light/headings.ts';

export const asciidoc: LightLanguage = {
  id: 'asciidoc',
  label: 'AsciiDoc',
  aliases: ['adoc'],
  extensions: ['.adoc', '.asciidoc', '.asc'],
  fileNames: [],
  split: asciidocSections,
};
