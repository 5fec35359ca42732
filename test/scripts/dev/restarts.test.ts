import { expect, it } from 'vitest';
import { restartsHost } from '../../../scripts/dev/restarts.mjs';

// Catches a host that goes on with old code, and one that starts again for what it does not run.
it.each([
  'src/engine/engine.ts',
  'src/engine/search/ranking/rank.ts',
  'src/server/serve.ts',
  'src/shared/errors.ts',
  'src/cli/index.ts',
  String.raw`src\engine\search\searcher.ts`,
])('%s starts the host again', (path) => {
  expect(restartsHost(path)).toBe(true);
});

it.each([
  'src/renderer/main.tsx',
  'src/renderer/ui/button.css',
  'src/main/window.ts',
  'src/preload/index.ts',
  'src/engine/git/.blame.ts.swp',
  'src/engine/git/blame.ts~',
  'src/engine/git/4913',
  'src/engine/git/#blame.ts#',
  'src/engine-old/engine.ts',
  'test/engine/dispatch.test.ts',
  '../elsewhere/src/engine/engine.ts',
])('%s does not', (path) => {
  expect(restartsHost(path)).toBe(false);
});
