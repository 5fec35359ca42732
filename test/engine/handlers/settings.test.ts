import { chmodSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { windowCapabilities } from '../../../src/engine/host-capabilities.ts';
import { createEngine } from '../../../src/engine/engine.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

// "The system's program" for a script, a program or a launcher is to run it: nothing of a repository ever is.
it.skipIf(process.platform === 'win32')(
  'shows in its folder what the system would run, and opens the rest',
  async () => {
    const folder = realpathSync(temporaryFolder());
    const root = join(folder, 'repo');
    mkdirSync(join(root, 'Tool.app'), { recursive: true });
    for (const name of ['read.md', 'run.sh', 'start.desktop', 'plain']) writeFileSync(join(root, name), 'text\n');
    chmodSync(join(root, 'run.sh'), 0o755);
    writeFileSync(join(root, 'plain'), '#!/bin/sh\n');
    symlinkSync('run.sh', join(root, 'notes.md'));
    const done: string[] = [];
    const engine = await createEngine({
      dataFolder: join(folder, 'data'),
      emit: () => undefined,
      host: {
        ...windowCapabilities,
        kind: 'electron',
        openPath: root,
        openFile: async (path) => void done.push(`opened ${path}`),
        showInFolder: (path) => void done.push(`shown ${path}`),
      },
    });
    onTestFinished(async () => engine.close());
    const context = { signal: new AbortController().signal };
    const { repositoryId } = await engine.handlers['repositories.open']({ path: root }, context);
    await engine.handlers['settings.update']({ editor: 'system' }, context);
    for (const path of ['read.md', 'run.sh', 'start.desktop', 'plain', 'notes.md', 'Tool.app']) {
      await engine.handlers['settings.openInEditor']({ repositoryId, path, line: 1 }, context);
    }
    expect(done).toEqual([
      `opened ${join(root, 'read.md')}`,
      `shown ${join(root, 'run.sh')}`,
      `shown ${join(root, 'start.desktop')}`,
      `shown ${join(root, 'plain')}`,
      // A link is followed first: what it leads to counts.
      `shown ${join(root, 'run.sh')}`,
      `shown ${join(root, 'Tool.app')}`,
    ]);
  },
);
