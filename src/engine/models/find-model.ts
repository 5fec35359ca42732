import { findModelFolder } from './folder/find-model-folder.ts';
import { folderSource } from './folder/folder-models.ts';
import type { ModelSource } from './text-model.ts';

/**
 * The embedding model in use: `WHENCE_MODEL` when set (a folder), else the one shipped in `models`; null when there is none, so
 * that keyword search still works. Whether it can be used shows when it is opened.
 */
export function findModel(models: string, environment: NodeJS.ProcessEnv = process.env): ModelSource | null {
  const folder = findModelFolder(models, environment);
  return folder === null ? null : folderSource(folder);
}
