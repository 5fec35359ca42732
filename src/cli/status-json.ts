import type { RepositorySummary } from '../shared/contract/repositories.ts';

/** A root's state as the command line's JSON spells it. */
export function statusJson(summary: RepositorySummary): Record<string, unknown> {
  const { counts } = summary;
  return {
    root: summary.root,
    repository_id: summary.repositoryId,
    kind: summary.kind,
    git: summary.git,
    branch: summary.branch,
    state: summary.state,
    counts: counts && {
      files: counts.files,
      chunks: counts.chunks,
      embedded: counts.embedded,
      pending: counts.pending,
      vectors: counts.vectors,
      borrowed: counts.borrowed,
      skipped: counts.skipped,
      failed: counts.failed,
    },
    index_bytes: summary.indexBytes,
    last_indexed: summary.lastIndexed === null ? null : new Date(summary.lastIndexed).toISOString(),
    writer: summary.writer && {
      pid: summary.writer.pid,
      host: summary.writer.host,
      since: new Date(summary.writer.since).toISOString(),
    },
    error: summary.error,
    notices: summary.notices,
  };
}
