import type { ReactNode } from 'react';
import { type ActionId, actions, keyParts } from '../../frame/keys.ts';
import { Keys } from '../../ui/kbd.tsx';
import './preview-empty.css';

const shown: readonly ActionId[] = [
  'box.focus',
  'results.next',
  'results.open',
  'editor.open',
  'results.why',
  'blame.toggle',
  'history.file',
  'repositories.switch',
  'keys.show',
];

/** Before anything is selected: what this pane is for, and the keys worth knowing. */
export function PreviewEmpty(): ReactNode {
  return (
    <div className="preview-empty">
      <p className="preview-empty__words">The file of the selected result shows here, with who wrote each line.</p>
      <dl>
        {shown.map((id) => (
          <div key={id} className="preview-empty__row">
            <dt>{actions[id].label}</dt>
            <dd>
              <Keys parts={keyParts(actions[id].keys[0])} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
