import { WhenceError } from '../../shared/errors.ts';
import { folderModels } from './folder/folder-models.ts';
import type { ModelIdentity, ModelKind, ModelSource, ModelUse, TextModel } from './text-model.ts';

/** Every kind of source that Whence knows: one line each. */
export const modelKinds: readonly ModelKind[] = [folderModels];

/** Queries: one thread, on the CPU, since one query is less work than a hand-over. */
export const forQueries: ModelUse = { threads: 1, accelerate: false };

function kindOf(source: ModelSource, kinds: readonly ModelKind[]): ModelKind {
  const found = kinds.find(({ kind }) => kind === source.kind);
  if (found !== undefined) return found;
  const message = `This Whence can't open a model from a source of the kind "${source.kind}". Choose another model.`;
  throw new WhenceError('MODEL_INVALID', message, { data: { kind: source.kind } });
}

/** What the vectors of a model are bound to, as it is now, without loading it. Throws MODEL_MISSING or MODEL_INVALID. */
export async function identifyModel(source: ModelSource, kinds = modelKinds): Promise<ModelIdentity> {
  return kindOf(source, kinds).identify(source);
}

/** Opens a model. Throws MODEL_MISSING, MODEL_INVALID, MODEL_CHECKSUM or EMBEDDER_BAD_OUTPUT. */
export async function openModel(source: ModelSource, use: ModelUse, kinds = modelKinds): Promise<TextModel> {
  return kindOf(source, kinds).open(source, use);
}
