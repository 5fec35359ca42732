import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createSearchService, type SearchService } from '../../src/engine/search/index.ts';
import { isWhenceError } from '../../src/shared/errors.ts';
import { indexFolder } from '../helpers/searchable-root.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

async function openService(): Promise<SearchService> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'root'));
  const text = `def harmless():\n    return "${'a'.repeat(60)}!"\n`;
  for (let i = 0; i < 3; i += 1)
    writeFileSync(join(folder, 'root', `f${i}.py`), text.replace('harmless', `harmless${i}`));
  return createSearchService({ ...(await indexFolder(join(folder, 'root'), { folder })), model: null });
}

/** How many places a query finds, or the code of its failure. */
const endOf = async (service: SearchService, text: string, signal = new AbortController().signal): Promise<unknown> =>
  service.query({ text }, signal).then(
    ({ total }) => total,
    (thrown: unknown) => (isWhenceError(thrown) ? thrown.code : thrown),
  );

it('expressions that go back without end come to one, or are stopped; other searches and closing go on', async () => {
  const service = await openService();
  // Linear without the flag i; with it nothing but ending the thread helps.
  for (const text of ['/(a+)+$x/', String.raw`/(\w+)*;/`, '/(a|aa)+$x/', '/(.*)*zz/s'])
    expect(await endOf(service, text)).toBe(0);
  const both = [endOf(service, '/(a+)+$x/i'), endOf(service, '"harmless1"')];
  expect(await Promise.all(both)).toEqual(['QUERY_TIME_BUDGET', 1]);

  const stop = new AbortController();
  const given = endOf(service, String.raw`/((a+)+)+(?!x)\1;/`, stop.signal);
  await setTimeout(300);
  stop.abort();
  expect(await Promise.all([given, endOf(service, '/harmless[12]/')])).toEqual(['CANCELLED', 2]);

  const late = endOf(service, '/(a+)+$x/i');
  await setTimeout(300);
  await service.dispose();
  expect(await late).toBe('CANCELLED');
});
