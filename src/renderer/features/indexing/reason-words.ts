import type { SkipReason } from '../../../shared/contract/indexing.ts';

/** Each reason in a word or two, and in a sentence that says what can be done. */
export const reasonWords: Readonly<Record<SkipReason, { readonly short: string; readonly long: string }>> = {
  binary: { short: 'binary', long: 'Not text: images, archives, programs.' },
  'too-large': { short: 'too large', long: 'Over the size limit, which can be raised in the settings.' },
  minified: {
    short: 'minified',
    long: 'Packed by a tool into lines that nobody reads. A line !path in .whenceignore brings a file in.',
  },
  generated: {
    short: 'generated',
    long: 'Written by a tool, as the file itself says. A line !path in .whenceignore brings a file in.',
  },
  secret: {
    short: 'secret',
    long: 'Keys and passwords, by their names or their shapes. A line !path in .whenceignore brings a file in.',
  },
  vendored: { short: 'vendored', long: 'Code of others kept in this repository. The settings can include it.' },
  unreadable: { short: 'unreadable', long: 'The system does not let Whence read them: check their permissions.' },
  undecodable: { short: 'unknown encoding', long: 'Text in no encoding that is known.' },
  symlink: { short: 'link', long: 'Links are not followed; what they point to is indexed where it lies.' },
  special: { short: 'special', long: 'Sockets, devices and pipes have no text.' },
  'time-budget': {
    short: 'took too long',
    long: 'Reading them took longer than the limit per file, or did not come back. "Try again" reads them again.',
  },
  failed: {
    short: 'failed',
    long: 'Reading them broke down. "Try again" reads them again; changed files are read anyway.',
  },
};
