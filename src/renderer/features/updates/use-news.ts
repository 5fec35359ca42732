import { useEffect } from 'react';
import { showDialog, useView } from '../../frame/view-store.ts';
import { useCall } from '../../host/use-call.ts';

/** Shows what is new when a new version runs for the first time. */
export function useNews(): void {
  const isNew = useCall('updates.news', {}).data?.isNew;
  useEffect(() => {
    if (isNew === true && useView.getState().dialog === null) showDialog('news');
  }, [isNew]);
}
