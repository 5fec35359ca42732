import { Pause, Play, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { IndexingProgress, PhaseProgress } from '../../../shared/contract/indexing.ts';
import { showDialog } from '../../frame/view-store.ts';
import { useAction } from '../../host/use-call.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { formatClock, formatCount } from '../../ui/format.ts';
import { Meter } from '../../ui/meter.tsx';
import { countWords, paceWords, share } from './progress-words.ts';
import './indexing-bar.css';

interface PhaseProps {
  readonly name: string;
  readonly unit: string;
  readonly phase: PhaseProgress;
  readonly past: boolean;
  readonly running: boolean;
}

function Phase({ name, unit, phase, past, running }: PhaseProps): ReactNode {
  const done = share(phase, past);
  return (
    <div className="indexing-bar__phase" title={`${countWords(phase)} ${unit}`}>
      <span className="indexing-bar__name">{name}</span>
      <span className="indexing-bar__meter">
        <Meter label={`${name}: ${countWords(phase)} ${unit}`} value={done} />
      </span>
      <span className="indexing-bar__percent numeric">{`${Math.floor(done * 100)} %`}</span>
      {running && phase.total > 0 ? (
        <span className="indexing-bar__counts numeric">{`${countWords(phase)} ${unit}`}</span>
      ) : null}
    </div>
  );
}

/** The work under way, in one slim row: both phases, pace, place, and the buttons that steer it. */
export function IndexingBar({ progress }: { readonly progress: IndexingProgress }): ReactNode {
  const pause = useAction('indexing.pause');
  const resume = useAction('indexing.resume');
  const cancel = useAction('indexing.cancel');
  const { repositoryId, state } = progress;
  const reading = state === 'reading';
  const embedding = state === 'embedding';
  const phase = reading ? progress.reading : progress.embedding;
  const failure = pause.error ?? resume.error ?? cancel.error;
  const pace = { paused: 'paused', finishing: 'checking the index' }[state as string] ?? paceWords(phase);
  return (
    <section className="indexing-bar" aria-label="Indexing">
      <Phase name="files" unit="files" phase={progress.reading} past={!reading} running={reading} />
      <Phase name="meaning" unit="chunks" phase={progress.embedding} past={state === 'finishing'} running={embedding} />
      <span className="indexing-bar__pace numeric" title={`${formatClock(phase.elapsedMs)} so far`}>
        {failure === null ? pace : failure.message}
      </span>
      <span className="indexing-bar__file" title={progress.currentFile ?? undefined}>
        {reading && progress.currentFile !== null ? <bdi dir="ltr">{progress.currentFile}</bdi> : null}
      </span>
      <span className="indexing-bar__extra numeric">
        {progress.reused > 0 ? `${formatCount(progress.reused)} reused` : ''}
        {progress.reused > 0 && embedding && progress.embedder !== null ? ' · ' : ''}
        {embedding && progress.embedder !== null ? progress.embedder : ''}
      </span>
      <Button look="link" onPress={() => showDialog('skipped')}>
        Left out
      </Button>
      <span className="indexing-bar__buttons">
        {state === 'paused' ? (
          <IconButton label="Resume indexing" onPress={() => resume.mutate({ repositoryId })}>
            <Play size={14} />
          </IconButton>
        ) : (
          <IconButton
            label="Pause indexing"
            isDisabled={state === 'finishing'}
            onPress={() => pause.mutate({ repositoryId })}
          >
            <Pause size={14} />
          </IconButton>
        )}
        <IconButton label="Stop indexing; what is done stays" onPress={() => cancel.mutate({ repositoryId })}>
          <X size={14} />
        </IconButton>
      </span>
    </section>
  );
}
