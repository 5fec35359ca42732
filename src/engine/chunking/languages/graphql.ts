import type { LightLanguage } from '../language.ts';
import { linesMatching } from '../light/matching.ts';

export const graphql: LightLanguage = {
  id: 'graphql',
  label: 'GraphQL',
  aliases: ['gql'],
  extensions: ['.graphql', '.gql', '.graphqls'],
  fileNames: [],
  split: (lines) =>
    linesMatching(lines, [
      { pattern: /^\s*(?:extend\s+)?(?:type|input|enum|union|scalar)\s+(\w+)/, kind: 'type', listed: true },
      { pattern: /^\s*(?:extend\s+)?interface\s+(\w+)/, kind: 'interface', listed: true },
      { pattern: /^\s*(?:query|mutation|subscription|fragment|directive)\s+@?(\w+)/, kind: 'function', listed: true },
    ]),
};
