import { ArrowLeft, Copy, FolderOpen, GitCommitHorizontal, History, SquareArrowOutUpRight, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import type { SearchResult } from '../../../shared/contract/search.ts';
import { keyHint } from '../../frame/keys.ts';
import { backVersion, setOver, usePreview, type Version } from '../../frame/preview-store.ts';
import { useSaid } from '../../frame/said.ts';
import { runAction } from '../../frame/use-actions.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { PathLabel } from '../../ui/path-label.tsx';
import './preview-head.css';

interface PreviewHeadProps {
  readonly repositoryId: string;
  readonly path: string;
  readonly result: SearchResult;
  readonly version: Version | undefined;
  readonly blameOn: boolean;
  /** How the file's bytes were read, in words; null for plain UTF-8. */
  readonly decoding: string | null;
}

function Said(): ReactNode {
  const { text, failed } = useSaid();
  return (
    <span
      className={failed ? 'preview-head__said preview-head__said--failed' : 'preview-head__said'}
      role="status"
      title={text ?? ''}
    >
      {text}
    </span>
  );
}

/** Path of the file and what can be done with it. */
export function PreviewHead({ path, version, blameOn, decoding }: PreviewHeadProps): ReactNode {
  const over = usePreview((state) => state.over);
  return (
    <>
      <header className="preview-head">
        {over ? (
          <IconButton label="Back to the results" hint={keyHint('back')} onPress={() => setOver(false)}>
            <ArrowLeft size={16} />
          </IconButton>
        ) : null}
        <h2 className="preview-head__path">
          <PathLabel path={path} folderFirst />
        </h2>
        {decoding === null ? null : <span className="preview-head__decoding">{decoding}</span>}
        <Said />
        <div className="preview-head__tools" role="group" aria-label="File">
          <IconButton
            label="Blame"
            hint={keyHint('blame.toggle')}
            pressed={blameOn}
            onPress={() => runAction('blame.toggle')}
          >
            <Users size={16} />
          </IconButton>
          <IconButton
            label="Commit of this line"
            hint={keyHint('commit.show')}
            onPress={() => runAction('commit.show')}
          >
            <GitCommitHorizontal size={16} />
          </IconButton>
          <IconButton
            label="History of the file"
            hint={keyHint('history.file')}
            onPress={() => runAction('history.file')}
          >
            <History size={16} />
          </IconButton>
          <span className="preview-head__gap" />
          <IconButton label="Copy path:line" hint={keyHint('path.copy')} onPress={() => runAction('path.copy')}>
            <Copy size={16} />
          </IconButton>
          <IconButton label="Show in its folder" hint={keyHint('folder.show')} onPress={() => runAction('folder.show')}>
            <FolderOpen size={16} />
          </IconButton>
          <IconButton label="Open in the editor" hint={keyHint('editor.open')} onPress={() => runAction('editor.open')}>
            <SquareArrowOutUpRight size={16} />
          </IconButton>
        </div>
      </header>
      {version === undefined ? null : (
        <div className="preview-head__version" role="status">
          <History size={14} aria-hidden />
          <span className="preview-head__words">{`The file as it was ${version.words}`}</span>
          <Button look="link" onPress={backVersion}>
            Back
          </Button>
        </div>
      )}
    </>
  );
}
