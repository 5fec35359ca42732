import { lstat, readdir, readlink, stat } from 'node:fs/promises';
import { fileLimits, readSmallFile } from '../../files/small-file.ts';

const refuse = async (): Promise<never> => {
  throw new Error('nothing of a repository is ever written');
};

/** As the library looks at it: anything that is not a regular file within its limit is not there. */
async function readFile(path: string, options?: { encoding?: string } | string): Promise<Buffer | string> {
  const read = readSmallFile(path, { links: 'follow', mostBytes: fileLimits.list });
  if (read.state !== 'read') throw Object.assign(new Error(`no file ${path}`), { code: 'ENOENT' });
  const encoding = typeof options === 'string' ? options : options?.encoding;
  return encoding === undefined ? read.bytes : read.bytes.toString('utf8');
}

/** The file system that isomorphic-git gets: it reads as everything else here does, and writes nothing. */
export const libraryFiles = {
  promises: {
    readFile,
    readdir,
    stat,
    lstat,
    readlink,
    writeFile: refuse,
    mkdir: refuse,
    rmdir: refuse,
    unlink: refuse,
    symlink: refuse,
  },
};
