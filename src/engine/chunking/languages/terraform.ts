import type { LightLanguage } from '../language.ts';
import { linesMatching } from '../light/matching.ts';

export const terraform: LightLanguage = {
  id: 'terraform',
  label: 'Terraform',
  aliases: ['tf', 'hcl'],
  extensions: ['.tf', '.tfvars', '.hcl'],
  fileNames: [],
  split: (lines) =>
    linesMatching(lines, [
      {
        pattern: /^(?:resource|data|module|variable|output|provider)\s+((?:"[\w.-]+"\s*){1,2})/,
        kind: 'section',
        listed: true,
      },
    ]),
};
