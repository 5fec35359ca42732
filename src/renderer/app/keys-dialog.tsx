import type { ReactNode } from 'react';
import { filterExamples } from '../../shared/query/index.ts';
import { actionIds, actions, keyParts } from '../frame/keys.ts';
import { showDialog } from '../frame/view-store.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Keys } from '../ui/kbd.tsx';
import './keys-dialog.css';

const groups = [...new Set(actionIds.map((id) => actions[id].group))];

/** What the box understands. */
const syntax: readonly (readonly [example: string, meaning: string])[] = [
  ['retry delay', 'both ideas, by meaning and by keyword'],
  ['"exact words"', 'only places with this text'],
  ['/ret(ry|ries)\\b/i', 'only places that match'],
  ['parseQuery  Store.open  a::b', 'a symbol, whole or in part'],
  ['backoff.ts:40', 'that line of that file; a pasted trace gives all of its places'],
  ...filterExamples(),
  ['-path:test/  -lang:css', 'a minus leaves out'],
  ['cache OR memo', 'either'],
];

/** All keys, and the language of the box. */
export function KeysDialog(): ReactNode {
  return (
    <Dialog scrolls title="Keys and query syntax" size="large" onClose={() => showDialog(null)}>
      <div className="keys-dialog">
        <div>
          {groups.map((group) => (
            <section key={group} className="keys-dialog__group">
              <h3 className="keys-dialog__title">{group}</h3>
              <dl>
                {actionIds
                  .filter((id) => actions[id].group === group)
                  .map((id) => (
                    <div key={id} className="keys-dialog__row">
                      <dt>{actions[id].label}</dt>
                      <dd className="keys-dialog__keys">
                        {actions[id].keys.map((key, index) => (
                          <span key={key}>
                            {index === 0 ? '' : <span className="keys-dialog__or">or</span>}
                            <Keys parts={keyParts(key)} />
                          </span>
                        ))}
                      </dd>
                    </div>
                  ))}
              </dl>
            </section>
          ))}
        </div>
        <section className="keys-dialog__group">
          <h3 className="keys-dialog__title">What the search box understands</h3>
          <dl>
            {syntax.map(([example, meaning]) => (
              <div key={example} className="keys-dialog__syntax">
                <dt>
                  <code>{example}</code>
                </dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
          <p className="keys-dialog__more">
            The same filter twice means either; different ones must all hold. Words are ranked, never demanded. Inside
            the box, <Keys parts={['Tab']} /> completes and <Keys parts={['Ctrl', 'Space']} /> offers names of symbols.
          </p>
        </section>
      </div>
    </Dialog>
  );
}
