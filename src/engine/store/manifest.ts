import { z } from 'zod';
import { WhenceError } from '../../shared/errors.ts';
import type { Statements } from './statements.ts';
import { vectorTables } from './vector-index.ts';

const modelSchema = z.object({
  id: z.string(),
  /** SHA-256 of the model file, in hex. */
  revision: z.string(),
  dimensions: z.number().int().positive(),
  /** Version of the embedding template. */
  templateVersion: z.number().int(),
});

/** Which model made a set of vectors. */
export type ModelIdentity = z.infer<typeof modelSchema>;

const millisecondsSinceEpoch = z.number();

const manifestShape = {
  /** Version of Whence that wrote last. */
  appVersion: z.string(),
  /** Absolute path of the indexed root. */
  root: z.string(),
  createdAt: millisecondsSinceEpoch,
  /** Chunker and keyword versions of the last finished reading. */
  readerVersion: z.string().nullable(),
  vectorEncoding: z.literal('int8'),
  /** The model whose vectors serve; null before the first one. */
  model: modelSchema.nullable(),
  /** The table its vectors are in. */
  vectorTable: z.enum(vectorTables),
  /** A model change under way: its vectors fill the other table. */
  nextModel: modelSchema.nullable(),
  /** Files of the walk that phase 1 is working through; null when it is not under way. */
  readingTotal: z.number().int().nullable(),
  /** Phase 1 reached its end, and what was counted then. Null while work is left. */
  readingFinished: z
    .object({ at: millisecondsSinceEpoch, files: z.number().int(), chunks: z.number().int() })
    .nullable(),
  /** Phase 2 reached its end with this many vectors. Null while work is left. */
  embeddingFinished: z.object({ at: millisecondsSinceEpoch, vectors: z.number().int() }).nullable(),
} as const;

const manifestSchema = z.object(manifestShape);

/** What an index says about itself; its schema version is the database's `user_version`. */
export type Manifest = Readonly<z.infer<typeof manifestSchema>>;

export const emptyManifest = (of: { root: string; appVersion: string }): Manifest => ({
  ...of,
  createdAt: Date.now(),
  readerVersion: null,
  vectorEncoding: 'int8',
  model: null,
  vectorTable: vectorTables[0],
  nextModel: null,
  readingTotal: null,
  readingFinished: null,
  embeddingFinished: null,
});

/** Reads the manifest. Throws INDEX_DAMAGED naming the entry that is missing or makes no sense. */
export function readManifest(statements: Statements): Manifest {
  const rows = statements
    .prepare<[], { key: string; value: string }>('manifest.read', 'SELECT key, value FROM manifest')
    .all();
  const entries = rows.map(({ key, value }) => [key, parseJson(value)] as const);
  const parsed = manifestSchema.safeParse(Object.fromEntries(entries));
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new WhenceError('INDEX_DAMAGED', `The index's manifest is damaged at “${where}”: check and mend it.`, {
    data: { file: statements.file, entry: where },
  });
}

/** Writes some entries of the manifest. */
export function writeManifest(statements: Statements, changes: Partial<Manifest>): void {
  const put = statements.prepare<[string, string]>(
    'manifest.write',
    'INSERT INTO manifest (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  for (const [key, value] of Object.entries(changes)) put.run(key, JSON.stringify(value));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
