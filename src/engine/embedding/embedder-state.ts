/** `stopped` is before the first start and after an intended stop; `crashed` starts again with the next batch. */
export type EmbedderState = 'stopped' | 'starting' | 'ready' | 'busy' | 'stopping' | 'crashed';

/** Which state may follow which; anything else is a bug. */
const transitions: Readonly<Record<EmbedderState, readonly EmbedderState[]>> = {
  stopped: ['starting'],
  starting: ['ready', 'crashed', 'stopping'],
  ready: ['busy', 'stopping', 'crashed'],
  busy: ['ready', 'stopping', 'crashed'],
  stopping: ['stopped'],
  crashed: ['starting', 'stopping'],
};

export const mayFollow = (now: EmbedderState, next: EmbedderState): boolean => transitions[now].includes(next);
