export { loadModelManifest, type ModelManifest, readModelManifest } from './folder/model-manifest.ts';
export { createQueryEmbedder, type QueryEmbedder } from './folder/query-embedder.ts';
export { embeddingText, templateVersion, type TemplateInput } from './template.ts';
