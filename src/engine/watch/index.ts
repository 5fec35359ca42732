export { type RootChange, type RootWatcher, watchRoot, type WatchOptions } from './watch-root.ts';
