import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkout } from '../../helpers/command-line.ts';

it('has the licence of everything that is shipped, as it is now', () => {
  const script = join(checkout, 'scripts', 'package', 'notices.mjs');
  expect(() => execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' })).not.toThrow();
  const notices = readFileSync(join(checkout, 'THIRD_PARTY_NOTICES'), 'utf8');
  // Bundled, loaded at run time, of another system, a grammar, and compiled into something else.
  for (const name of [
    'react',
    'onnxruntime-node',
    'sqlite-vec-darwin-arm64',
    'tree-sitter-rust',
    'tree-sitter-swift',
    'SQLite',
  ]) {
    expect(notices).toContain(`\n- ${name}\n`);
  }
});
