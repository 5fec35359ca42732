import { lex } from '../../../src/shared/query/index.ts';
import { WhenceError } from '../../../src/shared/errors.ts';
import type { FakeAnswers } from './fake-bridge.ts';
import { blameOf, commitDetails, commitOf } from './sample-git.ts';
import { answerOf, manyResults, sampleResults } from './sample-search.ts';
import { progressOf, summaryOf } from './sample-state.ts';

const never = <T>(): Promise<T> => new Promise(() => undefined);
const none = { files: 0, skipped: 0, failed: 0, chunks: 0, embedded: 0, pending: 0, vectors: 0, borrowed: 0 };

const summary = (now: number, part: Parameters<typeof summaryOf>[1]): FakeAnswers => ({
  'repositories.open': () => summaryOf(now, part),
  'repositories.status': () => summaryOf(now, part),
});

/** Dates that commits were found with: git prints its placeholder, other tools their own nonsense. */
const oddDates = [
  null,
  '%aI',
  '',
  '275760-09-13T00:00:00+00:00',
  '+999999-01-01T00:00:00Z',
  '-000001-01-01T00:00:00Z',
  'x',
];

const oddCommit = (now: number): ReturnType<typeof commitOf> => ({
  ...commitOf(1, now),
  author: 'Ev\u202eil',
  date: null,
  summary: 'Subject \u202eno',
});

/** What the fake host answers in each state that the window can be in. */
export const fakeStates = {
  usual: () => ({}),
  empty: () => ({ 'repositories.list': () => [] }),
  updated: () => ({
    'updates.state': () => ({ kind: 'available', version: '1.1.0' }),
    'updates.news': () => ({
      version: '1.0.0',
      isNew: true,
      releases: [
        {
          version: '1.0.0',
          date: '2026-11-20',
          groups: [{ title: 'Added', changes: ['Something that was not there before.', 'And another thing.'] }],
        },
      ],
    }),
  }),
  'large-root': () => ({
    'repositories.open': () => {
      throw new WhenceError(
        'ROOT_TOO_LARGE',
        'This is your home folder. Indexing it takes long and finds much that is not code.',
        {
          data: { files: 1_204_118 },
        },
      );
    },
  }),
  'open-fails': () => ({
    'repositories.open': () => {
      throw new WhenceError(
        'INDEX_NEWER',
        'The index of /home/ada/code/harbour was made by a newer Whence (schema 9, this one reads 3). Update Whence, or delete the index in the settings.',
      );
    },
  }),
  'not-indexed': (now: number) =>
    summary(now, { state: 'not-indexed', counts: none, lastIndexed: null, indexBytes: 0 }),
  'first-run': (now: number) => ({
    ...summary(now, { state: 'reading', counts: { ...none, files: 94 }, lastIndexed: null, indexBytes: 0 }),
    'indexing.progress': () =>
      progressOf({
        state: 'reading',
        reading: { done: 94, total: 3128, rate: 812, elapsedMs: 130, remainingMs: 3700 },
        embedding: { done: 0, total: 0, rate: 0, elapsedMs: 0, remainingMs: null },
        currentFile: 'services/notification-gateway/internal/adapters/persistence/postgresql/outbox.go',
        embedder: null,
        reused: 0,
      }),
  }),
  partial: (now: number) => ({
    ...summary(now, { state: 'embedding' }),
    'indexing.progress': () => progressOf(),
    'search.query': ({ text }) => ({ ...answerOf(text, sampleResults), coverage: { keyword: 1, meaning: 0.62 } }),
  }),
  paused: (now: number) => ({
    ...summary(now, { state: 'paused' }),
    'indexing.progress': () => progressOf({ state: 'paused' }),
  }),
  interrupted: (now: number) =>
    summary(now, {
      state: 'interrupted',
      counts: { ...none, files: 3128, chunks: 41_200, embedded: 38_080, pending: 3120 },
      notices: ['12 damaged vectors were found when the index was opened; they are computed again from their chunks.'],
    }),
  failed: (now: number) =>
    summary(now, {
      state: 'failed',
      error: {
        code: 'EMBEDDER_CRASHED',
        message:
          'The embedder crashed three times in a row, the last time on src/net/backoff.go. What was done is kept.',
      },
    }),
  'read-only': (now: number) =>
    summary(now, { state: 'read-only', writer: { pid: 4711, host: 'pier', since: now - 1_800_000 } }),
  'missing-root': (now: number) => ({
    ...summary(now, { state: 'missing-root' }),
    'repositories.readFile': () => {
      throw new WhenceError(
        'ROOT_GONE',
        'The folder /home/ada/code/harbour is no longer there. Connect its disk, or open it at its new place.',
      );
    },
  }),
  'no-git': (now: number) => summary(now, { git: 'none', branch: null }),
  unborn: (now: number) => summary(now, { git: 'unborn', branch: null }),
  'partial-clone': (now: number) => ({
    ...summary(now, { git: 'partial' }),
    'git.blame': () => {
      throw new WhenceError(
        'GIT_PARTIAL_CLONE',
        'This is a partial clone: older versions of the file are not on this machine, and Whence never fetches. Run “git fetch --refetch” to get them.',
      );
    },
  }),
  'over-limit': () => ({
    'git.blame': () => {
      throw new WhenceError(
        'GIT_OVER_LIMIT',
        'This file has 48,200 lines, over the limit of 20,000 for blame by itself.',
      );
    },
  }),
  'blame-unfinished': (now: number) => ({
    'git.blame': ({ path, revision }) => {
      const blame = blameOf(path, revision ?? null, now);
      return { ...blame, complete: false, lines: blame.lines.slice(0, 20) };
    },
  }),
  'no-hits': () => ({
    'search.query': ({ text }) => ({
      ...answerOf(text, []),
      filters: lex(text).tokens.filter((token) => token.type === 'filter'),
      notes: [
        'lang:go leaves 412 of 3,128 files',
        'author:ada leaves 38 of those',
        '214 files are left out of the index',
      ],
    }),
  }),
  'one-hit': () => ({ 'search.query': ({ text }) => answerOf(text, sampleResults.slice(0, 1)) }),
  many: () => ({
    'search.query': ({ text, limit }) => ({ ...answerOf(text, manyResults(limit ?? 100)), total: 10_000 }),
  }),
  'query-problem': () => ({
    'search.query': ({ text }) => ({
      ...answerOf(text, sampleResults),
      problems: [
        {
          start: text.indexOf('after:'),
          end: text.length,
          message: '“yesterdayish” is not a date. Write 2026-11-20 or 3w.',
        },
      ],
    }),
  }),
  'search-fails': () => ({
    'search.query': () => {
      throw new WhenceError(
        'INDEX_DAMAGED',
        'The keyword index is damaged and is being rebuilt from the chunks. Try again in a moment.',
      );
    },
  }),
  hostile: (now: number) => ({
    ...summary(now, { name: 'har\u202ebour', branch: 'fix/\u2066main\u2069' }),
    'search.query': ({ text }) =>
      answerOf(text, [
        {
          ...sampleResults[0]!,
          path: 'src/invoice\u202egnp.py\nfake.py',
          name: 'is\u200bAdmin',
          snippet: [
            { line: 1, text: '\tif role != "user\u202e \u2066// admin\u2069":', marks: [{ start: 4, end: 8 }] },
          ],
        },
      ]),
    'git.blameHits': ({ chunkIds }) => chunkIds.map((chunkId) => ({ ...oddCommit(now), chunkId, committed: true })),
    'git.blame': ({ path, revision }) => {
      const { lines, ...blame } = blameOf('src/net/backoff.go', revision ?? null, now);
      return { ...blame, path, lines: lines.map((line) => Object.assign({ ...line }, oddCommit(now))) };
    },
    'repositories.readFile': ({ path }) => ({
      path,
      text: 'a = "\u2068\u202a\u{e0041}\u2060"\nb = 2\n',
      language: null,
      bytes: 12,
      lineCount: 2,
      decoding: null,
    }),
    'git.fileHistory': ({ path }) => ({
      entries: oddDates.map((date, i) =>
        Object.assign(oddCommit(now), {
          date,
          commit: String(i).padEnd(40, 'a'),
          path,
          change: 'modified' as const,
          oldPath: null,
        }),
      ),
      cursor: null,
    }),
    'git.commit': ({ commit }) => ({
      ...commitDetails(commit, now),
      ...oddCommit(now),
      message: 'Subject \u202eno\n\nfirst line\r\nsecond \u001b[31mline',
    }),
  }),
  /** The host answers what no window expects: a fault of ours. */
  broken: () => ({
    'git.commit': () => Object.assign(commitDetails('1', 0), { files: null }),
  }),
  'search-waits': () => ({ 'search.query': () => never() }),
  'search-slow': () => ({
    'search.query': ({ text }) => (text.includes('"') ? never() : answerOf(text, sampleResults)),
  }),
  damaged: () => ({
    'indexing.verify': ({ repair }) => ({
      ok: repair,
      checked: ['manifest', 'database', 'foreign-keys', 'keyword-index', 'vectors', 'chunks', 'batches', 'counts'],
      findings: [
        {
          check: 'vectors',
          problem: '12 complete chunks have no vector.',
          action: 'their vectors are computed again',
          repaired: repair,
        },
        {
          check: 'keyword-index',
          problem: 'The keyword index lacks 3 chunks.',
          action: 'it is rebuilt from the chunks',
          repaired: repair,
        },
      ],
      tookMs: 1840,
    }),
  }),
} satisfies Record<string, (now: number) => FakeAnswers>;

export type FakeState = keyof typeof fakeStates;
