// The rooms of the main process that stories are told of. Loaded once as they are, and once for each fault.
export * from '../../../src/main/application.ts';
export * from '../../../src/main/desktop/battery.ts';
export * from '../../../src/main/embedder/embedder-port.ts';
export * from '../../../src/main/ipc.ts';
export * from '../../../src/main/lifecycle/quit.ts';
export * from '../../../src/main/opening/link.ts';
export * from '../../../src/main/start/open-path.ts';
export * from '../../../src/main/window/main-window.ts';
export * from '../../../src/main/window/recovery.ts';
export * from '../../../src/main/window/show.ts';
export * from '../../../src/main/window/window-files.ts';
