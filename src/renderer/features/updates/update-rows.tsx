import type { ReactNode } from 'react';
import type { Settings } from '../../../shared/contract/settings.ts';
import { useCall } from '../../host/use-call.ts';
import { useSettings } from '../../host/use-settings.ts';
import { formatAgo } from '../../ui/format.ts';
import { type Choice, Select } from '../../ui/select.tsx';
import { Row } from '../../ui/setting-row.tsx';
import { useNow } from '../../ui/use-now.ts';
import { UpdateActions } from './update-actions.tsx';
import { updateWords } from './update-words.ts';
import './updates.css';

const choices: readonly Choice<Settings['updates']>[] = [
  { value: 'off', label: 'Off' },
  { value: 'check', label: 'Look once a day' },
];

/** The setting, and where the app stands with newer versions of itself. */
export function UpdateRows(): ReactNode {
  const { settings, change } = useSettings();
  const state = useCall('updates.state', {}).data;
  const now = useNow();
  if (state === undefined || settings === null) return null;
  return (
    <Row title="Updates" words={updateWords(state, (ms) => formatAgo(ms, now))}>
      {state.kind === 'unavailable' ? null : (
        <div className="updates__controls">
          <UpdateActions state={state} />
          <Select
            label="Updates"
            value={settings.updates}
            choices={choices}
            onChange={(updates) => change({ updates })}
          />
        </div>
      )}
    </Row>
  );
}
