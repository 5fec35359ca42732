import { create } from 'zustand';
import type { SearchMode, SearchResult } from '../../../shared/contract/search.ts';
import { type BoxContent, emptyBox, joinQuery, splitQuery } from './query-text.ts';

const firstLimit = 100;
const limits = [firstLimit, 1000, 10_000];

interface SearchState {
  readonly content: BoxContent;
  readonly mode: SearchMode;
  /** How many results are asked for: raised when the end of the list comes into sight. */
  readonly limit: number;
  /** The hit shown in the preview; null until results arrive. */
  readonly selected: SearchResult | null;
  /** The person gave up waiting for the answer. */
  readonly stopped: boolean;
  /** The person chose this hit: new results of the same query keep it. */
  readonly chosen: boolean;
  /** Chunks whose reasons are unfolded. */
  readonly explained: ReadonlySet<number>;
  /** Paths of files whose hits are all shown. */
  readonly unfolded: ReadonlySet<string>;
  readonly history: readonly string[];
  /** Place in the history while going through it; `history.length` is now. */
  readonly historyAt: number;
  readonly historyKey: string;
}

export const useSearch = create<SearchState>(() => ({
  content: emptyBox,
  mode: 'hybrid',
  limit: firstLimit,
  stopped: false,
  selected: null,
  chosen: false,
  explained: new Set(),
  unfolded: new Set(),
  history: [],
  historyAt: 0,
  historyKey: '',
}));

export function setContent(content: BoxContent): void {
  useSearch.setState((old) =>
    joinQuery(old.content) === joinQuery(content)
      ? { content }
      : {
          content,
          limit: firstLimit,
          stopped: false,
          chosen: false,
          explained: new Set(),
          unfolded: new Set(),
          historyAt: old.history.length,
        },
  );
}

export const setMode = (mode: SearchMode): void =>
  useSearch.setState({ mode, limit: firstLimit, stopped: false, chosen: false });

export const setStopped = (stopped: boolean): void => useSearch.setState({ stopped });

export const addChip = (chip: string): void => {
  const { content } = useSearch.getState();
  if (!content.chips.includes(chip)) setContent({ ...content, chips: [...content.chips, chip] });
};

export const removeChip = (chip: string): void => {
  const { content } = useSearch.getState();
  setContent({ ...content, chips: content.chips.filter((other) => other !== chip) });
};

export const select = (selected: SearchResult | null, chosen = true): void =>
  useSearch.setState({ selected, chosen: chosen && selected !== null });

/** Chunk id of a place that no search found. */
const noChunk = -1;

/** Shows a line of a file that was asked for outside of the window. The box is emptied; the next search takes over. */
export function showPlace(path: string, line: number): void {
  setContent(emptyBox);
  select({
    chunkId: noChunk,
    path,
    startLine: line,
    endLine: line,
    kind: 'block',
    name: null,
    enclosing: [],
    signature: null,
    language: null,
    role: 'source',
    score: 0,
    keywordRank: null,
    meaningRank: null,
    reasons: [],
    snippet: [],
    stale: false,
  });
}

/** Keeps a chosen hit if the new results have it; else takes the first. */
export function takeResults(results: readonly SearchResult[]): void {
  const { selected, chosen, content } = useSearch.getState();
  if (selected?.chunkId === noChunk && joinQuery(content) === '') return;
  const same = results.find(({ chunkId }) => chunkId === selected?.chunkId);
  if (chosen && same !== undefined) useSearch.setState({ selected: same });
  else useSearch.setState({ selected: results[0] ?? null, chosen: false });
}

export function toggleExplained(chunkId: number): void {
  const explained = new Set(useSearch.getState().explained);
  if (!explained.delete(chunkId)) explained.add(chunkId);
  useSearch.setState({ explained });
}

/** Shows all hits of a file, not only its first ones. */
export const unfold = (path: string): void =>
  useSearch.setState(({ unfolded }) => ({ unfolded: new Set(unfolded).add(path) }));

/** Asks for more results than `shown`; nothing happens at the last limit. */
export function raiseLimit(): void {
  const { limit } = useSearch.getState();
  const next = limits.find((each) => each > limit);
  if (next !== undefined) useSearch.setState({ limit: next });
}

const historySize = 50;

/** Where the searches of a root are kept: by the host, not by the page, whose address another program may have later. */
export interface KeptSearches {
  readonly read: () => Promise<readonly string[]>;
  readonly add: (query: string) => Promise<unknown>;
}

let kept: KeptSearches | null = null;

/** Starts with an empty box and the searches remembered for this root. */
export function openSearches(repositoryId: string, searches: KeptSearches): void {
  if (useSearch.getState().historyKey === repositoryId) return;
  kept = searches;
  useSearch.setState({
    ...useSearch.getInitialState(),
    mode: useSearch.getState().mode,
    historyKey: repositoryId,
  });
  // Searches that can't be read are no loss worth a message.
  searches.read().then(
    (before) => takeHistory(repositoryId, before),
    () => undefined,
  );
}

/** What was remembered before comes in front of what was searched for meanwhile. */
function takeHistory(repositoryId: string, before: readonly string[]): void {
  const { history, historyKey, historyAt } = useSearch.getState();
  if (historyKey !== repositoryId) return;
  const older = before.filter((query) => !history.includes(query));
  useSearch.setState({ history: [...older, ...history], historyAt: historyAt + older.length });
}

/** Remembers the query as it stands; the same query moves to the end. */
export function remember(query: string): void {
  const { history, historyKey, historyAt } = useSearch.getState();
  if (query === '' || historyKey === '' || history[historyAt] === query || history.at(-1) === query) return;
  const next = [...history.filter((each) => each !== query), query].slice(-historySize);
  kept?.add(query).catch(() => undefined);
  useSearch.setState({ history: next, historyAt: next.length - 1 });
}

/** Goes to the search before (-1) or after (1); false at the end. */
export function travel(step: -1 | 1): boolean {
  const { history, historyAt, content } = useSearch.getState();
  const current = joinQuery(content);
  const from = history[historyAt] === current ? historyAt : history.length;
  const query = history[from + step];
  if (query === undefined) return false;
  setContent(splitQuery(query));
  useSearch.setState({ historyAt: from + step });
  return true;
}
