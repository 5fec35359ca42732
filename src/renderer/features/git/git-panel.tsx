import { ArrowLeft, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { keyHint } from '../../frame/keys.ts';
import { backPanel, closePanel, type Panel, usePreview } from '../../frame/preview-store.ts';
import { IconButton } from '../../ui/button.tsx';
import { CommitView } from './commit-view.tsx';
import { FileHistory } from './file-history.tsx';
import { LineHistory } from './line-history.tsx';
import './git-panel.css';

function titleOf(panel: Panel): string {
  if (panel.kind === 'commit') return 'Commit';
  if (panel.kind === 'file-history') return 'History of the file';
  return panel.firstLine === panel.lastLine
    ? `History of line ${panel.firstLine}`
    : `History of lines ${panel.firstLine}–${panel.lastLine}`;
}

function Content({ repositoryId, panel }: { readonly repositoryId: string; readonly panel: Panel }): ReactNode {
  if (panel.kind === 'commit')
    return <CommitView repositoryId={repositoryId} commit={panel.commit} path={panel.path} />;
  if (panel.kind === 'file-history') {
    return <FileHistory repositoryId={repositoryId} path={panel.path} revision={panel.revision} />;
  }
  return <LineHistory repositoryId={repositoryId} panel={panel} />;
}

/** The panel under the preview: a commit, or a history to go through. */
export function GitPanel({ repositoryId }: { readonly repositoryId: string }): ReactNode {
  const panels = usePreview((state) => state.panels);
  const panel = panels.at(-1);
  if (panel === undefined) return null;
  return (
    <section className="git-panel" aria-label={titleOf(panel)}>
      <header className="git-panel__head">
        {panels.length > 1 ? (
          <IconButton label="Back" onPress={backPanel}>
            <ArrowLeft size={16} />
          </IconButton>
        ) : null}
        <h3 className="git-panel__title">{titleOf(panel)}</h3>
        <IconButton label="Close" hint={keyHint('back')} onPress={closePanel}>
          <X size={16} />
        </IconButton>
      </header>
      <div className="git-panel__body">
        <Content key={JSON.stringify(panel)} repositoryId={repositoryId} panel={panel} />
      </div>
    </section>
  );
}
