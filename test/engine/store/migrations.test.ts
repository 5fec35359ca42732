import SqliteDatabase from 'better-sqlite3';
import { copyFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { backupFileOf, openReader, openWriter, rollBackIndex } from '../../../src/engine/store/index.ts';
import { currentSchemaVersion } from '../../../src/engine/store/migrations/index.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { dumpIndex } from '../../faults/dump-index.ts';

/** Indexes of the sample repository that older code made: see test/faults/make-index-fixture.ts. */
const fixtures = [1, 2, 3, 4].map((version) => ({
  version,
  file: resolve(import.meta.dirname, `../../fixtures/indexes/schema-${version}.sqlite`),
}));

it.each(fixtures)(
  'an index of schema $version is migrated without reading or embedding anything again',
  async (fixture) => {
    const file = join(temporaryFolder(), 'index.sqlite');
    copyFileSync(fixture.file, file);
    const before = dumpIndex(file, { ids: true });
    expect(() => openReader(file)).toThrow(
      expect.objectContaining({ code: 'INDEX_MISMATCH', data: expect.objectContaining({ action: 'migrate' }) }),
    );
    const writer = await openWriter(file, { root: '/sample', appVersion: 'test' });
    const { findings } = await writer.verify({ repair: false });
    const { pending, embedded } = writer.counts();
    const [event] = writer.events(1);
    writer.close();
    expect(findings).toEqual([]);
    expect({ pending, isEmbedded: embedded > 0, event: event?.kind }).toEqual({
      pending: 0,
      isEmbedded: true,
      event: 'migrated',
    });
    expect(dumpIndex(file, { ids: true })).toEqual(before);
    expect(versionOf(file)).toBe(currentSchemaVersion);
    expect(versionOf(backupFileOf(file))).toBe(fixture.version);
    expect(rollBackIndex(file).version).toBe(fixture.version);
    expect(dumpIndex(file, { ids: true })).toEqual(before);
  },
);

function versionOf(file: string): unknown {
  const database = new SqliteDatabase(file, { readonly: true });
  try {
    return database.pragma('user_version', { simple: true });
  } finally {
    database.close();
  }
}
