import type { LightLanguage } from '../language.ts';
import { markupSections } from '../light/markup.ts';

export const xml: LightLanguage = {
  id: 'xml',
  label: 'XML',
  aliases: ['svg'],
  extensions: [
    '.xml',
    '.svg',
    '.xsd',
    '.xsl',
    '.xslt',
    '.plist',
    '.csproj',
    '.fsproj',
    '.vbproj',
    '.props',
    '.targets',
    '.resx',
    '.xaml',
    '.storyboard',
    '.xib',
    '.nuspec',
    '.wsdl',
  ],
  fileNames: [],
  split: markupSections,
};
