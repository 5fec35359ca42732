import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Protocol } from 'electron';
import { expect, it } from 'vitest';
import { serveWindowFiles, windowUrl } from '../../../src/main/window/window-files.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

it('serves the window’s files and nothing else, whatever the address', async () => {
  const folder = temporaryFolder();
  const served = join(folder, 'renderer');
  mkdirSync(served);
  writeFileSync(join(served, 'index.html'), '<p>');
  writeFileSync(join(folder, 'secret'), 'secret');
  let handler: ((request: Request) => Promise<Response>) | null = null;
  const protocol = { handle: (_scheme: string, given: typeof handler) => void (handler = given) };
  serveWindowFiles(protocol as unknown as Pick<Protocol, 'handle'>, served);
  const statusOf = async (path: string): Promise<number> =>
    (await handler!({ url: new URL(windowUrl).href.replace('index.html', path) } as Request)).status;
  expect(await statusOf('index.html')).toBe(200);
  const others = ['gone.js', '%', '%2e%2e/secret', '..%2fsecret', '%00', '', '%ff', '..\\secret'];
  expect(await Promise.all(others.map(statusOf))).toEqual(others.map(() => 404));
  expect((await handler!({ url: 'whence-window://other/index.html' } as Request)).status).toBe(404);
});
