/** Electron's renderer half as a script for the page; `preload` is the source of the built preload, a CommonJS script. */
export const pageSide = (preload: string): string => `(() => {
  const listeners = new Map();
  const electron = {
    contextBridge: { exposeInMainWorld: (name, api) => Object.defineProperty(window, name, { value: Object.freeze(api) }) },
    ipcRenderer: {
      invoke: async (channel, ...args) => JSON.parse(await window.__standInInvoke(channel, JSON.stringify(args))),
      send: (channel, ...args) => void window.__standInSend(channel, JSON.stringify(args)),
      on: (channel, listener) => listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
      off: (channel, listener) => listeners.set(channel, (listeners.get(channel) ?? []).filter((each) => each !== listener)),
    },
    webUtils: { getPathForFile: (file) => '/dropped/' + file.name },
  };
  Object.defineProperty(window, '__standInDeliver', {
    value: (channel, args) => { for (const listener of listeners.get(channel) ?? []) listener({}, ...JSON.parse(args)); },
  });
  const require = (name) => { if (name === 'electron') return electron; throw new Error('a sandboxed preload has no ' + name); };
  ((require, module, exports) => {${preload}\n})(require, { exports: {} }, {});
})();`;
