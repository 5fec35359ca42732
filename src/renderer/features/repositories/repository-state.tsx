import type { ReactNode } from 'react';
import { assertNever } from '../../../shared/assert-never.ts';
import type { IndexingProgress } from '../../../shared/contract/indexing.ts';
import type { RepositorySummary } from '../../../shared/contract/repositories.ts';
import { plural, formatCount, formatDateTime } from '../../ui/format.ts';
import './repository-state.css';

type Tone = 'calm' | 'busy' | 'warn' | 'bad';

interface StateWords {
  readonly tone: Tone;
  readonly text: string;
  readonly title?: string;
}

/** The state of a root's index in a few words. */
export function stateWords(summary: RepositorySummary, progress: IndexingProgress | null = null): StateWords {
  const { counts, error, writer } = summary;
  const { done, total } = progress?.embedding ?? { done: counts?.embedded ?? 0, total: counts?.chunks ?? 0 };
  const share = total === 0 ? 0 : Math.floor((100 * done) / total);
  switch (summary.state) {
    case 'not-indexed':
      return { tone: 'warn', text: 'not indexed' };
    case 'reading':
      return { tone: 'busy', text: 'reading files' };
    case 'embedding':
      return { tone: 'busy', text: `meaning ${share} %` };
    case 'paused':
      return { tone: 'warn', text: `paused at ${share} %` };
    case 'interrupted':
      return { tone: 'warn', text: `${formatCount(counts?.pending ?? 0)} chunks left` };
    case 'up-to-date':
      return counts === null || counts.failed === 0
        ? { tone: 'calm', text: 'up to date' }
        : {
            tone: 'warn',
            text: `${plural(counts.failed, 'file')} failed`,
            title: 'Everything else is up to date. The list of left-out files says why.',
          };
    case 'failed':
      return { tone: 'bad', text: 'failed', ...(error === null ? {} : { title: error.message }) };
    case 'unreadable':
      return { tone: 'bad', text: "can't be read", ...(error === null ? {} : { title: error.message }) };
    case 'outdated':
      return { tone: 'warn', text: 'of an older Whence', title: 'It is brought up to date when it is opened.' };
    case 'read-only':
      return writer === null
        ? { tone: 'warn', text: 'read only' }
        : {
            tone: 'warn',
            text: 'read only',
            title: `Process ${writer.pid} on ${writer.host} writes this index since ${formatDateTime(writer.since)}`,
          };
    case 'missing-root':
      return { tone: 'bad', text: 'folder is gone' };
    default:
      return assertNever(summary.state);
  }
}

interface RepositoryStateProps {
  readonly summary: RepositorySummary;
  /** Of the run under way: fresher than the counts of the summary. */
  readonly progress?: IndexingProgress | null;
}

export function RepositoryState({ summary, progress = null }: RepositoryStateProps): ReactNode {
  const { tone, text, title } = stateWords(summary, progress);
  return (
    <span className={`state state--${tone} numeric`} title={title}>
      <span className="state__dot" aria-hidden />
      {text}
    </span>
  );
}
