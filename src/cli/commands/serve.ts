import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { CommonOptions } from '../options.ts';

interface Options extends CommonOptions {
  readonly port: number;
  readonly open: boolean;
  readonly allow?: readonly string[];
}

/**
 * Runs the browser mode in this process, so that its signals and its exit code are its own. It is a host of its own, found by
 * path beside the build and not by import: the command line knows nothing of it.
 */
export async function runServe(root: string | undefined, options: Options): Promise<void> {
  const here = fileURLToPath(import.meta.url);
  const entry = here.endsWith('.ts') ? join(dirname(here), '../../server/index.ts') : join(dirname(here), 'server.js');
  process.argv = [
    process.execPath,
    entry,
    ...(options.dataDir ? ['--data-dir', options.dataDir] : []),
    '--port',
    String(options.port),
    ...(options.open ? [] : ['--no-open']),
    ...(options.allow ?? []).flatMap((folder) => ['--allow', folder]),
    ...(options.json ? ['--json'] : []),
    ...(root === undefined ? [] : ['--', root]),
  ];
  await import(pathToFileURL(entry).href);
}
