import { Copy } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import type { CommitDetails, CommitFile } from '../../../shared/contract/git.ts';
import { openPanel } from '../../frame/preview-store.ts';
import { copy } from '../../frame/said.ts';
import { useCall } from '../../host/use-call.ts';
import { IconButton } from '../../ui/button.tsx';
import { formatCount, formatMoment, momentOf, plural, shortCommit } from '../../ui/format.ts';
import { PanelState } from '../../ui/panel-state.tsx';
import { PathLabel } from '../../ui/path-label.tsx';
import { useNow } from '../../ui/use-now.ts';
import { DiffView } from './diff-view.tsx';
import './commit-view.css';

const changeLetters = { added: 'A', modified: 'M', deleted: 'D', renamed: 'R' } as const;

interface FileRowProps {
  readonly file: CommitFile;
  readonly open: boolean;
  readonly onPress: () => void;
}

function ChangedFile({ file, open, onPress }: FileRowProps): ReactNode {
  return (
    <AriaButton className="commit__file" aria-expanded={open} onPress={onPress}>
      <span className={`commit__change commit__change--${file.change}`} title={file.change}>
        {changeLetters[file.change]}
      </span>
      <PathLabel path={file.path} />
      {file.oldPath === null || file.oldPath === file.path ? null : (
        <span className="commit__from" title={file.oldPath}>{`from ${file.oldPath}`}</span>
      )}
      <span className="commit__counts numeric">
        {file.binary ? (
          'binary'
        ) : (
          <>
            <span className="commit__added">{`+${formatCount(file.added)}`}</span>
            <span className="commit__removed">{`−${formatCount(file.removed)}`}</span>
          </>
        )}
      </span>
    </AriaButton>
  );
}

function Message({ commit }: { readonly commit: CommitDetails }): ReactNode {
  const body = commit.message.slice(commit.message.split('\n', 1)[0]?.length ?? 0).trim();
  return body === '' ? null : (
    <p className="commit__body" data-text="lines">
      {body.replaceAll('\r\n', '\n')}
    </p>
  );
}

function CommitMeta({ details }: { readonly details: CommitDetails }): ReactNode {
  const when = momentOf(details.date);
  const now = useNow();
  return (
    <div className="commit__meta">
      <span>
        <b>{details.author}</b> {formatMoment(when, now, ', ')}
        {details.committer === details.author ? '' : `, committed by ${details.committer}`}
      </span>
      <span className="commit__ids">
        <code title={details.commit}>{shortCommit(details.commit)}</code>
        <IconButton label="Copy the commit's id" onPress={() => void copy(details.commit)}>
          <Copy size={14} />
        </IconButton>
        {details.parents.map((parent) => (
          <AriaButton
            key={parent}
            className="commit__parent"
            onPress={() => openPanel({ kind: 'commit', commit: parent, path: null })}
          >
            parent <code>{shortCommit(parent)}</code>
          </AriaButton>
        ))}
      </span>
    </div>
  );
}

interface CommitViewProps {
  readonly repositoryId: string;
  readonly commit: string;
  /** The file whose change opens first. */
  readonly path: string | null;
}

/** A commit in full: message, author, date, files, and the change of each file on demand. */
export function CommitView({ repositoryId, commit, path }: CommitViewProps): ReactNode {
  const call = useCall('git.commit', { repositoryId, commit });
  const [chosen, setChosen] = useState<string | null | undefined>(undefined);
  const details = call.data;
  if (details === undefined)
    return <PanelState error={call.error} waiting="Reading the commit" onRetry={() => void call.refetch()} />;
  const open = chosen === undefined ? path : chosen;
  const files = details.files.toSorted((a, b) => Number(b.path === path) - Number(a.path === path));
  const added = details.files.reduce((sum, file) => sum + file.added, 0);
  const removed = details.files.reduce((sum, file) => sum + file.removed, 0);
  return (
    <div className="commit">
      <p className="commit__summary">{details.summary}</p>
      <CommitMeta details={details} />
      <Message commit={details} />
      <p className="commit__total numeric">
        {plural(details.files.length, 'file')}
        {details.truncated ? ' listed, more were changed' : ' changed'}
        <span className="commit__added">{`+${formatCount(added)}`}</span>
        <span className="commit__removed">{`−${formatCount(removed)}`}</span>
      </p>
      <ul>
        {files.map((file) => (
          <li key={file.path}>
            <ChangedFile
              file={file}
              open={open === file.path}
              onPress={() => setChosen(open === file.path ? null : file.path)}
            />
            {open === file.path ? <DiffView repositoryId={repositoryId} commit={commit} path={file.path} /> : null}
          </li>
        ))}
      </ul>
    </div>
  );
}
