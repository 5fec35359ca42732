import type { RepositorySummary } from '../../shared/contract/repositories.ts';
import type { CommonOptions } from '../options.ts';
import { formatBytes, formatDuration, printable, printJson, printLine, thousands } from '../output.ts';
import { statusJson } from '../status-json.ts';
import { requireIndex, withRoot } from '../with-engine.ts';

/** `whence status`: how far the index is, and what it measured of itself. */
export async function runStatus(root: string, options: CommonOptions): Promise<void> {
  await withRoot(root, { ...options, writes: false }, async ({ engine, repository, context }) => {
    const { repositoryId } = repository;
    const readable = repository.state !== 'not-indexed' && repository.state !== 'failed';
    const metrics = !readable ? null : await engine.handlers['indexing.metrics']({ repositoryId }, context);
    if (options.json) {
      printJson({ ...statusJson(repository), metrics });
      return;
    }
    for (const line of describe(repository)) printLine(line);
    if (metrics && metrics.search.count > 0) {
      const { count, p50, p95, p99 } = metrics.search;
      printLine(
        `searches  ${thousands(count)}: half within ${formatDuration(p50)}, 95 % within ${formatDuration(p95)}, 99 % within ${formatDuration(p99)}`,
      );
    }
  });
}

const stateWords: Readonly<Record<RepositorySummary['state'], string>> = {
  'not-indexed': 'not indexed yet: run "whence index"',
  reading: 'files are being read',
  embedding: 'chunks are being embedded',
  paused: 'paused: "whence resume" goes on',
  interrupted: 'interrupted: "whence resume" goes on',
  'up-to-date': 'complete',
  failed: "can't be used",
  'read-only': 'another Whence writes this index',
  'missing-root': 'the folder is gone',
};

function describe(summary: RepositorySummary): string[] {
  const { counts } = summary;
  return [
    `root      ${printable(summary.root)}${summary.branch ? ` (${printable(summary.branch)})` : ''}`,
    `state     ${stateWords[summary.state]}${summary.error ? `: ${summary.error.message}` : ''}`,
    ...(summary.writer
      ? [
          `writer    process ${summary.writer.pid} on ${summary.writer.host} since ${new Date(summary.writer.since).toISOString()}`,
        ]
      : []),
    `files     ${thousands(counts.files)} (${thousands(counts.skipped)} left out, ${thousands(counts.failed)} failed)`,
    `chunks    ${thousands(counts.chunks)}: ${thousands(counts.embedded)} embedded, ${thousands(counts.pending)} pending, ${thousands(counts.vectors)} vectors`,
    `size      ${formatBytes(summary.indexBytes)}`,
    ...summary.notices.map((notice) => `note      ${notice}`),
  ];
}

/** `whence skipped`: what was left out, and why. */
export async function runSkipped(root: string, options: CommonOptions & { readonly limit?: number }): Promise<void> {
  await withRoot(root, { ...options, writes: false }, async ({ engine, repository, context }) => {
    requireIndex(repository);
    const { total, files } = await engine.handlers['indexing.skipped'](
      { repositoryId: repository.repositoryId, limit: options.limit ?? 10_000_000 },
      context,
    );
    if (options.json) {
      printJson({ total, files });
      return;
    }
    for (const file of files) {
      printLine(
        `${file.reason.padEnd(12)} ${printable(file.path)}${file.detail ? `  (${printable(file.detail)})` : ''}`,
      );
    }
    printLine(`${thousands(total)} left out`);
  });
}
