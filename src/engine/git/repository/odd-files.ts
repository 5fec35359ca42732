import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileLimits } from '../../files/small-file.ts';
import { mailmapAtMost, mailmapFile } from './mailmap.ts';
import { gitOwnText } from './own-files.ts';
import type { Repository } from './repository.ts';

/**
 * The first of the files that git would open in this repository which is a pipe, a device, a folder or endless; null when all
 * are what they should be. git waits for a pipe and reads a device to its end, so it is not started where there is one.
 */
export function findOddFile(repository: Repository): string | null {
  if (repository.config.refused[0] !== undefined) return repository.config.refused[0];
  for (const [file, mostBytes] of filesOfGit(repository)) if (isOdd(file, mostBytes)) return file;
  return null;
}

function* filesOfGit(repository: Repository): Generator<[file: string, mostBytes: number]> {
  const { gitFolder, commonFolder, workTree, config } = repository;
  const { line, list, small, index } = fileLimits;
  for (const name of ['HEAD', 'commondir', 'gitdir']) yield [join(gitFolder, name), line];
  yield [join(gitFolder, 'index'), index];
  yield [join(gitFolder, 'config.worktree'), small];
  const branch = /^ref:\s*(.+)$/.exec(gitOwnText(join(gitFolder, 'HEAD'), line)?.trim() ?? '')?.[1];
  if (branch !== undefined && !branch.includes('..')) yield [join(commonFolder, branch), line];
  for (const name of ['config', 'info/attributes', 'objects/info/alternates']) yield [join(commonFolder, name), small];
  for (const name of ['packed-refs', 'shallow', 'info/grafts']) yield [join(commonFolder, name), list];
  for (const name of ['objects/info/commit-graph', 'objects/pack/multi-pack-index']) {
    yield [join(commonFolder, name), fileLimits.packIndex];
  }
  yield* packFiles(join(commonFolder, 'objects', 'pack'));
  if (workTree !== null) {
    yield [join(workTree, '.mailmap'), mailmapAtMost];
    for (let folder = repository.root; ; folder = dirname(folder)) {
      yield [join(folder, '.gitattributes'), small];
      if (folder === workTree || dirname(folder) === folder) break;
    }
  }
  const mailmap = config.get('mailmap.file');
  if (mailmap !== null) yield [mailmapFile(repository, mailmap), mailmapAtMost];
}

function* packFiles(folder: string): Generator<[file: string, mostBytes: number]> {
  let names: string[] = [];
  try {
    names = readdirSync(folder);
  } catch {
    // No packs.
  }
  for (const name of names) {
    if (name.endsWith('.pack')) yield [join(folder, name), Infinity];
    else if (/\.(?:idx|rev|bitmap|mtimes)$/.test(name)) yield [join(folder, name), fileLimits.packIndex];
  }
}

function isOdd(file: string, mostBytes: number): boolean {
  try {
    const stat = statSync(file);
    return !stat.isFile() || stat.size > mostBytes;
  } catch {
    // Not there, or a link to nothing: git finds nothing either.
    return false;
  }
}
