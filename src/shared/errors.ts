/** Every failure that a person can meet, by name. Branch on the code, never on the message. */
export type ErrorCode =
  // requests
  | 'BAD_REQUEST'
  | 'CANCELLED'
  | 'INTERNAL'
  | 'NOT_SUPPORTED'
  | 'NOT_CONFIRMED' // the host asked the person, or could not; the message says how to do it otherwise
  | 'HOST_GONE' // the window lost its host; it reconnects by itself
  // roots and files
  | 'PATH_NOT_FOUND'
  | 'PATH_NOT_A_FOLDER'
  | 'PATH_NOT_READABLE'
  | 'PATH_OUTSIDE_ROOT'
  | 'ROOT_TOO_LARGE' // home folder or file-system root: `data.files` holds the count; repeat with `confirmed`
  | 'ROOT_GONE'
  | 'REPOSITORY_UNKNOWN'
  | 'FILE_NOT_TEXT'
  | 'FILE_TOO_LARGE'
  // git
  | 'NOT_A_GIT_REPOSITORY'
  | 'GIT_BARE'
  | 'GIT_NO_COMMITS'
  | 'GIT_FILE_NOT_TRACKED'
  | 'GIT_REVISION_UNKNOWN'
  | 'GIT_PARTIAL_CLONE' // objects are missing and are never fetched
  | 'GIT_UNSAFE_OWNERSHIP'
  | 'GIT_OVER_LIMIT' // the file is over the blame limit: repeat with `force`
  | 'GIT_TIME_BUDGET'
  | 'GIT_FAILED'
  // index
  | 'INDEX_MISSING'
  | 'INDEX_LOCKED' // `data`: pid, host, since
  | 'INDEX_NEWER'
  | 'INDEX_FOREIGN'
  | 'INDEX_DAMAGED'
  | 'INDEX_UNREADABLE'
  | 'INDEX_MISMATCH' // `data.action`: migrate, re-embed or rebuild
  | 'DATA_FOLDER_NOT_WRITABLE'
  | 'DISK_FULL'
  // models
  | 'MODEL_MISSING'
  | 'MODEL_CHECKSUM'
  | 'MODEL_INVALID'
  | 'EMBEDDER_CRASHED'
  | 'EMBEDDER_TIMEOUT'
  | 'EMBEDDER_BAD_OUTPUT'
  // search
  | 'QUERY_EMPTY'
  | 'QUERY_TIME_BUDGET' // a regular expression or glob of the person's own did not come to an end
  | 'EDITOR_FAILED';

/** Plain form of an error: what crosses a process boundary. */
export interface ErrorShape {
  readonly code: ErrorCode;
  /** One sentence for a person: what happened and what to do. */
  readonly message: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** An expected failure: part of the flow, with a code and words for the person. Anything else thrown is a bug. */
export class WhenceError extends Error {
  readonly code: ErrorCode;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: { data?: Record<string, unknown>; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'WhenceError';
    this.code = code;
    this.data = options.data ?? {};
  }

  static from(shape: ErrorShape): WhenceError {
    return new WhenceError(shape.code, shape.message, shape.data ? { data: shape.data } : {});
  }
}

/** The plain form of whatever was thrown; a bug becomes INTERNAL and keeps its message. */
export function toErrorShape(thrown: unknown): ErrorShape {
  if (thrown instanceof WhenceError) {
    return { code: thrown.code, message: thrown.message, data: thrown.data };
  }
  if (thrown instanceof Error && thrown.name === 'AbortError') {
    return { code: 'CANCELLED', message: 'The request was cancelled.' };
  }
  return { code: 'INTERNAL', message: thrown instanceof Error ? thrown.message : String(thrown) };
}

export const isWhenceError = (thrown: unknown, ...codes: ErrorCode[]): thrown is WhenceError =>
  thrown instanceof WhenceError && (codes.length === 0 || codes.includes(thrown.code));
