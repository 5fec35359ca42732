import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { isErrno } from '../atomic-file.ts';

/**
 * The one way in which the engine reads files that a repository, or whoever wrote it, put there for Whence or git to heed: `.git`
 * files, HEAD, configuration, refs, index, ignore files, mailmap and the like. Such a file may be a pipe, a device, a link to
 * either, or endless. So: one handle is opened that never waits, it is looked at, and at most so many bytes are read from it.
 * What the file system says of the size is never trusted to be what comes.
 */

const mebibyte = 1024 * 1024;

/** Most bytes of each kind of file: several times what the largest known repositories have. */
export const fileLimits = {
  /** Whatever a person writes by hand: configuration, ignore files, attributes, mailmap, ignored revisions. */
  small: 4 * mebibyte,
  /** A `.git` file, HEAD, one ref, commondir: a line. */
  line: 64 * 1024,
  /** Lists that git writes: packed-refs, shallow, grafts, alternates. */
  list: 128 * mebibyte,
  /** `.git/index`: 80 bytes and a path a file. */
  index: 512 * mebibyte,
  /** The index of a pack: 28 bytes an object. */
  packIndex: 1024 * mebibyte,
} as const;

export interface FileReadOptions {
  /** More bytes than this are not read: the file is refused. `fileLimits.small` unless given. */
  readonly mostBytes?: number;
  /**
   * `refuse` (the default) for files of a working tree: a clone can bring a link that leads anywhere. `follow` where git itself
   * follows and no clone can put a link: inside of git's own folder (git-new-workdir and repo make such links), and files of
   * the person's own configuration. What a link leads to must be a regular file all the same.
   */
  readonly links?: 'refuse' | 'follow';
  /** Asked of the opened file before anything is read; false refuses it like a link. */
  readonly accept?: (handle: number, stat: Stats) => boolean;
}

export type RefusedReason = 'link' | 'not-a-file' | 'too-large' | 'unreadable';

export type FileRead =
  | {
      readonly state: 'read';
      readonly bytes: Buffer;
      /** Of the handle that was read from, before the reading. */
      readonly stat: Stats;
      /** Nobody wrote to the file while it was read, as far as size and time tell. */
      readonly steady: boolean;
    }
  | { readonly state: 'missing' }
  | {
      readonly state: 'refused';
      readonly reason: RefusedReason;
      /** For people: what stands there instead, or the system's code. */
      readonly detail: string;
      /** Null where not even that could be had. */
      readonly stat: Stats | null;
    };

// None of these waits: not for the other end of a pipe, not for a terminal. All are 0 on Windows.
const openFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);

/** Reads a regular file whole, from one handle. Never waits, never throws on account of the file. */
export function readSmallFile(path: string, options: FileReadOptions = {}): FileRead {
  const { mostBytes = fileLimits.small, links = 'refuse' } = options;
  let handle: number | null = null;
  try {
    // Asked first only so that devices are not even opened (opening some of them does something). What counts is the handle.
    const unfit = refusal(links === 'follow' ? statSync(path) : lstatSync(path), mostBytes);
    if (unfit !== null) return unfit;
    handle = openSync(path, links === 'follow' ? openFlags : openFlags | (constants.O_NOFOLLOW ?? 0));
    const stat = fstatSync(handle);
    const refused = refusal(stat, mostBytes);
    if (refused !== null) return refused;
    if (options.accept?.(handle, stat) === false) return linkThere(stat);
    const bytes = readAtMost(handle, stat.size, mostBytes);
    if (bytes === null) return tooLarge(stat, mostBytes);
    const after = fstatSync(handle);
    const isSame = after.mtimeMs === stat.mtimeMs && after.ctimeMs === stat.ctimeMs && after.size === stat.size;
    const steady = isSame && bytes.length === after.size;
    return { state: 'read', bytes, stat, steady };
  } catch (error) {
    return failure(error);
  } finally {
    if (handle !== null) closeSync(handle);
  }
}

/** As `readSmallFile`, as UTF-8 text; null when there is no such file or it is refused. */
export function readSmallText(path: string, options: FileReadOptions = {}): string | null {
  const read = readSmallFile(path, options);
  return read.state === 'read' ? read.bytes.toString('utf8') : null;
}

/**
 * Opens a regular file for reading at places, as packs are: never waits, follows links. The caller closes the handle. Null
 * when there is none or it is something else.
 */
export function openRegularFile(path: string): { readonly handle: number; readonly size: number } | null {
  let handle: number | null = null;
  try {
    if (!statSync(path).isFile()) return null;
    handle = openSync(path, openFlags);
    const stat = fstatSync(handle);
    if (stat.isFile()) return { handle, size: stat.size };
  } catch {
    // Not there, or not to be opened.
  }
  if (handle !== null) closeSync(handle);
  return null;
}

const linkThere = (stat: Stats | null): FileRead => ({
  state: 'refused',
  reason: 'link',
  detail: 'a symbolic link',
  stat,
});

function refusal(stat: Stats, mostBytes: number): FileRead | null {
  if (stat.isSymbolicLink()) return linkThere(stat);
  if (!stat.isFile()) return { state: 'refused', reason: 'not-a-file', detail: kindOf(stat), stat };
  return stat.size > mostBytes ? tooLarge(stat, mostBytes) : null;
}

const tooLarge = (stat: Stats, mostBytes: number): FileRead => ({
  state: 'refused',
  reason: 'too-large',
  detail: `more than ${mostBytes.toLocaleString('en')} bytes`,
  stat,
});

function kindOf(stat: Stats): string {
  if (stat.isDirectory()) return 'a folder';
  if (stat.isFIFO()) return 'a pipe';
  return stat.isSocket() ? 'a socket' : 'a device';
}

function failure(error: unknown): FileRead {
  if (isErrno(error, 'ENOENT', 'ENOTDIR')) return { state: 'missing' };
  // A link took the file's place, or links lead in a circle.
  if (isErrno(error, 'ELOOP')) return linkThere(null);
  if (isErrno(error, 'ENXIO')) return { state: 'refused', reason: 'not-a-file', detail: 'a socket', stat: null };
  const detail = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return { state: 'refused', reason: 'unreadable', detail, stat: null };
}

/** All bytes from the handle's start; null when there are more than `mostBytes`, whatever `size` said. */
function readAtMost(handle: number, size: number, mostBytes: number): Buffer | null {
  let buffer = Buffer.allocUnsafe(Math.min(size, mostBytes) + 1);
  let have = 0;
  for (;;) {
    const got = readSync(handle, buffer, have, buffer.length - have, null);
    have += got;
    if (have > mostBytes) return null;
    if (got === 0) return buffer.subarray(0, have);
    if (have < buffer.length) continue;
    const larger = Buffer.allocUnsafe(Math.min(Math.max(buffer.length * 2, 4096), mostBytes + 1));
    buffer.copy(larger, 0, 0, have);
    buffer = larger;
  }
}
