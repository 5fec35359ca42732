import type { SearchAnswer, SearchResult, SnippetLine } from '../../../src/shared/contract/search.ts';
import { longPath, sampleFiles } from './sample-files.ts';

interface Place {
  readonly path: string;
  readonly lines: readonly [number, number];
  readonly kind: SearchResult['kind'];
  readonly name: string | null;
  readonly enclosing?: readonly string[];
  readonly language: string;
  readonly role?: SearchResult['role'];
  readonly stale?: boolean;
}

const places: readonly Place[] = [
  {
    path: 'src/net/backoff.go',
    lines: [16, 32],
    kind: 'method',
    name: 'nextDelay',
    enclosing: ['Backoff'],
    language: 'go',
  },
  { path: 'src/net/backoff.go', lines: [8, 14], kind: 'class', name: 'Backoff', language: 'go' },
  { path: 'src/net/backoff.go', lines: [39, 45], kind: 'function', name: 'spread', language: 'go' },
  {
    path: 'src/relay/client.ts',
    lines: [16, 30],
    kind: 'method',
    name: 'send',
    enclosing: ['RelayClient'],
    language: 'typescript',
  },
  { path: 'config/harbour.toml', lines: [1, 5], kind: 'section', name: 'relay', language: 'toml', role: 'config' },
  {
    path: longPath,
    lines: [1, 3],
    kind: 'function',
    name: 'scheduleRetryWithAVeryLongNameThatGoesOnAndOnAndOn',
    language: 'typescript',
    stale: true,
  },
  { path: 'boards/greetings.py', lines: [12, 17], kind: 'function', name: 'greeting_for', language: 'python' },
  { path: 'boards/greetings.py', lines: [3, 9], kind: 'constant', name: 'GREETINGS', language: 'python' },
  {
    path: 'src/net/backoff_test.go',
    lines: [5, 12],
    kind: 'function',
    name: 'TestDelayDoublesUpToTheLimit',
    language: 'go',
    role: 'test',
  },
];

const words = /retry|delay|limit/gi;

function snippetOf(path: string, [first, last]: readonly [number, number]): readonly SnippetLine[] {
  const lines = (sampleFiles[path] ?? '').split('\n');
  return lines.slice(first - 1, last).map((text, i) => ({
    line: first + i,
    text,
    marks: [...text.matchAll(words)].map((match) => ({ start: match.index, end: match.index + match[0].length })),
  }));
}

function resultOf(place: Place, index: number): SearchResult {
  return {
    chunkId: index + 1,
    path: place.path,
    startLine: place.lines[0],
    endLine: place.lines[1],
    kind: place.kind,
    name: place.name,
    enclosing: place.enclosing ?? [],
    signature: null,
    language: place.language,
    role: place.role ?? 'source',
    score: 1.284 / (index + 1),
    keywordRank: index === 3 ? null : index + 1,
    meaningRank: index === 4 ? null : ((index * 3) % 7) + 1,
    reasons: [
      { kind: 'keyword', text: 'Has “retry” and “delay”, both rare here', effect: 0.412 },
      { kind: 'meaning', text: 'Close to the question in meaning', effect: 0.388 },
      { kind: 'definition', text: 'Its doc comment says “retry delay is computed”', effect: 0.31 },
      { kind: 'path', text: 'The file is named backoff', effect: 0.12 },
      ...(place.role === 'test'
        ? [{ kind: 'role' as const, text: 'Lowered: a test, and the question does not ask for tests', effect: -0.52 }]
        : []),
    ],
    snippet: snippetOf(place.path, place.lines),
    stale: place.stale ?? false,
  };
}

export const sampleResults = places.map(resultOf);

/** As many results as asked for, in files of one to four hits. */
export function manyResults(count: number): readonly SearchResult[] {
  return Array.from({ length: count }, (_, index) => {
    const base = sampleResults[index % sampleResults.length]!;
    const folder = Math.floor(index / 7);
    return {
      ...base,
      chunkId: 1000 + index,
      path: `src/part-${folder}/${base.path.split('/').at(-1) ?? ''}`,
      score: 1 / (index + 1),
    };
  });
}

export function answerOf(text: string, results: readonly SearchResult[]): SearchAnswer {
  return {
    query: text,
    mode: 'hybrid',
    tookMs: 6.2,
    coverage: { keyword: 1, meaning: 1 },
    results,
    total: results.length,
    problems: [],
    filters: [],
    understoodAs: 'prose',
    notes: [],
  };
}
