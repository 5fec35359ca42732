import { type Cancellation, cancelled } from '../processes/shared-cancellations.ts';

export { type Cancellation, cancelled } from '../processes/shared-cancellations.ts';

export const fromSignal = (signal: AbortSignal): Cancellation => ({
  throwIfCancelled: () => {
    if (signal.aborted) throw cancelled();
  },
});
