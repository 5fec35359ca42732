import { FolderOpen, LoaderCircle, Settings } from 'lucide-react';
import { type DragEvent, type ReactNode, useState } from 'react';
import { keyHint } from '../../frame/keys.ts';
import { useActions } from '../../frame/use-actions.ts';
import { useOpener, useOpening } from '../../frame/use-open.ts';
import { showPage } from '../../frame/view-store.ts';
import { useCall } from '../../host/use-call.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { MigrationNotice, OpeningNotice } from './opening-notice.tsx';
import { RecentList } from './recent-list.tsx';
import './start-screen.css';

/** What stands first: one sentence, one button, and what was opened before. */
export function StartScreen(): ReactNode {
  const list = useCall('repositories.list', {}, { staleAfter: 0 });
  const app = useCall('settings.app', {});
  const opening = useOpening((state) => state.path);
  const { choose, drop } = useOpener();
  const [over, setOver] = useState(false);
  const chooseFolder = (): void => void choose(app.data?.canPickFolder ?? true);
  useActions({ 'repositories.switch': chooseFolder });

  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file !== undefined) void drop(file);
  };
  return (
    // Dropping a folder is a shortcut: the button does the same by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <main
      className={over ? 'start start--over' : 'start'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <div className="start__corner">
        <IconButton label="Settings" hint={keyHint('settings.show')} onPress={() => showPage('settings')}>
          <Settings size={16} />
        </IconButton>
      </div>
      <div className="start__column">
        <header className="start__head">
          <h1 className="start__name">Whence</h1>
          <p className="start__words">
            Finds code by meaning and by keyword on your own machine, and shows who wrote it, when, and why.
          </p>
          <div className="start__actions">
            <Button
              look="strong"
              icon={opening === null ? <FolderOpen size={16} aria-hidden /> : <LoaderCircle size={16} aria-hidden />}
              isDisabled={opening !== null}
              onPress={chooseFolder}
            >
              {opening === null ? 'Open a repository' : 'Opening'}
            </Button>
            <span className="muted">
              <kbd>{keyHint('repositories.switch')}</kbd>, or drop a folder here
            </span>
          </div>
        </header>
        <OpeningNotice />
        <MigrationNotice />
        {list.error === null ? null : (
          <Notice kind="error" actions={<Button onPress={() => void list.refetch()}>Try again</Button>}>
            {list.error.message}
          </Notice>
        )}
        {list.data === undefined || list.data.length === 0 ? null : <RecentList summaries={list.data} />}
      </div>
    </main>
  );
}
