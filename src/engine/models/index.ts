export { findModel } from './find-model.ts';
export { folderSource } from './folder/folder-models.ts';
export { forQueries, identifyModel, modelKinds, openModel } from './open-model.ts';
export { embeddingText } from './template.ts';
export type { ModelIdentity, ModelKind, ModelSource, ModelUse, TextModel } from './text-model.ts';
