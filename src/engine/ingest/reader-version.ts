/**
 * Version of what reading makes of a file: chunks, hashes and keyword columns. Raise it whenever the chunker, the keyword
 * columns, `hashChunk` or a gate gives something else for the same bytes: every file is then read again, and chunks whose text
 * hash stayed the same keep their vectors.
 */
export const readerVersion = '11';

/** The version that a file's row carries: one that is asked for by name is read by fewer gates, and again once it is no longer. */
export const versionFor = (file: { readonly named?: true }): string =>
  file.named === true ? `${readerVersion}+named` : readerVersion;
