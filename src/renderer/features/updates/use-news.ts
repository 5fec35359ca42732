import { useEffect } from 'react';
import { useCall } from '../../app/use-call.ts';
import { showDialog, useView } from '../../app/view-store.ts';

/** Shows what is new when a new version runs for the first time. */
export function useNews(): void {
  const isNew = useCall('updates.news', {}).data?.isNew;
  useEffect(() => {
    if (isNew === true && useView.getState().dialog === null) showDialog('news');
  }, [isNew]);
}
