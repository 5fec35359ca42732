import { keywordColumns } from '../../src/engine/text/index.ts';
import { hashedRowOf, hashRows } from '../../src/engine/store/rows-hash.ts';
import { splitLines } from '../../src/engine/text/lines.ts';
import {
  deflateText,
  hashChunk,
  hashContent,
  type IndexWriter,
  type StoreEffect,
} from '../../src/engine/store/index.ts';

/** Stores a text as one chunk, in the place of the file of this path if there is one. */
export function storeText(
  writer: Pick<IndexWriter, 'reading' | 'knownFiles'>,
  path: string,
  text: string,
): StoreEffect {
  const lines = splitLines(text);
  const chunk = {
    kind: 'window' as const,
    name: null,
    enclosing: [],
    signature: null,
    startLine: 1,
    endLine: lines.length,
    doc: null,
    symbols: [],
  };
  const readChunk = {
    ...chunk,
    docStartLine: null,
    docEndLine: null,
    textHash: hashChunk(chunk, lines.join('\n')),
    columns: keywordColumns({ path, chunk, lines }),
  };
  const file = { language: null, role: 'source' as const, lineCount: lines.length, detail: null };
  const known = writer.knownFiles().find((file) => file.path === path) ?? null;
  const steps = writer.reading.store(
    {
      path,
      size: text.length,
      mtimeMs: 1,
      contentHash: hashContent(Buffer.from(text)),
      readerVersion: '1',
      content: {
        state: 'indexed',
        ...file,
        deflated: deflateText(text),
        chunks: [readChunk],
        rowsHash: hashRows(file, [hashedRowOf(readChunk)]),
      },
    },
    known,
  );
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
