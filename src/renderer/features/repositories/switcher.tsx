import { FolderGit2, FolderOpen } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import type { RepositorySummary } from '../../../shared/contract/repositories.ts';
import { useOpener } from '../../frame/use-open.ts';
import { showDialog } from '../../frame/view-store.ts';
import { useCall } from '../../host/use-call.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { PathLabel } from '../../ui/path-label.tsx';
import { RepositoryState } from './repository-state.tsx';
import './switcher.css';

/** Every word of the filter occurs in the name or the path. */
export const matches = (summary: Pick<RepositorySummary, 'name' | 'root'>, filter: string): boolean => {
  const text = `${summary.name} ${summary.root}`.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
};

const close = (): void => showDialog(null);

/** Recent roots by name, and a way to another folder. Type to narrow, arrows and Enter to go. */
export function Switcher(): ReactNode {
  const list = useCall('repositories.list', {});
  const app = useCall('settings.app', {});
  const { open, choose } = useOpener();
  const [filter, setFilter] = useState('');
  const [at, setAt] = useState(0);
  const found = (list.data ?? []).filter((summary) => matches(summary, filter));
  const last = found.length;
  const active = Math.min(at, last);

  const go = (index: number): void => {
    close();
    const summary = found[index];
    void (summary === undefined ? choose(app.data?.canPickFolder ?? true) : open(summary.root));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setAt((active + 1) % (last + 1));
    else if (event.key === 'ArrowUp') setAt((active + last) % (last + 1));
    else if (event.key === 'Enter') go(active);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title="Switch repository" onClose={close}>
      <input
        // The dialog exists to type into it at once.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        className="field"
        role="combobox"
        aria-label="Find a repository"
        aria-expanded
        aria-controls="switcher-list"
        aria-activedescendant={`switcher-${active}`}
        placeholder="Type a part of its name or folder"
        spellCheck={false}
        value={filter}
        onChange={(event) => {
          setFilter(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id="switcher-list" className="switcher" role="listbox" aria-label="Repositories">
        {found.map((summary, index) => (
          // Keys are the field's above, which points here.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={summary.repositoryId}
            id={`switcher-${index}`}
            className="switcher__row"
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            onClick={() => go(index)}
          >
            <FolderGit2 size={16} aria-hidden />
            <span className="switcher__name">{summary.name}</span>
            <span className="switcher__root">
              <PathLabel path={summary.root} folderFirst />
            </span>
            <RepositoryState summary={summary} />
          </div>
        ))}
        {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events */}
        <div
          id={`switcher-${last}`}
          className="switcher__row"
          role="option"
          tabIndex={-1}
          aria-selected={active === last}
          onClick={() => go(last)}
        >
          <FolderOpen size={16} aria-hidden />
          <span className="switcher__name">Open another folder…</span>
        </div>
      </div>
    </Dialog>
  );
}
