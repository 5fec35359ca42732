/*
 * Asks everything of each folder named, in a process of its own that a test can end: `node ask-git.ts FOLDER …`. Prints one line a
 * question, so that a test that was stopped shows which one hung.
 */
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { createGit, describeGit, gitWorkers } from '../../../src/engine/git/index.ts';
import { walkRoot } from '../../../src/engine/ingest/walk.ts';
import { resolveRoot } from '../../../src/engine/repositories/root.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);

async function ask(folder: string, question: string, work: () => unknown): Promise<void> {
  say(`${basename(folder)} ${question} …`);
  const answer = await Promise.resolve()
    .then(work)
    .then(
      () => 'answered',
      (thrown: unknown) => codeOf(thrown),
    );
  say(`${basename(folder)} ${question} ${answer}`);
}

for (const folder of process.argv.slice(2)) {
  const limits = { maxFileBytes: 1_000_000, includeVendored: false };
  await ask(folder, 'root', () => resolveRoot(folder));
  await ask(folder, 'walk', () => walkRoot(folder, limits));
  await ask(folder, 'describe', () => describeGit(folder));
  if (!statSync(folder).isDirectory()) continue;
  for (const engine of ['auto', 'isomorphic', 'git'] as const) {
    const git = createGit({ root: folder, engine });
    await ask(folder, `blame by ${engine}`, () => git.blame({ path: 'a.txt' }));
    await ask(folder, `history by ${engine}`, () => git.fileHistory({ path: 'a.txt' }));
  }
}
const { rss } = process.memoryUsage();
say(`memory ${Math.round(rss / 2 ** 20)}`);
await gitWorkers.stop();
