/** Folders of the checkout whose code the host runs. */
export const hostSources = ['src/cli', 'src/engine', 'src/server', 'src/shared'];

/**
 * Whether the host has to start again because a file changed: it runs the sources in `hostSources` as they were when it started. The
 * window's own are followed by Vite, as are those that the window shares with the host. What only Electron runs changes neither.
 *
 * @param {string} path relative to the checkout, as the system writes paths
 */
export function restartsHost(path) {
  const parts = path.split(/[\\/]/);
  // What editors write beside a file: `.a.ts.swp`, `a.ts~`, `#a.ts#`, `4913`.
  if (!/^[\w-][\w.-]*\.(?:ts|json)$/.test(parts.at(-1) ?? '')) return false;
  return hostSources.includes(parts.slice(0, 2).join('/'));
}
