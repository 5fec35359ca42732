import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import type { Release } from '../../../shared/contract/updates.ts';
import { showDialog } from '../../frame/view-store.ts';
import { callKey, useAction, useCall } from '../../host/use-call.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { PanelState } from '../../ui/panel-state.tsx';
import './updates.css';

function ReleaseNotes({ release }: { readonly release: Release }): ReactNode {
  return (
    <section className="news__release">
      <h3 className="news__version">
        {release.version} {release.date === null ? null : <span className="muted">{release.date}</span>}
      </h3>
      {release.groups.map(({ title, changes }) => (
        <div key={title}>
          <h4 className="news__group">{title}</h4>
          <ul className="news__changes">
            {changes.map((change) => (
              <li key={change}>{change}</li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

/** What changed, version by version; having shown it is remembered. */
export function NewsDialog(): ReactNode {
  const queries = useQueryClient();
  const call = useCall('updates.news', {});
  const { mutate: markSeen } = useAction('updates.newsSeen');
  const isNew = call.data?.isNew === true;
  useEffect(() => {
    if (!isNew) return;
    markSeen({});
    queries.setQueryData(callKey('updates.news', {}), (news) => (news ? { ...news, isNew: false } : news));
  }, [isNew, markSeen, queries]);
  return (
    <Dialog scrolls title="What’s new" onClose={() => showDialog(null)}>
      {call.data === undefined ? (
        <PanelState error={call.error} waiting="Reading what is new" onRetry={() => void call.refetch()} />
      ) : (
        call.data.releases.map((release) => <ReleaseNotes key={release.version} release={release} />)
      )}
    </Dialog>
  );
}
