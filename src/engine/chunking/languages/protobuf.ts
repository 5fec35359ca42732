import type { LightLanguage } from '../language.ts';
import { linesMatching } from '../light/matching.ts';

export const protobuf: LightLanguage = {
  id: 'protobuf',
  label: 'Protocol Buffers',
  aliases: ['proto'],
  extensions: ['.proto'],
  fileNames: [],
  split: (lines) =>
    linesMatching(lines, [
      { pattern: /^\s*(?:message|enum|extend)\s+([\w.]+)/, kind: 'class', listed: true },
      { pattern: /^\s*service\s+(\w+)/, kind: 'interface', listed: true },
      { pattern: /^\s*rpc\s+(\w+)/, kind: 'method', listed: true },
    ]),
};
