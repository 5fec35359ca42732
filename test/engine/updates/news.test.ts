import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { noteVersion, readNews } from '../../../src/engine/updates/news.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

it('tells what is new once after an update, and not on the first start', () => {
  const data = temporaryFolder();
  expect(readNews(data, '1.0.0').isNew).toBe(false);
  expect(readNews(data, '1.0.0').isNew).toBe(false);
  expect(readNews(data, '1.1.0').isNew).toBe(true);
  expect(readNews(data, '1.1.0').isNew, 'until it was seen').toBe(true);
  noteVersion(data, '1.1.0');
  expect(readNews(data, '1.1.0').isNew).toBe(false);
  writeFileSync(join(data, 'last-version.json'), 'torn');
  expect(readNews(data, '1.1.0').isNew, 'a damaged file is no update').toBe(false);
});

it('has something to tell of the version in package.json, so that none is released without', () => {
  const { releases } = readNews(temporaryFolder(), manifest.version);
  const release = releases.find(({ version }) => version === manifest.version);
  expect(release?.groups.flatMap(({ changes }) => changes)).not.toEqual([]);
  expect(release).toBeDefined();
  expect(releases[0], 'the newest stands first').toBe(release);
});
