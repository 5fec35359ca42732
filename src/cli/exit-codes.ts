/**
 * Done, a failure (one line on stderr says which), wrong usage, done but for files that failed, and ended by Ctrl-C with the rest
 * kept for later.
 */
export const exitCodes = { done: 0, failure: 1, usage: 2, doneWithFailures: 3, interrupted: 130 } as const;
