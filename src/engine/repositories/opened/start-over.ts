import { rmSync } from 'node:fs';
import { indexSuffixes, type IndexWriter, setAside } from '../../store/index.ts';
import type { IndexAccess } from '../index-access.ts';

export interface StartOverParts {
  readonly indexFile: string;
  readonly index: IndexAccess;
  /** What reads the index: let go of before it goes. */
  readonly readers: readonly { close(): Promise<void> }[];
}

/** Deletes the index, or sets it aside; answers the writer of a new, empty one. */
export async function startOver(
  { indexFile, index, readers }: StartOverParts,
  old: 'delete' | 'keep',
): Promise<IndexWriter> {
  for (const reader of readers) await reader.close();
  await index.writer?.settle();
  index.close();
  if (old === 'keep') setAside(indexFile, 'damaged');
  for (const suffix of indexSuffixes) rmSync(`${indexFile}${suffix}`, { force: true });
  await index.reopen();
  return index.requireWriter();
}
