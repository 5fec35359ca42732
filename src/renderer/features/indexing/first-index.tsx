import { DatabaseZap } from 'lucide-react';
import type { ReactNode } from 'react';
import type { IndexingProgress, PhaseProgress } from '../../../shared/contract/indexing.ts';
import type { RepositorySummary } from '../../../shared/contract/repositories.ts';
import { useAction } from '../../host/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { formatClock, formatCount } from '../../ui/format.ts';
import { Meter } from '../../ui/meter.tsx';
import { countWords, isWorking, paceWords, share } from './progress-words.ts';
import './first-index.css';

interface PhaseProps {
  readonly title: string;
  readonly words: string;
  readonly phase: PhaseProgress;
  readonly unit: string;
  readonly past: boolean;
  readonly running: boolean;
}

function Phase({ title, words, phase, unit, past, running }: PhaseProps): ReactNode {
  const done = share(phase, past);
  return (
    <div className="first-index__phase">
      <p className="first-index__line">
        <b>{title}</b>
        <span className="numeric">
          {past && done === 1 ? 'done' : `${Math.floor(done * 100)} %`}
          {phase.elapsedMs >= 1000 ? ` ${past && done === 1 ? 'in' : 'after'} ${formatClock(phase.elapsedMs)}` : ''}
        </span>
      </p>
      <Meter label={title} value={done} />
      <p className="first-index__line first-index__detail numeric">
        <span>{phase.total === 0 ? words : `${countWords(phase)} ${unit}`}</span>
        <span>{running ? paceWords(phase) : ''}</span>
      </p>
    </div>
  );
}

/** The first run of a root, at full size: what happens, how far it is, and what can be done meanwhile. */
function FirstRun({ progress }: { readonly progress: IndexingProgress }): ReactNode {
  const { state } = progress;
  return (
    <div className="first-index">
      <h2 className="first-index__title">{state === 'paused' ? 'Indexing is paused' : 'Getting to know this code'}</h2>
      <p className="first-index__words">You can search already: each file as soon as it is read.</p>
      <Phase
        title="Reading files"
        words="Looking for files"
        phase={progress.reading}
        unit="files"
        past={state !== 'reading'}
        running={state === 'reading'}
      />
      <Phase
        title="Learning what the code means"
        words="Starts when the files are read"
        phase={progress.embedding}
        unit="chunks"
        past={state === 'finishing'}
        running={state === 'embedding'}
      />
      <p className="first-index__file" title={progress.currentFile ?? undefined}>
        <bdi dir="ltr">{progress.currentFile ?? ''}</bdi>
      </p>
      <p className="first-index__detail">
        {progress.embedder === null ? '' : `Computed on ${progress.embedder}. Nothing leaves this machine. `}
        {progress.reused > 0 ? `${formatCount(progress.reused)} taken over from before.` : ''}
      </p>
    </div>
  );
}

function NotIndexed({ summary }: { readonly summary: RepositorySummary }): ReactNode {
  const start = useAction('indexing.start');
  return (
    <Empty
      icon={<DatabaseZap size={28} strokeWidth={1.5} />}
      title={`${summary.name} is not indexed yet`}
      actions={
        <Button
          look="strong"
          isDisabled={start.isPending}
          onPress={() => start.mutate({ repositoryId: summary.repositoryId })}
        >
          Index it now
        </Button>
      }
    >
      <p>
        {start.error?.message ??
          'Whence reads the files once and keeps an index in its own folder, never in yours. You can pause at any time.'}
      </p>
    </Empty>
  );
}

interface FirstIndexProps {
  readonly summary: RepositorySummary;
  readonly progress: IndexingProgress | null;
  readonly hasQuery: boolean;
}

/** What the results' place shows while there is nothing to search, or while a first run is watched; else null. */
export function insteadOfResults({ summary, progress, hasQuery }: FirstIndexProps): ReactNode {
  if (isWorking(progress)) {
    const first = summary.lastIndexed === null;
    return first && (!hasQuery || (summary.counts?.files ?? 0) + progress.reading.done === 0) ? (
      <FirstRun progress={progress} />
    ) : null;
  }
  return summary.state === 'not-indexed' && summary.counts?.files === 0 ? <NotIndexed summary={summary} /> : null;
}
