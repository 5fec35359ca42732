import type { ReactNode } from 'react';
import { useCall } from '../../app/use-call.ts';
import { showDialog } from '../../app/view-store.ts';
import { Button } from '../../ui/button.tsx';
import { PanelState } from '../git/panel-state.tsx';
import { UpdateRows } from '../updates/update-rows.tsx';
import { Row, SectionTitle } from './row.tsx';

const hosts = { electron: 'Desktop', browser: 'Browser', cli: 'Command line' };

export function AboutSection(): ReactNode {
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
      <UpdateRows />
      <Row title="What’s new">
        <Button onPress={() => showDialog('news')}>Show</Button>
      </Row>
      <Row title="Licences" words="Of the software of others that Whence holds.">
        <Button onPress={() => showDialog('licences')}>Show</Button>
      </Row>
      <Row title="Keys and query syntax">
        <Button onPress={() => showDialog('keys')}>Show</Button>
      </Row>
    </>
  );
}
