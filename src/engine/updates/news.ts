import { join } from 'node:path';
import { z } from 'zod';
import type { News } from '../../shared/contract/updates.ts';
import { readJsonFile, writeFileAtomically } from '../atomic-file.ts';
import { readShippedText } from '../shipped-text.ts';
import { parseChangelog } from './changelog.ts';

const file = (dataFolder: string): string => join(dataFolder, 'last-version.json');

const schema = z.object({ version: z.string() });

/** Version that ran before on this data folder; null on the first start, or where the file is damaged. */
function lastVersion(dataFolder: string): string | null {
  const parsed = schema.safeParse(readJsonFile(file(dataFolder)));
  return parsed.success ? parsed.data.version : null;
}

/** What is new. On the very first start nothing is. */
export function readNews(dataFolder: string, version: string): News {
  const last = lastVersion(dataFolder);
  if (last === null) noteVersion(dataFolder, version);
  return {
    version,
    releases: parseChangelog(readShippedText('CHANGELOG.md')),
    isNew: last !== null && last !== version,
  };
}

/** Remembers which version runs. */
export const noteVersion = (dataFolder: string, version: string): void =>
  writeFileAtomically(file(dataFolder), `${JSON.stringify({ version })}\n`);
