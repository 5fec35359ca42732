import { useSyncExternalStore } from 'react';

const minute = 60_000;
let now = Date.now();
const listeners = new Set<() => void>();

setInterval(() => {
  now = Date.now();
  for (const listener of listeners) listener();
}, minute);

const subscribe = (onChange: () => void): (() => void) => {
  now = Date.now();
  listeners.add(onChange);
  return () => void listeners.delete(onChange);
};

/** Milliseconds since the epoch, to the minute: ages on screen keep up with it. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now);
