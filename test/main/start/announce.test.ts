import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { announceStart } from '../../../src/main/start/announce.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

describe('announceStart', () => {
  it('writes the first outcome alone, and hides the variable from what is started later', () => {
    const file = join(temporaryFolder(), 'ready');
    const environment: NodeJS.ProcessEnv = { WHENCE_READY: file };
    announceStart('shown', environment);
    announceStart('failed', environment);
    expect(readFileSync(file, 'utf8')).toBe('shown');
    expect(environment).toEqual({});
  });

  it('does nothing where nobody waits, or whoever waited is gone', () => {
    const folder = join(temporaryFolder(), 'gone');
    announceStart('shown', {});
    announceStart('shown', { WHENCE_READY: join(folder, 'ready') });
    expect(existsSync(folder)).toBe(false);
  });
});
