import { Ellipsis, Folder, FolderGit2, GitBranch, RefreshCw, Trash2, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import type { RepositorySummary } from '../../../shared/contract/repositories.ts';
import { useOpener } from '../../frame/use-open.ts';
import { useAction } from '../../host/use-call.ts';
import { IconButton } from '../../ui/button.tsx';
import { formatAgo, formatBytes, formatDateTime } from '../../ui/format.ts';
import { Menu, type MenuEntry } from '../../ui/menu.tsx';
import { useNow } from '../../ui/use-now.ts';
import { RemoveDialog } from './remove-dialog.tsx';
import { RepositoryState } from './repository-state.tsx';
import './recent-list.css';

function RecentMenu({ summary }: { readonly summary: RepositorySummary }): ReactNode {
  const { open } = useOpener();
  const start = useAction('indexing.start');
  const [removing, setRemoving] = useState<'forget' | 'delete' | null>(null);
  const { repositoryId } = summary;
  const canIndex = summary.state !== 'missing-root' && summary.state !== 'read-only';
  const entries: MenuEntry[] = [
    ...(canIndex
      ? [
          {
            id: 'reindex',
            label: 'Index from the start',
            icon: <RefreshCw size={14} />,
            onChoose: () =>
              void open(summary.root, { replace: true }).then(() => start.mutate({ repositoryId, rebuild: true })),
          },
        ]
      : []),
    { id: 'forget', label: 'Remove from this list', icon: <X size={14} />, onChoose: () => setRemoving('forget') },
    {
      id: 'delete',
      label: 'Remove and delete its index',
      icon: <Trash2 size={14} />,
      danger: true,
      onChoose: () => setRemoving('delete'),
    },
  ];
  return (
    <>
      <Menu
        label={`Actions for ${summary.name}`}
        entries={entries}
        trigger={
          <IconButton label={`Actions for ${summary.name}`}>
            <Ellipsis size={16} />
          </IconButton>
        }
      />
      {removing === null ? null : (
        <RemoveDialog summary={summary} deleteIndex={removing === 'delete'} onClose={() => setRemoving(null)} />
      )}
    </>
  );
}

function RecentRow({ summary }: { readonly summary: RepositorySummary }): ReactNode {
  const { open } = useOpener();
  const now = useNow();
  const Icon = summary.git === 'none' ? Folder : FolderGit2;
  return (
    <li className="recent__row">
      <AriaButton className="recent__main" onPress={() => void open(summary.root)}>
        <Icon size={16} className="recent__icon" aria-hidden />
        <span className="recent__names">
          <span className="recent__name">{summary.name}</span>
          <span className="recent__root" title={summary.root}>
            <bdi dir="ltr">{summary.root}</bdi>
          </span>
        </span>
        <span className="recent__branch" title={summary.branch ?? undefined}>
          {summary.branch === null ? null : (
            <>
              <GitBranch size={12} aria-hidden />
              <span>{summary.branch}</span>
            </>
          )}
        </span>
        <span className="recent__state">
          <RepositoryState summary={summary} />
        </span>
        <span className="recent__size numeric">{summary.indexBytes === 0 ? '–' : formatBytes(summary.indexBytes)}</span>
        <span className="recent__opened" title={formatDateTime(summary.lastOpened)}>
          {formatAgo(summary.lastOpened, now)}
        </span>
      </AriaButton>
      <RecentMenu summary={summary} />
    </li>
  );
}

/** Roots opened before, the last one first. */
export function RecentList({ summaries }: { readonly summaries: readonly RepositorySummary[] }): ReactNode {
  return (
    <section className="recent" aria-label="Recent repositories">
      <div className="recent__head" aria-hidden>
        <span className="recent__names">Recent</span>
        <span className="recent__branch">Branch</span>
        <span className="recent__state">Index</span>
        <span className="recent__size">Size</span>
        <span className="recent__opened">Opened</span>
      </div>
      <ul>
        {summaries.map((summary) => (
          <RecentRow key={summary.repositoryId} summary={summary} />
        ))}
      </ul>
    </section>
  );
}
