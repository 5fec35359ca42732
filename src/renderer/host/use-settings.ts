import { useQueryClient } from '@tanstack/react-query';
import type { Settings } from '../../shared/contract/settings.ts';
import type { WhenceError } from '../../shared/errors.ts';
import { callKey, useAction, useCall } from './use-call.ts';

export interface SettingsView {
  readonly settings: Settings | null;
  readonly error: WhenceError | null;
  readonly retry: () => void;
  readonly change: (part: Partial<Settings>) => void;
}

/** The settings, and a way to change some of them at once. */
export function useSettings(): SettingsView {
  const queries = useQueryClient();
  const call = useCall('settings.get', {});
  const update = useAction('settings.update');
  return {
    settings: call.data ?? null,
    error: update.error ?? call.error,
    retry: () => void call.refetch(),
    change: (part) =>
      update.mutate(part, { onSuccess: (settings) => queries.setQueryData(callKey('settings.get', {}), settings) }),
  };
}
