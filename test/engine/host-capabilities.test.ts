import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

// A host that is new (one for other programs, say) would fall on the wrong side of every `kind === …`.
it('the engine asks what a host can, never what it is called', () => {
  const engine = join(import.meta.dirname, '../../src/engine');
  const lines = globSync('**/*.ts', { cwd: engine })
    .flatMap((file) =>
      readFileSync(join(engine, file), 'utf8')
        .split('\n')
        .map((line) => `${file}: ${line.trim()}`),
    )
    .map((line) => line.replaceAll('\\', '/'));
  const names = /(?:[!=]==?|\bcase)\s*['"](?:cli|browser|electron)['"]|['"](?:cli|browser|electron)['"]\s*[!=]==?/;
  expect(lines.filter((line) => names.test(line))).toEqual([]);
  expect(lines.filter((line) => /\bhost\??\.kind\b/.test(line))).toEqual(['handlers/settings.ts: host: host.kind,']);
});
