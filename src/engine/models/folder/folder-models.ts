import type { ModelKind, ModelSource } from '../text-model.ts';
import { FolderModel, identityOf } from './folder-model.ts';
import { readModelManifest } from './model-manifest.ts';

/** A folder with manifest.json, model.onnx and tokenizer.json, computed by ONNX in the process that opens it. */
export interface FolderSource extends ModelSource {
  readonly kind: 'folder';
  readonly folder: string;
}

export const folderSource = (folder: string): FolderSource => ({ kind: 'folder', folder });

export const folderModels: ModelKind<FolderSource> = {
  kind: 'folder',
  identify: async ({ folder }) => identityOf(readModelManifest(folder)),
  open: async ({ folder }, use) => FolderModel.load(folder, use),
};
