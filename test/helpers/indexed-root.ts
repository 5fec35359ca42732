import { join } from 'node:path';
import type { EmbedderHost } from '../../src/engine/embedding/index.ts';
import { IndexingController, type IndexingOptions } from '../../src/engine/indexing/index.ts';
import { type IndexWriter, openWriter } from '../../src/engine/store/index.ts';
import { defaultSettings } from '../../src/shared/contract/settings.ts';
import type { IndexingProgress } from '../../src/shared/contract/indexing.ts';
import { writeFiles } from './sample-repository.ts';
import { databaseOf } from './database-of.ts';

/** Files of a few functions each; every tenth holds the same text as the first. */
export function writeSources(root: string, count: number, from = 0): void {
  const files: Record<string, string> = {};
  for (let i = from; i < from + count; i += 1) {
    const n = i % 10 === 0 ? 0 : i;
    files[`src/part-${String(i).padStart(4, '0')}.ts`] = Array.from(
      { length: 4 },
      (_, k) =>
        `/** Parses the header number ${n * 7 + k}. */\nexport function parseHeader${n}x${k}(file: string): number {\n${`  const user${n} = file.length + ${k};\n`.repeat(12)}  return user${n};\n}\n`,
    ).join('\n');
  }
  writeFiles(root, files);
}

/** An index that is being made, and everything it told. */
export interface IndexedRoot {
  readonly controller: IndexingController;
  readonly writer: IndexWriter;
  readonly told: IndexingProgress[];
  close(): Promise<void>;
}

/** Opens (or makes) the index of `root` in `data`, with a controller on it. */
export async function openIndexedRoot(
  places: { root: string; data: string },
  options: Partial<IndexingOptions> & { embedder: EmbedderHost | null },
): Promise<IndexedRoot> {
  const writer = await openWriter(join(places.data, 'index.sqlite'), { root: places.root, appVersion: 'test' });
  const told: IndexingProgress[] = [];
  const controller = new IndexingController({
    repositoryId: 'test',
    root: places.root,
    writer,
    limits: () => defaultSettings,
    emit: (progress) => told.push(progress),
    ...options,
  });
  const close = async (): Promise<void> => {
    await controller.close();
    controller.writer.close();
  };
  return { controller, writer, told, close };
}

/** What the index holds, in a form that does not depend on ids or time. */
export function indexContent(writer: IndexWriter): unknown[] {
  const { vectorTable } = writer.manifest();
  return databaseOf(writer)
    .prepare(
      `SELECT f.path, c.start_line, c.end_line, hex(c.text_hash) AS hash, c.embedding_status AS status, hex(v.embedding) AS vector
       FROM chunks c JOIN files f ON f.id = c.file_id LEFT JOIN ${vectorTable} v ON v.rowid = c.id
       ORDER BY f.path, c.start_line, c.end_line, hash`,
    )
    .all();
}

/** Chunks written by all batches: equal to the chunks embedded when none was embedded twice. */
export const chunksInBatches = (writer: IndexWriter): number =>
  databaseOf(writer).prepare<[], number>('SELECT coalesce(sum(chunks), 0) FROM batches').pluck().get() ?? 0;
