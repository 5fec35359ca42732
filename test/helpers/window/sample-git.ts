import type {
  Blame,
  BlameLine,
  CommitDetails,
  CommitSummary,
  DiffLine,
  HistoryEntry,
} from '../../../src/shared/contract/git.ts';
import { sampleFiles } from './sample-files.ts';

const day = 86_400_000;
const people = [
  ['Ada Lovelace', 'ada@harbour.example'],
  ['Lin Wei', 'lin@harbour.example'],
  ['Me Myself', 'me@harbour.example'],
  ['Maximiliane von Hohenstein-Wittgenstein', 'max@harbour.example'],
  ['José Ñandú', 'jose@harbour.example'],
] as const;
const summaries = [
  'Cap the retry delay at the limit',
  'Spread delays so that boats do not call in step',
  'Start the relay client',
  'Read the delay from the configuration instead of a constant that nobody could find in the code',
  'Greet guests in Arabic and Hebrew',
];

/** Commit number `n`, older the larger it is. */
export function commitOf(n: number, now: number): CommitSummary {
  const [author, email] = people[n % people.length]!;
  return {
    commit: (0x3f9c2ab0 + n * 7919).toString(16).padEnd(40, '4d1e8'),
    author,
    email,
    date: new Date(now - [0.3, 4, 21, 70, 300, 800, 1700][n % 7]! * day).toISOString(),
    summary: summaries[n % summaries.length]!,
  };
}

export function blameOf(path: string, revision: string | null, now: number): Blame {
  const lines = (sampleFiles[path] ?? '').split('\n').length - 1;
  return {
    path,
    revision,
    engine: 'git',
    complete: true,
    tookMs: 31,
    lines: Array.from({ length: lines }, (_, i): BlameLine => {
      const uncommitted = revision === null && (i === 21 || i === 22);
      const commit = commitOf(Math.floor(i / 4) % 7, now);
      return {
        ...commit,
        ...(uncommitted ? { commit: '0'.repeat(40), summary: 'not committed yet' } : {}),
        line: i + 1,
        committed: !uncommitted,
        originalPath: path,
        originalLine: i + 1,
        boundary: false,
      };
    }),
  };
}

export const historyOf = (path: string, count: number, now: number): readonly HistoryEntry[] =>
  Array.from({ length: count }, (_, n) => ({
    ...commitOf(n, now - n * 11 * day),
    commit: (0x5f9c2ab0 + n * 104_729).toString(16).padEnd(40, 'c0ffe'),
    path,
    change: n === count - 1 ? 'added' : n === 5 ? 'renamed' : 'modified',
    oldPath: n === 5 ? 'lib/network/backoff.go' : null,
  }));

export const commitDetails = (commit: string, now: number): CommitDetails => ({
  ...commitOf(0, now),
  commit,
  message:
    'Cap the retry delay at the limit\n\nA boat that was out of reach for a day came back with a delay of nine days.\nThe delay now stops doubling at the limit, and the limit is a minute unless\nthe configuration says otherwise.\n\nReported-by: Lin Wei <lin@harbour.example>',
  parents: [commitOf(3, now).commit],
  committer: 'Lin Wei',
  committerDate: new Date(now - 2 * day).toISOString(),
  files: [
    { path: 'src/net/backoff.go', oldPath: null, change: 'modified', added: 9, removed: 3, binary: false },
    { path: 'src/net/backoff_test.go', oldPath: null, change: 'added', added: 12, removed: 0, binary: false },
    {
      path: 'config/harbour.toml',
      oldPath: 'config/relay.toml',
      change: 'renamed',
      added: 2,
      removed: 1,
      binary: false,
    },
    { path: 'docs/quay.png', oldPath: null, change: 'deleted', added: 0, removed: 0, binary: true },
  ],
  truncated: false,
});

export const sampleDiff: readonly DiffLine[] = [
  { kind: 'context', oldLine: 19, newLine: 19, text: '\t\tdelay = time.Second' },
  { kind: 'context', oldLine: 20, newLine: 20, text: '\t}' },
  { kind: 'removed', oldLine: 21, newLine: null, text: '\tfor i := 0; i < b.tries; i++ { delay *= 2 }' },
  { kind: 'added', oldLine: null, newLine: 21, text: '\tfor i := 0; i < b.tries; i++ {' },
  { kind: 'added', oldLine: null, newLine: 22, text: '\t\tdelay *= 2' },
  { kind: 'added', oldLine: null, newLine: 23, text: '\t\tif delay > b.Limit {' },
  { kind: 'added', oldLine: null, newLine: 24, text: '\t\t\tdelay = b.Limit' },
  { kind: 'added', oldLine: null, newLine: 25, text: '\t\t\tbreak' },
  { kind: 'added', oldLine: null, newLine: 26, text: '\t\t}' },
  { kind: 'added', oldLine: null, newLine: 27, text: '\t}' },
  { kind: 'context', oldLine: 22, newLine: 28, text: '\tb.tries++' },
];
