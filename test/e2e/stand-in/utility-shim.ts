// Loaded before a utility process: gives it the end that Electron's utility processes have, over Node's own channel.
const listeners: ((event: { data: unknown }) => void)[] = [];
process.on('message', (data) => {
  for (const listener of listeners) listener({ data });
});
process.on('disconnect', () => process.exit(0));
Object.assign(process, {
  parentPort: {
    on: (_event: 'message', listener: (event: { data: unknown }) => void) => void listeners.push(listener),
    postMessage: (message: unknown) => void process.send?.(message),
  },
});
