import type { LoggedFailure } from '../../shared/log.ts';

/** Frames kept of a stack. */
const mostFrames = 20;
/** Characters of a stack that are looked at. */
const mostCharacters = 20_000;

/**
 * A failure as it may be written down: its class, its code and where in Whence it happened. Messages are left out, since they quote
 * what they are about: JSON.parse quotes code, SQLite quotes the query, the system quotes paths.
 */
export function describeFailure(thrown: unknown): LoggedFailure {
  if (!(thrown instanceof Error)) return { error: `a ${typeof thrown}`, code: null, cause: null, stack: [] };
  return {
    error: className(thrown.name),
    code: codeOf(thrown),
    cause: thrown.cause instanceof Error ? (codeOf(thrown.cause) ?? className(thrown.cause.name)) : null,
    stack: framesOf(thrown.stack ?? '', thrown.message),
  };
}

/** The name of an error's class; a name that is none is not kept. */
export const className = (name: string): string => (/^[A-Z][A-Za-z0-9]{0,60}$/.test(name) ? name : 'Error');

function codeOf(error: Error): string | null {
  const code: unknown = 'code' in error ? error.code : null;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : null;
}

/** `    at run (/home/me/whence/src/engine/dispatch.ts:41:12)`, also without a function, also with an address. */
const frame = /^\s{2,8}at (?:(?:async )?([^()]{0,200}) \()?([^()]{1,1000}):(\d{1,7}):(\d{1,7})\)?$/;
/** What stands of a path: from Whence's own folders on, and modules of Node. */
const ownPart = /(?:^|[\\/])((?:src|out|assets|node_modules)[\\/][\w@.+~-]+(?:[\\/][\w@.+~-]+)*)$/;

/** The places in Whence's own program that a stack names. What it says above them is the message. */
export function framesOf(stack: string, message = ''): string[] {
  const at = message === '' ? -1 : stack.indexOf(message);
  const rest = (at === -1 ? stack : stack.slice(at + message.length)).slice(0, mostCharacters);
  return rest
    .split('\n')
    .map((line) => describeFrame(line))
    .filter((line) => line !== null)
    .slice(0, mostFrames);
}

function describeFrame(line: string): string | null {
  const match = frame.exec(line);
  if (!match) return null;
  const [, name = '', file = '', row, column] = match;
  const place = /^node:[\w/]{1,60}$/.test(file) ? file : ownPart.exec(file)?.[1]?.replaceAll('\\', '/');
  if (place === undefined) return null;
  const named = /^[\w$.<># ]{1,80}$/.test(name) ? ` ${name}` : '';
  return `${place}:${row}:${column}${named}`;
}
