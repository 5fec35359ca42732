import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import { visibleText } from '../../shared/visible-text.ts';
import { SkippedDialog } from '../features/indexing/skipped-dialog.tsx';
import { MetricsPage } from '../features/metrics/metrics-page.tsx';
import { FolderBrowser } from '../features/repositories/folder-browser.tsx';
import { ConfirmLarge, OpeningNotice } from '../features/repositories/opening-notice.tsx';
import { StartScreen } from '../features/repositories/start-screen.tsx';
import { Switcher } from '../features/repositories/switcher.tsx';
import { LogDialog } from '../features/settings/log-dialog.tsx';
import { SettingsPage } from '../features/settings/settings-page.tsx';
import { LicencesDialog } from '../features/updates/licences-dialog.tsx';
import { NewsDialog } from '../features/updates/news-dialog.tsx';
import { UpdateNotice } from '../features/updates/update-notice.tsx';
import { UpdateRows } from '../features/updates/update-rows.tsx';
import { useNews } from '../features/updates/use-news.ts';
import { useActions, useKeyboard } from '../frame/use-actions.ts';
import { useOpener } from '../frame/use-open.ts';
import { rootBefore, showDialog, showPage, useView } from '../frame/view-store.ts';
import { useClient } from '../host/client-context.tsx';
import { useConnection } from '../host/connection.ts';
import { useCall } from '../host/use-call.ts';
import { useShown } from '../host/use-shown.ts';
import { Boundary } from '../ui/boundary.tsx';
import { AskingBanner } from './asking-banner.tsx';
import { HostBanner } from './host-banner.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { useTheme } from './theme.ts';
import { useAsked } from './use-asked.ts';
import { Workspace } from './workspace.tsx';
import './app.css';

/** Opens the root named at the start once, and what was open again when the host comes back. */
function useReopen(): void {
  const app = useCall('settings.app', {});
  const { open } = useOpener();
  const client = useClient();
  const queries = useQueryClient();
  const asked = useRef(false);
  const startPath = app.data?.openPath;
  useEffect(() => {
    if (startPath === undefined || asked.current) return;
    asked.current = true;
    const path = rootBefore() ?? startPath;
    if (path !== null && useView.getState().repositoryId === null) void open(path);
    // The opener is made anew at every drawing, and whoever goes home later is not to be sent back.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [startPath]);
  useEffect(
    () =>
      useConnection.subscribe((now, before) => {
        if (now.state !== 'open' || before.state === 'open' || !before.wasOpen) return;
        const { repositoryId } = useView.getState();
        const root = queries.getQueryData<{ root: string }>(['repositories.status', { repositoryId }])?.root;
        const reopened = root === undefined ? Promise.resolve() : client.call('repositories.open', { path: root });
        // Whether or not it opens, everything is asked again: each part then says what it lacks.
        void Promise.resolve(reopened)
          .catch(() => undefined)
          .then(() => queries.invalidateQueries());
      }),
    [client, queries],
  );
}

interface DialogsProps {
  readonly repositoryId: string | null;
  readonly dialog: ReturnType<typeof useView.getState>['dialog'];
}

function Dialogs({ repositoryId, dialog }: DialogsProps): ReactNode {
  return (
    <>
      {dialog === 'keys' ? <KeysDialog /> : null}
      {dialog === 'switcher' ? <Switcher /> : null}
      {dialog === 'folders' ? <FolderBrowser /> : null}
      {dialog === 'skipped' && repositoryId !== null ? <SkippedDialog repositoryId={repositoryId} /> : null}
      {dialog === 'news' ? <NewsDialog /> : null}
      {dialog === 'licences' ? <LicencesDialog /> : null}
      {dialog === 'log' ? <LogDialog /> : null}
      <ConfirmLarge />
    </>
  );
}

function Screen({ repositoryId }: { readonly repositoryId: string | null }): ReactNode {
  const page = useView((state) => state.page);
  const status = useCall(
    'repositories.status',
    { repositoryId: repositoryId ?? '' },
    { enabled: repositoryId !== null },
  );
  if (page === 'settings') {
    return (
      <Boundary what="This page">
        <SettingsPage summary={status.data ?? null} updates={<UpdateRows />} />
      </Boundary>
    );
  }
  if (repositoryId === null || status.data === undefined) return <StartScreen />;
  if (page === 'metrics') {
    return (
      <Boundary what="This page">
        <MetricsPage summary={status.data} />
      </Boundary>
    );
  }
  return (
    <>
      <OpeningNotice />
      <Workspace key={repositoryId} summary={status.data} />
    </>
  );
}

/** The whole window. */
export function App(): ReactNode {
  useTheme();
  useKeyboard();
  useReopen();
  useAsked();
  useNews();
  const repositoryId = useView((state) => state.repositoryId);
  const dialog = useView((state) => state.dialog);
  useShown(repositoryId);
  const name = useCall('repositories.status', { repositoryId: repositoryId ?? '' }, { enabled: repositoryId !== null })
    .data?.name;
  useEffect(() => {
    document.title = name === undefined || repositoryId === null ? 'Whence' : `${visibleText(name)} – Whence`;
  }, [name, repositoryId]);
  useActions({
    'keys.show': () => showDialog('keys'),
    'settings.show': () => showPage('settings'),
    'metrics.show': () => (repositoryId === null ? false : showPage('metrics')),
    'repositories.switch': () => (repositoryId === null ? false : showDialog('switcher')),
  });
  return (
    <div className="app">
      <HostBanner />
      <AskingBanner />
      <UpdateNotice />
      <Boundary what="This part of the window" resetOn={[repositoryId]}>
        <Screen repositoryId={repositoryId} />
      </Boundary>
      <Boundary what="The dialog" resetOn={[dialog]}>
        <Dialogs repositoryId={repositoryId} dialog={dialog} />
      </Boundary>
    </div>
  );
}
