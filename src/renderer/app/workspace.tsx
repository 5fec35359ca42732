import { type ReactNode, useEffect, useRef } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import type { RepositorySummary } from '../../shared/contract/repositories.ts';
import { GitPanel } from '../features/git/git-panel.tsx';
import { insteadOfResults } from '../features/indexing/first-index.tsx';
import { IndexBanners } from '../features/indexing/index-banners.tsx';
import { IndexingBar } from '../features/indexing/indexing-bar.tsx';
import { isWorking } from '../features/indexing/progress-words.ts';
import { PreviewPane } from '../features/preview/preview-pane.tsx';
import { joinQuery } from '../features/search/query-text.ts';
import { SearchBox } from '../features/search/search-box.tsx';
import { SearchPane } from '../features/search/search-pane.tsx';
import { remember, travel, useSearch } from '../features/search/search-store.ts';
import { useAnswer } from '../features/search/use-answer.ts';
import { setOver, setWantsFocus, usePreview } from '../frame/preview-store.ts';
import { runAction, useActions } from '../frame/use-actions.ts';
import { useIsNarrow } from '../frame/use-is-narrow.ts';
import { useConnection } from '../host/connection.ts';
import { useCall } from '../host/use-call.ts';
import { Boundary } from '../ui/boundary.tsx';
import { TitleRow } from './title-row.tsx';
import './workspace.css';

const focusResults = (): void => document.getElementById('result-list')?.focus();

function PreviewSide({ summary }: { readonly summary: RepositorySummary }): ReactNode {
  const result = useSearch((state) => state.selected);
  const panel = usePreview(({ panels }) => panels.at(-1));
  const hasPanel = panel !== undefined;
  const layout = useDefaultLayout({
    id: 'whence.preview',
    panelIds: hasPanel ? ['file', 'git'] : ['file'],
    storage: localStorage,
  });
  return (
    <Group
      orientation="vertical"
      id="whence.preview"
      defaultLayout={layout.defaultLayout}
      onLayoutChanged={layout.onLayoutChanged}
    >
      <Panel id="file" minSize="120px">
        <Boundary what="The preview" resetOn={[result]}>
          <PreviewPane repository={summary} result={result} onBack={focusResults} />
        </Boundary>
      </Panel>
      {hasPanel ? (
        <>
          <Separator className="workspace__split workspace__split--row" aria-label="Height of the panel" />
          <Panel id="git" minSize="120px" defaultSize="45%">
            <Boundary what="The panel" resetOn={[panel]}>
              <GitPanel repositoryId={summary.repositoryId} />
            </Boundary>
          </Panel>
        </>
      ) : null}
    </Group>
  );
}

interface PanesProps {
  readonly summary: RepositorySummary;
  readonly left: ReactNode;
}

/** Side by side; in a narrow window the preview slides over the results. */
function Panes({ summary, left }: PanesProps): ReactNode {
  const narrow = useIsNarrow();
  const over = usePreview((state) => state.over);
  const layout = useDefaultLayout({ id: 'whence.panes', panelIds: ['results', 'preview'], storage: localStorage });
  const wasOver = useRef(over);
  useEffect(() => {
    if (!narrow) setOver(false);
    // What had the focus is gone with the preview; from the box nothing is taken.
    else if (wasOver.current && !over && !(document.activeElement instanceof HTMLInputElement)) focusResults();
    wasOver.current = over;
  }, [narrow, over]);
  // Without the preview on screen nobody else takes Esc.
  useActions({
    back: () => {
      if (!narrow || over) return false;
      focusResults();
      return true;
    },
  });
  if (narrow) {
    return (
      <div className="workspace__narrow">
        <div className="workspace__under" inert={over}>
          {left}
        </div>
        {over ? (
          <div className="workspace__over">
            <PreviewSide summary={summary} />
          </div>
        ) : null}
      </div>
    );
  }
  return (
    <Group id="whence.panes" defaultLayout={layout.defaultLayout} onLayoutChanged={layout.onLayoutChanged}>
      <Panel id="results" minSize="320px" defaultSize="42%">
        {left}
      </Panel>
      <Separator className="workspace__split" aria-label="Width of the results" />
      <Panel id="preview" minSize="320px">
        <PreviewSide summary={summary} />
      </Panel>
    </Group>
  );
}

/** One open root: search on the left, the file on the right. */
export function Workspace({ summary }: { readonly summary: RepositorySummary }): ReactNode {
  const { repositoryId } = summary;
  const progress = useCall('indexing.progress', { repositoryId }).data ?? null;
  const query = useSearch(({ content }) => joinQuery(content));
  const reached = useConnection(({ state }) => state === 'open');
  const working = reached && isWorking(progress);
  const view = useAnswer(repositoryId, { repeat: working });
  const narrow = useIsNarrow();

  const openPreview = (): void => {
    remember(query);
    setWantsFocus(true);
    if (narrow) setOver(true);
  };
  useActions({
    'searches.earlier': () => travel(-1),
    'searches.later': () => travel(1),
    'results.open': () => {
      if (query === '') return false;
      // Before the results are there, the first of them is meant.
      if (useSearch.getState().selected === null) {
        setWantsFocus(true);
        return true;
      }
      if (narrow && !usePreview.getState().over) {
        openPreview();
        return true;
      }
      return false;
    },
  });
  useEffect(
    () =>
      useSearch.subscribe((now, before) => {
        if (now.content === before.content) return;
        setWantsFocus(false);
        setOver(false); // another search: its results are what is looked for now
      }),
    [],
  );
  useEffect(() => {
    runAction('box.focus');
  }, []);

  const git = summary.git;
  return (
    <>
      <TitleRow summary={summary} progress={working ? progress : null} />
      <SearchBox
        repositoryId={repositoryId}
        searching={view.searching}
        problems={view.answer?.problems ?? []}
        onStop={view.stop}
      />
      <Boundary what="What there is to say of the index" resetOn={[summary, progress]}>
        <IndexBanners summary={summary} progress={progress} />
      </Boundary>
      <main className="workspace">
        <Panes
          summary={summary}
          left={
            <Boundary what="The list of results" resetOn={[view.answer, query]}>
              <SearchPane
                repositoryId={repositoryId}
                view={view}
                blamed={git !== 'none' && git !== 'unborn'}
                hasQuery={query !== ''}
                instead={insteadOfResults({ summary, progress, hasQuery: query !== '' })}
                onOpen={openPreview}
              />
            </Boundary>
          }
        />
      </main>
      {working ? <IndexingBar progress={progress} /> : null}
    </>
  );
}
