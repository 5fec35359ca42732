import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { WhenceError } from '../../../shared/errors.ts';
import { templateVersion } from '../template.ts';

const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hex digits');

const fieldWeight = z.number().int().min(0).max(1000);

const manifestSchema = z.object({
  format: z.literal(1),
  id: z.string().min(1).max(100),
  /** SHA-256 of model.onnx: what vectors are bound to. */
  revision: sha256Hex,
  tokenizerSha256: sha256Hex,
  dimensions: z.number().int().min(8).max(4096),
  /** Longest input in tokens, special tokens included; more is cut. */
  maxTokens: z.number().int().min(8).max(65_536),
  templateVersion: z.number().int().min(1),
  /** How token vectors become one: `none` when the model's output is already one unit vector per text. */
  pooling: z.enum(['none', 'mean', 'cls']),
  inputs: z.object({ ids: z.string().min(1), mask: z.string().min(1) }),
  output: z.string().min(1),
  /** The order of tokens does not matter and the mask holds counts: each token is passed once. */
  bagOfTokens: z.boolean(),
  /** Matches every word of a text that gives tokens; texts then tokenise word by word, so words are cached. */
  wordPattern: z.string().min(1).optional(),
  /** How often each word of a document's field counts, for models that take counts; once where it is left out. */
  fieldWeights: z
    .strictObject({ path: fieldWeight, kind: fieldWeight, name: fieldWeight, code: fieldWeight })
    .optional(),
  queryPrefix: z.string(),
  documentPrefix: z.string(),
});

/** What a model folder says about itself (manifest.json). Licence and training notes are there for people and not read. */
export type ModelManifest = Readonly<z.infer<typeof manifestSchema>>;

export type FieldWeights = NonNullable<ModelManifest['fieldWeights']>;

/** A model folder whose bytes were checked against its manifest. */
export interface VerifiedModel {
  readonly folder: string;
  readonly manifest: ModelManifest;
  readonly model: Uint8Array;
  readonly tokenizer: Uint8Array;
}

const reinstall = 'Install Whence again, or choose another model folder.';

function readPart(folder: string, name: string): Buffer {
  try {
    return readFileSync(join(folder, name));
  } catch (cause) {
    const message = `The model in ${folder} has no readable ${name}. ${reinstall}`;
    throw new WhenceError('MODEL_MISSING', message, { data: { folder, file: name }, cause });
  }
}

function invalid(folder: string, problem: string, cause?: unknown): WhenceError {
  const message = `The model in ${folder} cannot be used: ${problem}. ${reinstall}`;
  return new WhenceError('MODEL_INVALID', message, { data: { folder }, cause });
}

/**
 * Reads manifest.json alone, without checking the model's bytes: for showing which model there is.
 * Throws MODEL_MISSING or MODEL_INVALID.
 */
export function readModelManifest(folder: string): ModelManifest {
  const bytes = readPart(folder, 'manifest.json');
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw invalid(folder, 'manifest.json is not JSON', cause);
  }
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw invalid(folder, `manifest.json: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is wrong'}`);
  }
  if (parsed.data.templateVersion !== templateVersion) {
    const problem = `it was trained for text template ${parsed.data.templateVersion}, and this Whence writes ${templateVersion}`;
    throw invalid(folder, problem);
  }
  try {
    if (parsed.data.wordPattern !== undefined) RegExp(parsed.data.wordPattern, 'gu');
  } catch (cause) {
    throw invalid(folder, 'wordPattern is not a regular expression', cause);
  }
  return parsed.data;
}

function checkSum(folder: string, part: { name: string; bytes: Uint8Array; expected: string }): void {
  const actual = createHash('sha256').update(part.bytes).digest('hex');
  if (actual === part.expected) return;
  const message =
    `The file ${part.name} in ${folder} is not the one its manifest names (its checksum differs), so it is not used. ` +
    reinstall;
  throw new WhenceError('MODEL_CHECKSUM', message, {
    data: { folder, file: part.name, expected: part.expected, actual },
  });
}

/**
 * Reads a model folder and checks model and tokenizer against the checksums of its manifest; the bytes returned are the
 * ones that were checked. Hashing costs about 1 ms per MB. Throws MODEL_MISSING, MODEL_INVALID or MODEL_CHECKSUM.
 */
export function loadVerifiedModel(folder: string): VerifiedModel {
  const manifest = readModelManifest(folder);
  const model = readPart(folder, 'model.onnx');
  checkSum(folder, { name: 'model.onnx', bytes: model, expected: manifest.revision });
  const tokenizer = readPart(folder, 'tokenizer.json');
  checkSum(folder, { name: 'tokenizer.json', bytes: tokenizer, expected: manifest.tokenizerSha256 });
  return { folder, manifest, model, tokenizer };
}
