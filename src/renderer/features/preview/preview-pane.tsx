import { FileX2, LoaderCircle } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { RepositorySummary } from '../../../shared/contract/repositories.ts';
import type { SearchResult } from '../../../shared/contract/search.ts';
import {
  backVersion,
  closeTopmost,
  enterFile,
  openPanel,
  openVersion,
  setWantsFocus,
  toggleBlame,
  usePreview,
  type Version,
} from '../../frame/preview-store.ts';
import { runAction, useActions } from '../../frame/use-actions.ts';
import { Button } from '../../ui/button.tsx';
import type { GutterLine } from '../../ui/code/blame-gutter.ts';
import { CodeView, type CodeViewHandle } from '../../ui/code/code-view.tsx';
import type { Hit } from '../../ui/code/hit-range.ts';
import { Empty } from '../../ui/empty.tsx';
import { momentOf } from '../../ui/format.ts';
import { BlameCard } from './blame-card.tsx';
import { BlameNotice } from './blame-notice.tsx';
import { useFileActions } from './file-actions.ts';
import { PreviewEmpty } from './preview-empty.tsx';
import { PreviewHead } from './preview-head.tsx';
import { type BlameView, useBlame } from './use-blame.ts';
import { useFileText } from './use-file-text.ts';
import './preview-pane.css';

interface PreviewPaneProps {
  readonly repository: RepositorySummary;
  readonly result: SearchResult | null;
  /** Called by `Esc` once nothing in the preview is left to close. */
  readonly onBack: () => void;
}

function hitOf(result: SearchResult, version: Version | undefined): Hit {
  if (version !== undefined) return { firstLine: version.line, lastLine: version.line, marks: [] };
  const marks = result.snippet.flatMap(({ line, marks }) => marks.map((mark) => ({ line, ...mark })));
  return { firstLine: result.startLine, lastLine: result.endLine, marks };
}

function gutterLines(view: BlameView): readonly GutterLine[] {
  return [...view.lines.values()].map(({ line, commit, author, date, committed }) => ({
    line,
    commit,
    author,
    committed,
    when: momentOf(date),
  }));
}

/** The file of the selected hit, scrolled to it, with blame beside it. */
export function PreviewPane({ repository, result, onBack }: PreviewPaneProps): ReactNode {
  const { repositoryId } = repository;
  const blameOn = usePreview((state) => state.blame);
  const version = usePreview(({ versions }) => versions.at(-1));
  const path = version?.path ?? result?.path ?? '';
  const revision = version?.revision ?? null;
  const wantsFocus = usePreview((state) => state.wantsFocus);
  const code = useRef<CodeViewHandle>(null);
  const [hover, setHover] = useState<{ line: number; at: DOMRect } | null>(null);

  const resultPath = result?.path;
  useEffect(() => enterFile(`${repositoryId} ${resultPath ?? ''}`), [resultPath, repositoryId]);

  const text = useFileText({ repositoryId, path, revision });
  const hasGit = repository.git !== 'none' && repository.git !== 'unborn';
  const blame = useBlame({ repositoryId, path, revision, enabled: blameOn && hasGit && text.text !== null });
  const gutter = useMemo(() => gutterLines(blame), [blame]);
  const hit = useMemo(() => (result === null ? null : hitOf(result, version)), [result, version]);

  const selectedLines = (): { first: number; last: number } =>
    code.current?.selectedLines() ?? { first: result?.startLine ?? 1, last: result?.startLine ?? 1 };
  const showCommit = (line: number): boolean => {
    const blamed = blame.lines.get(line);
    if (blamed?.committed !== true) return false;
    openPanel({ kind: 'commit', commit: blamed.commit, path: blamed.originalPath });
    return true;
  };
  const blameBefore = (): boolean => {
    const blamed = blame.lines.get(selectedLines().first);
    if (blamed?.committed !== true || blamed.boundary) return false;
    const words = `before ${blamed.commit.slice(0, 7)}`;
    openVersion({ path: blamed.originalPath, revision: `${blamed.commit}^`, words, line: blamed.originalLine });
    return true;
  };

  useFileActions({ repositoryId, path: result?.path ?? null, line: () => selectedLines().first });
  useActions({
    'results.open': () => {
      if (result === null) return false;
      setWantsFocus(text.text === null);
      const reading = document.activeElement?.closest('.code-view') ?? null;
      if (reading !== null) return runAction('editor.open');
      code.current?.focus();
      return true;
    },
    'blame.toggle': toggleBlame,
    'history.file': () => (path === '' ? false : openPanel({ kind: 'file-history', path, revision })),
    'history.lines': () => {
      if (path === '') return false;
      const { first, last } = selectedLines();
      openPanel({ kind: 'line-history', path, revision, firstLine: first, lastLine: last });
      return true;
    },
    'commit.show': () => showCommit(selectedLines().first),
    'blame.before': blameBefore,
    back: () => {
      if (!closeTopmost()) onBack();
    },
  });

  const onFocusTaken = useCallback(() => setWantsFocus(false), []);
  const onHover = useCallback((line: number | null, at: DOMRect | null) => {
    setHover(line === null || at === null ? null : { line, at });
  }, []);

  if (result === null) {
    return (
      <div className="preview">
        <PreviewEmpty />
      </div>
    );
  }
  const hovered = hover === null ? undefined : blame.lines.get(hover.line);
  return (
    <div className="preview">
      <PreviewHead
        repositoryId={repositoryId}
        path={path}
        result={result}
        version={version}
        blameOn={blameOn && hasGit}
        decoding={text.decoding}
      />
      {blameOn && repository.state !== 'missing-root' ? <BlameNotice git={repository.git} blame={blame} /> : null}
      <div className="preview__body">
        {text.error === null ? null : (
          <Empty
            icon={<FileX2 size={28} strokeWidth={1.5} />}
            title={version === undefined ? 'This file cannot be shown' : 'There is no such version'}
            actions={
              version === undefined ? (
                <Button onPress={text.retry}>Try again</Button>
              ) : (
                <Button onPress={backVersion}>Back</Button>
              )
            }
          >
            {text.error.code === 'GIT_FILE_NOT_TRACKED' && version !== undefined
              ? 'That commit added the file: there is nothing before it.'
              : text.error.message}
          </Empty>
        )}
        {text.text === null && text.error === null ? (
          <p className="preview__loading">
            <LoaderCircle size={16} aria-hidden /> Reading {path}
          </p>
        ) : null}
        {text.text === null ? null : (
          <CodeView
            ref={code}
            label={`Text of ${text.path}`}
            path={text.path}
            text={text.text}
            hit={text.path === path ? hit : null}
            blame={blameOn && hasGit && text.path === path ? gutter : null}
            takesFocus={wantsFocus}
            onFocusTaken={onFocusTaken}
            onBlameHover={onHover}
            onBlameClick={showCommit}
          />
        )}
      </div>
      {hovered === undefined || hover === null ? null : (
        <BlameCard line={hovered} at={hover.at} onMoved={() => setHover(null)} />
      )}
    </div>
  );
}
