import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { indexCopy, shopFixture } from '../../helpers/searchable-root.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

it('ends its thread before the process does, though the answer to a question that was given up comes late', async () => {
  const folder = temporaryFolder();
  const { indexFile, root } = await indexCopy(shopFixture, { folder });
  const search = resolve(import.meta.dirname, '../../../src/engine/search/index.ts');
  const code = `const { createSearchService } = await import(${JSON.stringify(search)});
    const service = createSearchService({ indexFile: ${JSON.stringify(indexFile)}, model: null, root: ${JSON.stringify(root)} });
    await service.query({ text: 'orders' }, new AbortController().signal);
    for (let i = 0; i < 20; i += 1) {
      const stop = new AbortController();
      const answer = service.query({ text: 'orders ' + i }, stop.signal).catch(() => undefined);
      stop.abort();
      await answer;
    }
    await service.dispose();
    console.log('ended');`;
  const script = join(folder, 'script.mjs');
  writeFileSync(script, code);
  const { stdout } = await promisify(execFile)(process.execPath, [script]);
  expect(stdout).toBe('ended\n');
});
