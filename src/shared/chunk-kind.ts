/** What a chunk is, from the syntax tree; `block` is a split part of a long definition, `window` a run of lines of plain text. */
export const chunkKinds = [
  'function',
  'method',
  'class',
  'interface',
  'type',
  'enum',
  'module',
  'constant',
  'section',
  'block',
  'window',
] as const;

export type ChunkKind = (typeof chunkKinds)[number];

/** What a file is for, told from its path and its first lines; ranking lowers some unless the query asks for them. */
export const fileRoles = ['source', 'test', 'example', 'docs', 'config', 'generated', 'vendored', 'legacy'] as const;

export type FileRole = (typeof fileRoles)[number];
