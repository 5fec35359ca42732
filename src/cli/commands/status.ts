import type { IndexCounts, RepositorySummary } from '../../shared/contract/repositories.ts';
import { WhenceError } from '../../shared/errors.ts';
import { type Asked, commandLine } from '../advice.ts';
import { exitCodes } from '../exit-codes.ts';
import type { CommonOptions } from '../options.ts';
import { counted, formatBytes, formatDuration, printJson, printLine, printNote, thousands } from '../output.ts';
import { statusJson } from '../status-json.ts';
import { requireIndex, withRoot } from '../with-engine.ts';

/**
 * `whence status`: how far the index is, and what it measured of itself. Answers the exit code: a failure where the index can't be
 * read, since then nothing is known of it.
 */
export async function runStatus(root: string, options: CommonOptions): Promise<number> {
  return withRoot(root, { ...options, writes: false }, async ({ engine, repository, context }) => {
    const { repositoryId } = repository;
    const isIndexed = repository.counts !== null && repository.state !== 'not-indexed';
    const metrics = !isIndexed ? null : await engine.handlers['indexing.metrics']({ repositoryId }, context);
    if (options.json) {
      printJson({ ...statusJson(repository), metrics });
      return repository.counts === null ? exitCodes.failure : exitCodes.done;
    }
    for (const line of describe(repository, { ...options, root })) printLine(line);
    if (repository.counts === null) throw failureOf(repository);
    if (metrics && metrics.search.count > 0) {
      const { count, p50, p95, p99 } = metrics.search;
      printLine(
        `searches  ${thousands(count)}: half within ${formatDuration(p50)}, 95 % within ${formatDuration(p95)}, 99 % within ${formatDuration(p99)}`,
      );
    }
    return exitCodes.done;
  });
}

const failureOf = ({ error }: RepositorySummary): WhenceError =>
  error ? WhenceError.from(error) : new WhenceError('INDEX_UNREADABLE', 'The index can not be read.');

const stateWords: Readonly<Record<RepositorySummary['state'], string>> = {
  'not-indexed': 'not indexed yet',
  reading: 'files are being read',
  embedding: 'chunks are being embedded',
  paused: 'paused',
  interrupted: 'interrupted',
  'up-to-date': 'complete',
  failed: 'the last run failed',
  unreadable: "can't be read",
  outdated: 'of an older Whence',
  'read-only': 'another Whence writes this index',
  'missing-root': 'the folder is gone',
};

/** Commands that lead on from a state. */
const waysOn: Readonly<Partial<Record<RepositorySummary['state'], string>>> = {
  'not-indexed': 'index',
  paused: 'resume',
  interrupted: 'resume',
};

function describe(summary: RepositorySummary, asked: Asked): string[] {
  const { counts, state } = summary;
  const way = waysOn[state];
  return [
    `root      ${summary.root}${summary.branch ? ` (${summary.branch})` : ''}`,
    `state     ${stateWords[state]}${summary.error && counts ? `: ${summary.error.message}` : ''}${way ? `; to go on: ${commandLine(way, asked)}` : ''}`,
    ...(summary.writer
      ? [
          `writer    process ${summary.writer.pid} on ${summary.writer.host} since ${new Date(summary.writer.since).toISOString()}`,
        ]
      : []),
    ...(counts ? countLines(counts) : []),
    `size      ${formatBytes(summary.indexBytes)}`,
    ...(counts && counts.failed > 0
      ? [`note      ${failedAre(counts.failed)} not searched; why: ${commandLine('skipped', asked)}`]
      : []),
    ...summary.notices.map((notice) => `note      ${notice}`),
  ];
}

const failedAre = (failed: number): string => `${counted(failed, 'file')} failed and ${failed === 1 ? 'is' : 'are'}`;

const countLines = (counts: IndexCounts): string[] => [
  `files     ${thousands(counts.files)} (${thousands(counts.skipped)} left out, ${thousands(counts.failed)} failed)`,
  `chunks    ${thousands(counts.chunks)}: ${thousands(counts.embedded)} embedded, ${thousands(counts.pending)} pending, ${thousands(counts.vectors)} vectors${counts.borrowed > 0 ? `, ${thousands(counts.borrowed)} of them to be made anew for their place` : ''}`,
];

/** `whence skipped`: what was left out, and why. */
export async function runSkipped(root: string, options: CommonOptions & { readonly limit?: number }): Promise<void> {
  await withRoot(root, { ...options, writes: false }, async ({ engine, repository, context }) => {
    requireIndex(repository);
    const { total, files, noted } = await engine.handlers['indexing.skipped'](
      { repositoryId: repository.repositoryId, limit: options.limit ?? 10_000_000 },
      context,
    );
    if (options.json) {
      printJson({ total, files, noted });
      return;
    }
    for (const file of files) {
      printLine(`${file.reason.padEnd(12)} ${file.path}${file.detail ? `  (${file.detail})` : ''}`);
    }
    for (const file of noted) printLine(`${'(read)'.padEnd(12)} ${file.path}  (${file.detail})`);
    printLine(`${thousands(total)} left out`);
    if (files.some((file) => file.reason === 'secret' || file.reason === 'generated' || file.reason === 'minified')) {
      printNote('To index a secret, generated or minified file all the same, name it in .whenceignore: !path/to/it');
    }
  });
}
