import type { ReactNode } from 'react';
import { create } from 'zustand';
import type { IndexingProgress } from '../../../shared/contract/indexing.ts';
import type { RepositorySummary } from '../../../shared/contract/repositories.ts';
import { useOpener } from '../../frame/use-open.ts';
import { showDialog, showPage, showRepository } from '../../frame/view-store.ts';
import { useAction } from '../../host/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { formatAgo, formatCount, plural } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { useNow } from '../../ui/use-now.ts';

function Interrupted({ summary, progress }: BannersProps): ReactNode {
  const resume = useAction('indexing.resume');
  const { repositoryId, counts } = summary;
  const ended = progress?.state === 'cancelled' ? 'stopped' : 'interrupted';
  const words =
    counts !== null && counts.embedded === 0 && counts.files > 0
      ? `Indexing was ${ended} after ${formatCount(counts.files)} files. What was done is kept.`
      : counts !== null && counts.pending > 0
        ? `Indexing was ${ended}: ${formatCount(counts.pending)} of ${formatCount(counts.chunks)} chunks have still to get their meaning.`
        : `Indexing was ${ended}. What was done is kept.`;
  return (
    <Notice
      kind={resume.error === null ? 'info' : 'error'}
      actions={
        <Button look="strong" isDisabled={resume.isPending} onPress={() => resume.mutate({ repositoryId })}>
          Resume
        </Button>
      }
    >
      {resume.error?.message ?? words}
    </Notice>
  );
}

function Failed({ summary, progress }: BannersProps): ReactNode {
  const start = useAction('indexing.start');
  const { repositoryId } = summary;
  const error = start.error ?? progress?.error ?? summary.error;
  const message = error?.message ?? 'The last indexing run failed.';
  const code = error?.code ?? '';
  return (
    <Notice
      kind="error"
      actions={
        <>
          <Button onPress={() => start.mutate({ repositoryId })}>Try again</Button>
          {code.startsWith('INDEX_') ? (
            <Button look="quiet" onPress={() => showPage('settings', 'health')}>
              Check the index
            </Button>
          ) : null}
        </>
      }
    >
      {message}
    </Notice>
  );
}

/** Some files could not be read into the index, by a fault of the reader or of the file. */
function FailedFiles({ summary }: { readonly summary: RepositorySummary }): ReactNode {
  const start = useAction('indexing.start');
  const { repositoryId, counts } = summary;
  const failed = counts?.failed ?? 0;
  return (
    <Notice
      kind="warning"
      actions={
        <>
          <Button onPress={() => showDialog('skipped')}>Which ones</Button>
          <Button look="quiet" onPress={() => start.mutate({ repositoryId, retryFailed: true })}>
            Try again
          </Button>
        </>
      }
    >
      {start.error?.message ??
        `${plural(failed, 'file')} failed and ${failed === 1 ? 'is' : 'are'} not searched. Everything else is in the index.`}
    </Notice>
  );
}

/** The index can't be read, or not by this Whence: not to be taken for an empty one. */
function Unreadable({ summary }: { readonly summary: RepositorySummary }): ReactNode {
  const { error, writer, state } = summary;
  const { open } = useOpener();
  const words =
    state === 'outdated' && writer !== null
      ? `An older Whence (process ${writer.pid} on ${writer.host}) has this index open. Close that one: the index is then brought up to date here by itself.`
      : (error?.message ?? "The index can't be read.");
  return (
    <Notice
      kind="error"
      actions={
        <>
          <Button onPress={() => void open(summary.root)}>Try again</Button>
          <Button look="quiet" onPress={() => showPage('settings', 'health')}>
            Check the index
          </Button>
        </>
      }
    >
      {words}
    </Notice>
  );
}

function ReadOnly({ summary }: { readonly summary: RepositorySummary }): ReactNode {
  const { writer } = summary;
  const now = useNow();
  return (
    <Notice kind="info">
      {writer === null
        ? 'This index can only be read here. Searching works; changes are not picked up.'
        : `Another Whence (process ${writer.pid} on ${writer.host}, started ${formatAgo(writer.since, now)}) keeps this index up to date. Searching works here too and sees what it adds; when it ends, this window takes over.`}
    </Notice>
  );
}

function MissingRoot({ summary }: { readonly summary: RepositorySummary }): ReactNode {
  return (
    <Notice kind="warning" actions={<Button onPress={() => showRepository(null)}>Open another</Button>}>
      {`${summary.root} is no longer there: moved, renamed or on a disk that is not connected. Results come from the index; files cannot be opened.`}
    </Notice>
  );
}

interface BannersProps {
  readonly summary: RepositorySummary;
  readonly progress: IndexingProgress | null;
}

/** Notices that were read, kept while pages come and go. */
const useDismissed = create<{ readonly key: string | null }>(() => ({ key: null }));

/** What the person should know of this index before searching it: at most one state, and repairs made on opening. */
export function IndexBanners({ summary, progress }: BannersProps): ReactNode {
  const dismissed = useDismissed((state) => state.key);
  const notices = summary.notices.join('\n');
  return (
    <>
      {summary.state === 'interrupted' ? <Interrupted summary={summary} progress={progress} /> : null}
      {summary.state === 'failed' || progress?.state === 'failed' ? (
        <Failed summary={summary} progress={progress} />
      ) : null}
      {summary.state === 'unreadable' || summary.state === 'outdated' ? <Unreadable summary={summary} /> : null}
      {summary.state === 'up-to-date' && (summary.counts?.failed ?? 0) > 0 ? <FailedFiles summary={summary} /> : null}
      {summary.state === 'read-only' ? <ReadOnly summary={summary} /> : null}
      {summary.state === 'missing-root' ? <MissingRoot summary={summary} /> : null}
      {notices === '' || dismissed === `${summary.repositoryId}${notices}` ? null : (
        <Notice kind="info" onDismiss={() => useDismissed.setState({ key: `${summary.repositoryId}${notices}` })}>
          {summary.notices.map((notice) => (
            <p key={notice}>{notice}</p>
          ))}
        </Notice>
      )}
    </>
  );
}
