/** Electron's renderer half as a script for the page; `preload` is the source of the built preload, a CommonJS script. */
export const pageSide = (preload: string): string => `(() => {
  const listeners = new Map();
  // Between the two worlds values are copied and functions called by proxy; a file crosses as the Blob that it is.
  const names = new WeakMap();
  const across = (value) => {
    if (typeof value === 'function') return (...args) => across(value(...args.map(across)));
    if (value instanceof Promise) return value.then(across, (error) => Promise.reject(across(error)));
    if (value instanceof File) {
      const blob = value.slice();
      names.set(blob, value.name);
      return blob;
    }
    if (value instanceof Blob) return value;
    if (Array.isArray(value)) return value.map(across);
    if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, across(each)]));
    }
    return structuredClone(value);
  };
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name, api) => Object.defineProperty(window, name, { value: Object.freeze(across(api)) }),
    },
    ipcRenderer: {
      invoke: async (channel, ...args) => JSON.parse(await window.__standInInvoke(channel, JSON.stringify(args))),
      send: (channel, ...args) => void window.__standInSend(channel, JSON.stringify(args)),
      on: (channel, listener) => listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
      off: (channel, listener) => listeners.set(channel, (listeners.get(channel) ?? []).filter((each) => each !== listener)),
    },
    webUtils: { getPathForFile: (file) => '/dropped/' + names.get(file) },
  };
  Object.defineProperty(window, '__standInDeliver', {
    value: (channel, args) => { for (const listener of listeners.get(channel) ?? []) listener({}, ...JSON.parse(args)); },
  });
  const require = (name) => { if (name === 'electron') return electron; throw new Error('a sandboxed preload has no ' + name); };
  ((require, module, exports) => {${preload}\n})(require, { exports: {} }, {});
})();`;
