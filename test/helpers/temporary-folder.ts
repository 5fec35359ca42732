import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';

const make = (name: string): string => realpathSync(mkdtempSync(join(tmpdir(), `${name}-`)));
const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });

/** A fresh folder that is deleted when the running test ends. */
export function temporaryFolder(name = 'whence'): string {
  const folder = make(name);
  onTestFinished(() => remove(folder));
  return folder;
}

/** A fresh folder for all tests of a file (or of a `describe`), deleted after the last. */
export function sharedFolder(name = 'whence'): string {
  const folder = make(name);
  afterAll(() => remove(folder));
  return folder;
}
