import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { defaultDataFolder } from '../engine/data-folder.ts';
import { windowCapabilities } from '../engine/host-capabilities.ts';
import { appVersion } from '../engine/app-version.ts';
import { createEngine } from '../engine/engine.ts';
import { openLogFile, watchUnexpected } from '../engine/log/index.ts';
import { reportBug, writeJson, writeLine } from '../engine/terminal.ts';
import type { Emit } from '../shared/contract/index.ts';
import { WhenceError } from '../shared/errors.ts';
import { hasDisplay, openBrowser } from './open-browser.ts';
import { type OpenPage, placeOfPage, writeOpenPage } from './open-page.ts';
import { terminalQuestions } from './terminal-question.ts';
import { startWebServer } from './web-server.ts';

export interface ServeOptions {
  readonly dataFolder: string;
  readonly openPath: string | null;
  readonly port: number;
  readonly open: boolean;
  readonly json: boolean;
  /** Folders that the window may open without a question. */
  readonly allowedFolders: readonly string[];
}

/** Reads the options of the browser mode, as the command line passes them on. */
export function parseServeOptions(args: readonly string[]): ServeOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      'data-dir': { type: 'string' },
      port: { type: 'string', default: '0' },
      'no-open': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      allow: { type: 'string', multiple: true, default: [] },
    },
  });
  const root = positionals[0];
  return {
    dataFolder: resolve(values['data-dir'] ?? defaultDataFolder()),
    openPath: root === undefined ? null : resolve(root),
    port: Number(values.port),
    open: !values['no-open'],
    json: values.json,
    allowedFolders: values.allow.map((folder) => resolve(folder)),
  };
}

/** Why the browser mode ends: a signal, or an exception that nobody caught. */
export type Ending = 'signal' | 'failed';

/** Runs the browser mode until SIGINT, SIGTERM, SIGHUP or an exception; then pauses what runs and resolves. */
export async function serve(options: ServeOptions): Promise<Ending> {
  let emit: Emit | null = null;
  const log = openLogFile(options.dataFolder);
  const ending = Promise.withResolvers<Ending>();
  watchUnexpected({ log, onException: () => ending.resolve('failed') });
  const questions = options.json ? null : terminalQuestions();
  const engine = await createEngine({
    dataFolder: options.dataFolder,
    emit: (name, payload) => emit?.(name, payload),
    host: {
      ...windowCapabilities,
      // The question stands in the terminal that "whence serve" was started in.
      asksElsewhere: true,
      kind: 'browser',
      openPath: options.openPath,
      allowedFolders: options.allowedFolders,
      ...(questions && { confirm: questions }),
      log,
    },
  });
  const opened: { page: OpenPage | null } = { page: null };
  const server = await startWebServer({
    port: options.port,
    rendererFolder: rendererFolder(),
    handlers: engine.handlers,
    onBug: reportBug,
    onPage: () => opened.page?.remove(),
  });
  emit = server.emit;
  if (options.json) writeJson({ address: server.address });
  else writeLine(`Whence is at ${server.address}`);
  if (options.open && hasDisplay()) opened.page = openInBrowser(server.address, options.dataFolder);
  log('info', 'host.started', { host: 'browser', version: appVersion, platform: process.platform });
  const ended = await Promise.race([untilSignal(), ending.promise]);
  opened.page?.remove();
  // After an exception, what is to be closed may hang.
  const limit = ended === 'failed' ? [sleep(closesWithinMs)] : [];
  await Promise.race([Promise.allSettled([server.close(), engine.close()]), ...limit]);
  log('info', 'host.ended', { host: 'browser' });
  return ended;
}

/** Milliseconds that a browser has to start and read its page. */
const browserStartsWithinMs = 120_000;

/** Opens the window in the browser by a page on the disk, which is taken away again; null where none can be written. */
function openInBrowser(address: string, dataFolder: string): OpenPage | null {
  try {
    const page = writeOpenPage(placeOfPage(dataFolder), address);
    setTimeout(() => page.remove(), browserStartsWithinMs).unref();
    openBrowser(page.address);
    return page;
  } catch {
    return null;
  }
}

/** The built window: beside the bundle, or in the checkout's `out` when run from source. */
function rendererFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const folder = here.endsWith(join('src', 'server')) ? join(here, '../../out/renderer') : join(here, '../renderer');
  if (!existsSync(join(folder, 'index.html'))) {
    throw new WhenceError('INTERNAL', 'The window is not built: run "npm run build" once.');
  }
  return folder;
}

/** Milliseconds that closing may take after an exception. */
const closesWithinMs = 8000;

async function untilSignal(): Promise<Ending> {
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
    // Its terminal was closed.
    process.once('SIGHUP', () => resolve());
  });
  return 'signal';
}
