import { createHash } from 'node:crypto';
import { openWriter } from '../src/engine/store/index.ts';
import { KeywordIndexWriter } from '../src/engine/store/keyword-index.ts';
import { createVectorIndex, quantize, VectorIndexWriter } from '../src/engine/store/vector-index.ts';
import { databaseOf } from '../test/helpers/database-of.ts';

/** Numbers in [0, 1) from a seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
}

const syllables = 'ba co du fe gi ho ju ka le mi no pu ra se ti vo wa xe yu zo'.split(' ');
const chunksPerFile = 24;
const wordsPerChunk = 60;
const vocabularySize = 120_000;
const dimensions = 256;

const wordAt = (n: number): string => {
  let word = '';
  for (let rest = n + 400; rest > 0; rest = Math.floor(rest / syllables.length))
    word += syllables[rest % syllables.length] ?? '';
  return word;
};

/**
 * An index of `chunks` chunks without texts: words by Zipf's law, two names per chunk, vectors around 2,000 centres under a
 * model of its own name. Rows are written directly: what is measured is searching.
 */
export async function makeCorpus(indexFile: string, chunks: number): Promise<void> {
  const writer = await openWriter(indexFile, { root: '/', appVersion: 'bench' });
  writer.useModel({ id: 'synthetic', revision: 'synthetic', dimensions, templateVersion: 1 });
  const database = databaseOf(writer);
  const { vectorTable } = writer.manifest();
  createVectorIndex(database, vectorTable, dimensions);
  const random = randomNumbers(1);
  const words = Array.from({ length: vocabularySize }, (_, i) => wordAt(i));
  const word = (): string => words[Math.floor(vocabularySize ** random()) - 1] ?? 'ba';
  const centres = Array.from({ length: 2000 }, () => Float32Array.from({ length: dimensions }, () => random() - 0.5));
  const keywords = new KeywordIndexWriter(database);
  const vectors = new VectorIndexWriter(database, vectorTable, dimensions);
  const putFile = database.prepare(
    "INSERT INTO files (id, path, size, mtime_ms, language, role, line_count, state) VALUES (?, ?, 1000, 0, 'typescript', 'source', 480, 'indexed')",
  );
  const putChunk = database.prepare(
    "INSERT INTO chunks (id, file_id, kind, name, start_line, end_line, text_hash, embedding_status) VALUES (?, ?, 'function', ?, ?, ?, ?, 'complete')",
  );
  const putSymbol = database.prepare(
    "INSERT INTO symbols (chunk_id, position, name, kind, line) VALUES (?, 0, ?, 'function', ?)",
  );
  const addChunk = (id: number): void => {
    const file = Math.floor((id - 1) / chunksPerFile) + 1;
    const place = (id - 1) % chunksPerFile;
    const path = `src/${word()}/${word()}-${file}.ts`;
    if (place === 0) putFile.run(file, path);
    const [first, second] = [word(), word()];
    const name = first + second.charAt(0).toUpperCase() + second.slice(1);
    putChunk.run(
      id,
      file,
      name,
      place * 20 + 1,
      place * 20 + 20,
      createHash('sha256').update(String(id)).digest().subarray(0, 16),
    );
    putSymbol.run(id, name, place * 20 + 1);
    const body = Array.from({ length: wordsPerChunk }, word).join(' ');
    keywords.insert(id, {
      body,
      names: `${first}${second} ${first} ${second}`,
      enclosing: '',
      signature: '',
      doc: '',
      path: 'src',
      stem: word(),
    });
    const centre = centres[Math.floor(random() * centres.length)] ?? new Float32Array(dimensions);
    vectors.insert(id, quantize(centre.map((value) => value + (random() - 0.5) * 0.8)));
  };
  for (let id = 1; id <= chunks; id += 5000) {
    database.transaction(() => {
      for (let i = id; i < Math.min(id + 5000, chunks + 1); i += 1) addChunk(i);
    })();
  }
  database.exec("INSERT INTO chunks_fts (chunks_fts) VALUES ('optimize')");
  writer.close();
}
