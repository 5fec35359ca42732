/**
 * Sizes that decide where chunks end, in characters of code (line ends included) and in lines. A chunk of 600 to 1,500
 * characters is about what one embedding says well and what a reader takes in at once; see docs/decisions/0010.
 */
export const limits = {
  /** Small neighbours are packed until a chunk has this much. */
  packEnough: 600,
  /** … but never beyond this. */
  packMost: 1500,
  /** A class, with all its members, up to this size stays one chunk. */
  wholeClass: 1200,
  /** A function over either of these is split at statement boundaries. */
  splitCharacters: 2500,
  splitLines: 80,
  /** Loose code (statements, comments, closing brackets) under this size is never a chunk of its own when it has a neighbour. */
  crumb: 100,
  /** A whole file up to this size is one chunk. */
  wholeFile: 500,
  /** Line windows of plain text: lines and characters at most, and the lines that one shares with the next. */
  windowLines: 40,
  windowCharacters: 1500,
  windowOverlap: 5,
  signature: 200,
  /** Longest symbol name kept; longer ones (test titles) are cut. */
  name: 120,
  /** Nested deeper than this, code is not looked into. */
  depth: 160,
  /** Of a file's characters: over this share in error nodes, the tree is not trusted for cutting. */
  errorShare: 0.5,
  /** … over this share, the file is parsed a second time where its language knows what may help. */
  retryShare: 0.01,
  /**
   * Progress steps of the parser for one file; a step is about 100 operations. Counted, not timed, so that a file is cut the
   * same on a busy machine. Ordinary code takes 5 to 40 steps per 1,000 characters.
   */
  parseSteps: 20_000,
  /** ms a parse may take besides, whatever its steps: slow grammars and hostile input. */
  timeBudget: 5000,
  /** Bytes of WebAssembly memory that all parsing of a thread may take: 50 to 100 times a long file of ordinary code. */
  heapBytes: 512 * 1024 * 1024,
  /** Longer texts are parsed under a watch, and a thread in which one went badly is not used again. */
  watchedCharacters: 10_000,
} as const;
