import type { ReactNode } from 'react';
import { assertNever } from '../../../shared/assert-never.ts';
import type { RepositorySummary } from '../../../shared/contract/repositories.ts';
import { formatCount, formatDateTime } from '../../ui/format.ts';
import './repository-state.css';

type Tone = 'calm' | 'busy' | 'warn' | 'bad';

interface StateWords {
  readonly tone: Tone;
  readonly text: string;
  readonly title?: string;
}

/** The state of a root's index in a few words. */
export function stateWords(summary: RepositorySummary): StateWords {
  const { counts, error, writer } = summary;
  const share = counts.chunks === 0 ? 0 : Math.floor((100 * counts.embedded) / counts.chunks);
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
      return { tone: 'warn', text: `${formatCount(counts.pending)} chunks left` };
    case 'up-to-date':
      return { tone: 'calm', text: 'up to date' };
    case 'failed':
      return { tone: 'bad', text: 'failed', ...(error === null ? {} : { title: error.message }) };
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

export function RepositoryState({ summary }: { readonly summary: RepositorySummary }): ReactNode {
  const { tone, text, title } = stateWords(summary);
  return (
    <span className={`state state--${tone} numeric`} title={title}>
      <span className="state__dot" aria-hidden />
      {text}
    </span>
  );
}
