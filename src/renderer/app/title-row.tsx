import { Activity, ChevronDown, CircleQuestionMark, GitBranch, House, Settings } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import type { IndexingProgress } from '../../shared/contract/indexing.ts';
import type { RepositorySummary } from '../../shared/contract/repositories.ts';
import { RepositoryState } from '../features/repositories/repository-state.tsx';
import { keyHint } from '../frame/keys.ts';
import { showDialog, showPage, showRepository } from '../frame/view-store.ts';
import { IconButton } from '../ui/button.tsx';
import { plural } from '../ui/format.ts';
import { Tip } from '../ui/tip.tsx';
import './title-row.css';

const noGit = {
  none: 'no git',
  bare: 'bare repository',
  unborn: 'no commits yet',
  partial: 'partial clone',
  sha256: 'SHA-256 repository',
  unsafe: 'owned by another user, read without git',
};

function Branch({ summary }: { readonly summary: RepositorySummary }): ReactNode {
  const { git, branch } = summary;
  // Of a folder that is gone nothing can be said, which its state tells.
  const remark = git === 'ready' || summary.state === 'missing-root' ? null : noGit[git];
  return (
    <span className="title-row__branch" title={branch ?? undefined}>
      {branch === null ? null : (
        <>
          <GitBranch size={14} aria-hidden />
          <span className="title-row__branch-name">{branch}</span>
        </>
      )}
      {remark === null ? null : <span className="title-row__remark">{remark}</span>}
    </span>
  );
}

interface TitleRowProps {
  readonly summary: RepositorySummary;
  readonly progress: IndexingProgress | null;
}

/** Which repository, what state, and the ways to everything else. */
export function TitleRow({ summary, progress }: TitleRowProps): ReactNode {
  return (
    <header className="title-row">
      <IconButton label="All repositories" onPress={() => showRepository(null)}>
        <House size={16} />
      </IconButton>
      <Tip text={summary.root} hint={keyHint('repositories.switch')}>
        <AriaButton className="title-row__switch" onPress={() => showDialog('switcher')}>
          <span className="title-row__name">{summary.name}</span>
          <ChevronDown size={14} aria-hidden />
        </AriaButton>
      </Tip>
      <Branch summary={summary} />
      {summary.counts === null ? null : (
        <span className="title-row__count numeric">{plural(summary.counts.chunks, 'chunk')}</span>
      )}
      <RepositoryState summary={summary} progress={progress} />
      <span className="title-row__space" />
      <IconButton label="Metrics of this index" hint={keyHint('metrics.show')} onPress={() => showPage('metrics')}>
        <Activity size={16} />
      </IconButton>
      <IconButton label="Keys and query syntax" hint={keyHint('keys.show')} onPress={() => showDialog('keys')}>
        <CircleQuestionMark size={16} />
      </IconButton>
      <IconButton label="Settings" hint={keyHint('settings.show')} onPress={() => showPage('settings')}>
        <Settings size={16} />
      </IconButton>
    </header>
  );
}
