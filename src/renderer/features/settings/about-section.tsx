import type { ReactNode } from 'react';
import { showDialog } from '../../frame/view-store.ts';
import { useCall } from '../../host/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { PanelState } from '../../ui/panel-state.tsx';
import { Row, SectionTitle } from '../../ui/setting-row.tsx';

const hosts = { electron: 'Desktop', browser: 'Browser', cli: 'Command line' };

/** `updates`: rows that say where the app stands with newer versions of itself. */
export function AboutSection({ updates }: { readonly updates: ReactNode }): ReactNode {
  const call = useCall('settings.app', {});
  const app = call.data;
  if (app === undefined) return <PanelState error={call.error} waiting="Asking" onRetry={() => void call.refetch()} />;
  return (
    <>
      <SectionTitle>{`Whence ${app.version}`}</SectionTitle>
      <Row title="Runs as">{hosts[app.host]}</Row>
      <Row
        title="Model in use"
        words={
          app.model === null
            ? 'No model was found: search works by keyword only.'
            : `${app.model.dimensions} dimensions, revision ${app.model.revision.slice(0, 12)}`
        }
      >
        {app.model?.id ?? 'none'}
      </Row>
      <Row title="git" words="Used for blame where it is installed; never changes anything.">
        {app.gitVersion ?? 'not installed'}
      </Row>
      <Row title="Data folder" words={<code>{app.dataFolder}</code>}>
        {null}
      </Row>
      {updates}
      <Row title="What’s new">
        <Button onPress={() => showDialog('news')}>Show</Button>
      </Row>
      <Row title="Licences" words="Of the software of others that Whence holds.">
        <Button onPress={() => showDialog('licences')}>Show</Button>
      </Row>
      <Row title="Keys and query syntax">
        <Button onPress={() => showDialog('keys')}>Show</Button>
      </Row>
      <Row title="Log" words="Failures and slow work of Whence. No code and no queries are in it.">
        <Button onPress={() => showDialog('log')}>Show log</Button>
      </Row>
    </>
  );
}
