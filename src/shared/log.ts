// What Whence writes down of itself. The list of events is closed, and none has room for a text of a person or a repository: no
// code, no query, no message of an error, no path (decision 34).

/** A failure without its message, which may quote a query, a path or code. */
export interface LoggedFailure {
  /** The error's class. */
  readonly error: string;
  /** Its code (`INDEX_DAMAGED`, `ENOENT`, `SQLITE_CORRUPT`), and that of what caused it. */
  readonly code: string | null;
  readonly cause: string | null;
  /** Where in Whence's own program, innermost first: `src/engine/dispatch.ts:41:12 run`. */
  readonly stack: readonly string[];
}

/** `tookMs` is the longest of the `times` since the line before. */
interface Slow {
  readonly tookMs: number;
  readonly times: number;
}

export interface LogEvents {
  'host.started': { readonly host: string; readonly version: string; readonly platform: string };
  'host.ended': { readonly host: string };
  'unexpected.exception': LoggedFailure;
  'unexpected.rejection': LoggedFailure;
  'call.failed': LoggedFailure & { readonly call: string };
  'call.slow': Slow & { readonly call: string };
  'statement.slow': Slow & { readonly statement: string };
  'indexing.failed': { readonly code: string };
  'process.ended': { readonly process: string; readonly reason: string; readonly exitCode: number };
  'window.failed': LoggedFailure & { readonly what: string };
}

export type LogEvent = keyof LogEvents;
export type LogLevel = 'info' | 'warn' | 'error';

/** Writes one event. Never throws: what can't be written down is not written down. */
export type Log = <Event extends LogEvent>(level: LogLevel, event: Event, data: LogEvents[Event]) => void;

export const silentLog: Log = () => undefined;
