import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SettingsStore } from '../../../src/engine/settings/settings-store.ts';
import { defaultSettings } from '../../../src/shared/contract/settings.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

describe('SettingsStore', () => {
  it('keeps what was changed across processes', () => {
    const folder = temporaryFolder();
    new SettingsStore(folder).update({ theme: 'dark', maxFileBytes: 4096 });
    expect(new SettingsStore(folder).get()).toEqual({ ...defaultSettings, theme: 'dark', maxFileBytes: 4096 });
  });

  it('takes each value that makes no sense from the defaults and keeps the others', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'settings.json'), JSON.stringify({ theme: 'pink', watch: false, gone: 1, editor: 7 }));
    expect(new SettingsStore(folder).get()).toEqual({ ...defaultSettings, watch: false });
    writeFileSync(join(folder, 'settings.json'), '{"theme": "da');
    expect(new SettingsStore(folder).get()).toEqual(defaultSettings);
  });

  it('refuses a change that makes no sense and keeps the file', () => {
    const folder = temporaryFolder();
    const store = new SettingsStore(folder);
    store.update({ watch: false });
    const before = readFileSync(join(folder, 'settings.json'), 'utf8');
    expect(() => store.update({ maxFileBytes: 1 })).toThrow(/1024/);
    expect(readFileSync(join(folder, 'settings.json'), 'utf8')).toBe(before);
  });
});
