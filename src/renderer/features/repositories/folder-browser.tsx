import { ArrowUp, Folder, FolderGit2, HardDrive } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import type { FolderEntry, FolderListing } from '../../../shared/contract/repositories.ts';
import { useOpener } from '../../frame/use-open.ts';
import { showDialog } from '../../frame/view-store.ts';
import { useCall } from '../../host/use-call.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Toggle } from '../../ui/toggle.tsx';
import './folder-browser.css';

interface EntryRowProps {
  readonly entry: FolderEntry;
  readonly onEnter: (path: string) => void;
  readonly onOpen: (path: string) => void;
}

function EntryRow({ entry, onEnter, onOpen }: EntryRowProps): ReactNode {
  return (
    <li className="folders__row">
      <AriaButton className="folders__entry" onPress={() => onEnter(entry.path)}>
        {entry.isRepository ? <FolderGit2 size={16} aria-hidden /> : <Folder size={16} aria-hidden />}
        <span className="folders__name">{entry.name}</span>
        {entry.isRepository ? <span className="folders__mark">git</span> : null}
      </AriaButton>
      {entry.isRepository ? <Button onPress={() => onOpen(entry.path)}>Open</Button> : null}
    </li>
  );
}

interface EntriesProps {
  readonly listing: FolderListing;
  readonly onEnter: (path: string) => void;
  readonly onOpen: (path: string) => void;
}

function Entries({ listing, onEnter, onOpen }: EntriesProps): ReactNode {
  return (
    <div className="folders__panes">
      <nav className="folders__shortcuts" aria-label="Places">
        {listing.shortcuts.map(({ name, path }) => (
          <AriaButton
            key={path}
            className="folders__entry"
            aria-current={path === listing.path}
            onPress={() => onEnter(path)}
          >
            <HardDrive size={14} aria-hidden />
            <span className="folders__name">{name}</span>
          </AriaButton>
        ))}
      </nav>
      <ul className="folders__list" aria-label="Folders">
        {listing.entries.map((entry) => (
          <EntryRow key={entry.path} entry={entry} onEnter={onEnter} onOpen={onOpen} />
        ))}
        {listing.entries.length === 0 ? <li className="folders__none">No folders in here</li> : null}
      </ul>
    </div>
  );
}

interface PathFieldProps {
  readonly path: string;
  readonly onEnter: (path: string) => void;
  /** Enter on the path that is listed already. */
  readonly onConfirm: () => void;
}

function PathField({ path, onEnter, onConfirm }: PathFieldProps): ReactNode {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <form
      className="folders__path"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed === null || typed === path) onConfirm();
        else if (typed !== '') onEnter(typed);
        setTyped(null);
      }}
    >
      <input
        className="field"
        aria-label="Folder"
        spellCheck={false}
        value={typed ?? path}
        onChange={(event) => setTyped(event.target.value)}
      />
    </form>
  );
}

const close = (): void => showDialog(null);

/** Folders of this machine, for where the system's own dialog is out of reach. */
export function FolderBrowser(): ReactNode {
  const [path, setPath] = useState<string | null>(null);
  const [hidden, setHidden] = useState(false);
  const call = useCall(
    'repositories.browse',
    { ...(path === null ? {} : { path }), hidden },
    { keep: true, staleAfter: 0 },
  );
  const { open } = useOpener();
  const choose = (chosen: string): void => {
    close();
    void open(chosen);
  };
  const listing = call.data;
  const canOpen = listing !== undefined && call.error === null;
  return (
    <Dialog
      title="Open a folder"
      onClose={close}
      footer={
        <>
          <Toggle label="Hidden folders" isSelected={hidden} onChange={setHidden} />
          <span className="folders__space" />
          <Button onPress={close}>Cancel</Button>
          <Button look="strong" isDisabled={!canOpen} onPress={() => choose(listing?.path ?? '')}>
            {listing?.isRepository === true ? 'Open this repository' : 'Open this folder'}
          </Button>
        </>
      }
    >
      <div className="folders__bar">
        <IconButton
          label="Up"
          isDisabled={(listing?.parent ?? null) === null}
          onPress={() => setPath(listing?.parent ?? null)}
        >
          <ArrowUp size={16} />
        </IconButton>
        <PathField
          path={path ?? listing?.path ?? ''}
          onEnter={setPath}
          onConfirm={() => {
            if (canOpen) choose(listing.path);
          }}
        />
      </div>
      {call.error === null ? null : (
        <Notice kind="error" actions={<Button onPress={() => setPath(null)}>Go home</Button>}>
          {call.error.message}
        </Notice>
      )}
      {listing === undefined || call.error !== null ? null : (
        <Entries listing={listing} onEnter={setPath} onOpen={choose} />
      )}
    </Dialog>
  );
}
