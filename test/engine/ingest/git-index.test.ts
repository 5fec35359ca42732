import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readTrackedFiles } from '../../../src/engine/ingest/git-index.ts';
import { GitRepository } from '../../helpers/git-repository.ts';

let repository: GitRepository;
afterEach(() => repository.remove());

const tracked = (format: 'sha1' | 'sha256' = 'sha1'): string[] | null => {
  const read = readTrackedFiles(join(repository.root, '.git'), format);
  return read && [...read.paths].sort();
};
const listed = (): string[] =>
  Buffer.from(repository.git('ls-files', '-z'), 'latin1').toString('utf8').split('\0').slice(0, -1).sort();

describe('an index that is split in two files', () => {
  for (const version of [2, 4]) {
    it(`tells what is tracked after files were added, changed and deleted (version ${version})`, () => {
      repository = GitRepository.create();
      for (let i = 0; i < 200; i += 1) repository.write(`d${i % 7}/f${i}.txt`, `${i}\n`);
      repository.commit('many');
      repository.git('config', 'splitIndex.maxPercentChange', '100');
      repository.git('update-index', `--index-version=${version}`, '--split-index');
      expect(tracked()).toEqual(listed());
      repository.write('d1/new é.txt', 'x');
      repository.write('d2/f2.txt', 'changed');
      repository.git('add', '.');
      repository.git(
        'rm',
        '-q',
        '--cached',
        'd0/f0.txt',
        ...Array.from({ length: 20 }, (_, i) => `d${(70 + i) % 7}/f${70 + i}.txt`),
      );
      expect(listed()).toHaveLength(180);
      expect(tracked()).toEqual(listed());
    });
  }

  it('reads SHA-256 ids too, and does not know what is tracked where the shared part is missing', () => {
    repository = GitRepository.create({ format: 'sha256' });
    repository.write('a.txt', 'a\n');
    repository.commit('a');
    repository.git('update-index', '--split-index');
    expect(tracked('sha256')).toEqual(['a.txt']);
    const shared = repository.git('rev-parse', '--shared-index-path').trim();
    writeFileSync(join(repository.root, shared), 'DIRC');
    // Another time, so that the answer is not the one that was kept.
    utimesSync(join(repository.root, '.git', 'index'), 1, 1);
    expect(tracked('sha256')).toBeNull();
  });
});
