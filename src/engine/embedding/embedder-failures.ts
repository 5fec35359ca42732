import { WhenceError } from '../../shared/errors.ts';
import type { EmbedderExit } from './embedder-port.ts';

/** One unintended end of the embedder process. */
export interface EmbedderFailure {
  readonly kind: 'crashed' | 'out-of-memory' | 'timeout';
  readonly when: 'starting' | 'embedding';
  /** In words: the signal, or the last lines it wrote. */
  readonly detail: string;
}

const memorySigns = /out of memory|bad_alloc|Cannot allocate memory|bad allocation/iu;

/** Tells apart how the process ended, from how it exited and what it wrote last. */
export function describeExit(exit: EmbedderExit, context: { timedOut: boolean; starting: boolean }): EmbedderFailure {
  const when = context.starting ? 'starting' : 'embedding';
  if (context.timedOut) return { kind: 'timeout', when, detail: 'it did not answer in time' };
  if (memorySigns.test(exit.output)) return { kind: 'out-of-memory', when, detail: 'it ran out of memory' };
  const how = exit.signal === null ? `it ended with code ${exit.code ?? '?'}` : `it was ended by ${exit.signal}`;
  const lastLine = exit.output.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
  return { kind: 'crashed', when, detail: lastLine === '' ? how : `${how}: ${lastLine}` };
}

/** The error shown after several failures in a row. What was embedded before is kept. */
export function finalError(failures: readonly EmbedderFailure[]): WhenceError {
  const last = failures.at(-1);
  const data = { failures: failures.map(({ kind, when, detail }) => ({ kind, when, detail })) };
  const times = `${failures.length} times in a row`;
  if (last?.kind === 'timeout') {
    const message = `The embedder did not answer in time, ${times}. What was embedded is kept; close heavy programs and try again.`;
    return new WhenceError('EMBEDDER_TIMEOUT', message, { data });
  }
  if (last?.kind === 'out-of-memory') {
    const message = `The embedder ran out of memory, ${times}. What was embedded is kept; close other programs and try again.`;
    return new WhenceError('EMBEDDER_CRASHED', message, { data });
  }
  const message = `The embedder crashed ${times} (${last?.detail ?? 'no reason known'}). What was embedded is kept; try again.`;
  return new WhenceError('EMBEDDER_CRASHED', message, { data });
}

/** The model answered something that is no vector per text. */
export function badOutputError(problem: 'shape' | 'not-a-number'): WhenceError {
  const what = problem === 'shape' ? 'vectors of the wrong shape' : 'vectors that are not numbers';
  const message = `The embedding model answered ${what}. Choose another model, or install Whence again.`;
  return new WhenceError('EMBEDDER_BAD_OUTPUT', message, { data: { problem } });
}
