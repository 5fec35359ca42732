import type { ChunkKind, FileRole } from '../../../shared/chunk-kind.ts';

/** A kind in the fewest letters, as programmers write it. */
export const kindLabels: Readonly<Record<ChunkKind, string>> = {
  function: 'fn',
  method: 'method',
  class: 'class',
  interface: 'interface',
  type: 'type',
  enum: 'enum',
  module: 'module',
  constant: 'const',
  section: 'section',
  block: 'block',
  window: 'lines',
};

/** Roles worth a word beside a result; source needs none. */
export const roleLabels: Readonly<Record<FileRole, string | null>> = {
  source: null,
  test: 'test',
  example: 'example',
  docs: 'docs',
  config: 'config',
  generated: 'generated',
  vendored: 'vendored',
  legacy: 'legacy',
};
