/** Whether embedding may run now; hosts close it, for example while the machine is on battery. */
export interface EmbeddingGate {
  /** Why it may not, in words for the progress row; null when it may. */
  blockedBy(): string | null;
  /** Calls back on every change; returns how to stop listening. */
  onChange(listener: () => void): () => void;
}

/** Resolves when the gate is open; tells `onWaiting` why it waits, and null when it goes on. Rejects when aborted. */
export async function waitForGate(
  gate: EmbeddingGate,
  signal: AbortSignal,
  onWaiting: (reason: string | null) => void,
): Promise<void> {
  if (gate.blockedBy() === null) return;
  await new Promise<void>((resolve, reject) => {
    const abortError = (): Error =>
      signal.reason instanceof Error ? signal.reason : new DOMException('Stopped.', 'AbortError');
    const stop = (settle: () => void): void => {
      stopListening();
      signal.removeEventListener('abort', onAbort);
      onWaiting(null);
      settle();
    };
    const look = (): void => {
      const reason = gate.blockedBy();
      if (reason === null) stop(resolve);
      else onWaiting(reason);
    };
    const onAbort = (): void => stop(() => reject(abortError()));
    const stopListening = gate.onChange(look);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    else look();
  });
}
