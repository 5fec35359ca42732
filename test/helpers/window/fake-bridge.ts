import type { Answer, Bridge, CallName, EventName, Events, Request } from '../../../src/shared/contract/index.ts';
import type { RepositorySummary } from '../../../src/shared/contract/repositories.ts';
import { defaultSettings, type Settings } from '../../../src/shared/contract/settings.ts';
import { WhenceError } from '../../../src/shared/errors.ts';
import { toResult } from '../../../src/shared/result.ts';
import { sampleFiles } from './sample-files.ts';
import { blameOf, commitDetails, commitOf, historyOf, sampleDiff } from './sample-git.ts';
import { answerOf, sampleResults } from './sample-search.ts';
import { recentOf, sampleApp, sampleFolders, sampleMetrics, sampleSkipped, summaryOf } from './sample-state.ts';

/** One answer per call: what a state overrides of the usual ones. */
export type FakeAnswers = {
  readonly [Name in CallName]?: (request: Request<Name>) => Answer<Name> | Promise<Answer<Name>>;
};

export interface FakeBridge extends Bridge {
  readonly calls: { readonly name: string; readonly request: unknown }[];
  readonly cancelled: string[];
  emit<Name extends EventName>(name: Name, payload: Events[Name]): void;
}

const completions = ['lang:', 'path:', 'file:', 'symbol:', 'kind:', 'author:', 'after:', 'before:', 'commit:'];

function complete({ text, cursor }: Request<'search.complete'>): Answer<'search.complete'> {
  const word = /\S*$/.exec(text.slice(0, cursor))?.[0] ?? '';
  const start = cursor - word.length;
  if (word.startsWith('lang:')) {
    return ['go', 'python', 'toml', 'typescript'].map((language) => ({
      insert: `lang:${language}`,
      label: language,
      detail: '412 files',
      kind: 'language',
      start,
      end: cursor,
    }));
  }
  return completions
    .filter((name) => name.startsWith(word))
    .map((insert) => ({ insert, label: insert, detail: 'narrows the search', kind: 'filter', start, end: cursor }));
}

const fileText = (path: string): string => {
  const text =
    sampleFiles[path] ?? sampleFiles[`src/net/${path.split('/').at(-1)}`] ?? sampleFiles['src/relay/client.ts'];
  if (text === undefined) throw new WhenceError('PATH_NOT_FOUND', `${path} is not there any more.`);
  return text;
};

function usualAnswers(now: number): FakeAnswers {
  let settings: Settings = defaultSettings;
  const summary = (): RepositorySummary => summaryOf(now);
  return {
    'repositories.list': () => recentOf(now),
    'repositories.open': summary,
    'repositories.close': () => null,
    'repositories.status': summary,
    'repositories.remove': () => null,
    'repositories.browse': ({ path }) => sampleFolders(path),
    'repositories.pick': () => null,
    'repositories.readFile': ({ path }) => ({
      path,
      text: fileText(path),
      language: null,
      bytes: fileText(path).length,
      lineCount: fileText(path).split('\n').length,
      decoding: null,
    }),
    'indexing.progress': () => null,
    'indexing.skipped': () => ({ total: sampleSkipped.length, files: sampleSkipped, noted: [] }),
    'indexing.verify': () => ({
      ok: true,
      checked: ['manifest', 'database', 'vectors', 'counts'],
      findings: [],
      tookMs: 412,
    }),
    'indexing.metrics': () => sampleMetrics(now),
    'search.query': ({ text }) => answerOf(text, sampleResults),
    'search.complete': complete,
    'search.history': () => [],
    'search.remember': ({ text }) => [text],
    'git.blame': ({ path, revision }) => blameOf(path, revision ?? null, now),
    'git.fileHistory': ({ path }) => ({ entries: historyOf(path, 40, now), cursor: null }),
    'git.lineHistory': ({ path }) => ({ entries: historyOf(path, 4, now), cursor: null }),
    'git.commit': ({ commit }) => commitDetails(commit, now),
    'git.diff': () => ({ lines: sampleDiff, binary: false, truncated: false }),
    'git.readFile': ({ path }) => ({ text: fileText(path) }),
    'git.blameHits': ({ chunkIds }) =>
      chunkIds.map((chunkId) => ({ ...commitOf(chunkId, now), chunkId, committed: true })),
    'git.facets': () => ({
      authors: [
        { author: 'Ada Lovelace', email: 'ada@harbour.example', count: 9, mine: false },
        { author: 'Lin Wei', email: 'lin@harbour.example', count: 6, mine: false },
        { author: 'Me Myself', email: 'me@harbour.example', count: 2, mine: true },
      ],
      ages: [
        { label: 'last week', after: '2026-11-14', before: null, count: 3 },
        { label: 'last month', after: '2026-10-21', before: '2026-11-14', count: 4 },
        { label: 'last year', after: '2025-11-21', before: '2026-10-21', count: 7 },
        { label: 'older', after: null, before: '2025-11-21', count: 3 },
      ],
      pending: 0,
      working: false,
    }),
    'settings.get': () => settings,
    'settings.update': (part) => {
      settings = Object.assign({ ...settings }, part);
      return settings;
    },
    'settings.app': () => sampleApp,
    'settings.storage': () =>
      recentOf(now).map(({ repositoryId, root, indexBytes, state }) => ({
        repositoryId,
        root,
        bytes: indexBytes,
        rootExists: state !== 'missing-root',
      })),
    'settings.deleteIndex': () => null,
    'settings.licences': () => 'Licence of something\n\nPermission is hereby granted.',
    'updates.state': () => ({ kind: 'off' }),
    'updates.news': () => ({ version: '1.0.0', releases: [], isNew: false }),
    'updates.newsSeen': () => null,
    'settings.openInEditor': () => null,
    'settings.showInFolder': () => null,
    'settings.log': () => ({ file: '/data/logs/whence.log', lines: ['{"event":"host.started"}'] }),
    'settings.windowFailed': () => null,
  };
}

/** The contract in memory, with made-up data: for developing and testing the window alone. */
export function createFakeBridge(overrides: FakeAnswers = {}, now = Date.now()): FakeBridge {
  const answers: FakeAnswers = { ...usualAnswers(now), ...overrides };
  const listeners = new Set<(name: string, payload: unknown) => void>();
  const calls: { name: string; request: unknown }[] = [];
  const cancelled: string[] = [];
  return {
    calls,
    cancelled,
    call: (_id, name, request) => {
      calls.push({ name, request });
      const answer = answers[name as CallName] as ((request: unknown) => unknown) | undefined;
      return toResult(async () => {
        // A host never answers at once.
        await new Promise((resolve) => setTimeout(resolve, 4));
        if (answer === undefined) throw new WhenceError('NOT_SUPPORTED', `No answer to ${name} here.`);
        return await answer(request);
      });
    },
    cancel: (id) => void cancelled.push(id),
    onEvent: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    emit: (name, payload) => {
      for (const listener of listeners) listener(name, payload);
    },
  };
}
