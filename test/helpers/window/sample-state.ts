import type { IndexingProgress, IndexMetrics, SkippedFile } from '../../../src/shared/contract/indexing.ts';
import type { FolderListing, RepositorySummary } from '../../../src/shared/contract/repositories.ts';
import type { AppInfo } from '../../../src/shared/contract/settings.ts';

const hour = 3_600_000;
const day = 24 * hour;

export const summaryOf = (now: number, part: Partial<RepositorySummary> = {}): RepositorySummary => ({
  repositoryId: 'harbour',
  root: '/home/ada/code/harbour',
  name: 'harbour',
  kind: 'repository',
  git: 'ready',
  branch: 'main',
  state: 'up-to-date',
  counts: {
    files: 3128,
    skipped: 214,
    failed: 0,
    chunks: 41_200,
    embedded: 41_200,
    pending: 0,
    vectors: 41_200,
    borrowed: 0,
  },
  indexBytes: 48_300_000,
  lastOpened: now - 3 * hour,
  lastIndexed: now - 2 * hour,
  writer: null,
  error: null,
  notices: [],
  ...part,
});

const none = { files: 0, skipped: 0, failed: 0, chunks: 0, embedded: 0, pending: 0, vectors: 0, borrowed: 0 };

export const recentOf = (now: number): readonly RepositorySummary[] => [
  summaryOf(now),
  summaryOf(now, {
    repositoryId: 'lighthouse',
    name: 'lighthouse',
    root: '/home/ada/code/lighthouse',
    branch: 'fix/lamp-never-turns-off-at-dawn',
    state: 'interrupted',
    counts: { ...none, files: 9210, chunks: 41_200, embedded: 38_080, pending: 3120 },
    indexBytes: 212_000_000,
    lastOpened: now - 2 * day,
  }),
  summaryOf(now, {
    repositoryId: 'charts',
    name: 'a-folder-with-quite-a-long-name-that-needs-room',
    root: '/mnt/archive/clients/north-sea-shipping-company/2019/migration/working-copies/sea-charts/a-folder-with-quite-a-long-name-that-needs-room',
    git: 'none',
    branch: null,
    state: 'embedding',
    counts: { ...none, files: 800, chunks: 12_000, embedded: 7440, pending: 4560 },
    indexBytes: 9_100_000,
    lastOpened: now - 12 * day,
  }),
  summaryOf(now, {
    repositoryId: 'tide',
    name: 'tide',
    root: '/home/ada/code/tide',
    branch: '3f9c2ab',
    state: 'missing-root',
    indexBytes: 1_200_000,
    lastOpened: now - 90 * day,
  }),
  summaryOf(now, {
    repositoryId: 'quay',
    name: 'quay',
    root: '/home/ada/code/quay',
    git: 'unborn',
    branch: null,
    state: 'failed',
    counts: none,
    indexBytes: 0,
    lastOpened: now - 400 * day,
    error: { code: 'EMBEDDER_CRASHED', message: 'The embedder crashed three times in a row.' },
  }),
];

export const progressOf = (part: Partial<IndexingProgress> = {}): IndexingProgress => ({
  repositoryId: 'harbour',
  state: 'embedding',
  reading: { done: 3128, total: 3128, rate: 0, elapsedMs: 4200, remainingMs: 0 },
  embedding: { done: 25_544, total: 41_200, rate: 4118, elapsedMs: 6100, remainingMs: 3800 },
  currentFile: null,
  embedder: 'CPU (2 threads)',
  reused: 1204,
  error: null,
  ...part,
});

export const sampleApp: AppInfo = {
  version: '0.1.0',
  host: 'browser',
  platform: 'linux',
  dataFolder: '/home/ada/.local/share/whence',
  model: { id: 'whence-code-1', revision: '9c41f0b7aa52d1e08843', dimensions: 256 },
  gitVersion: '2.47.1',
  openPath: null,
  canPickFolder: false,
};

export const sampleSkipped: readonly SkippedFile[] = [
  { path: 'docs/quay.png', reason: 'binary', detail: null },
  { path: 'docs/map.pdf', reason: 'binary', detail: null },
  { path: 'dist/bundle.min.js', reason: 'minified', detail: '1 line of 3.4 MB' },
  { path: '.env', reason: 'secret', detail: null },
  {
    path: 'vendor/github.com/lighthouse/lamp/internal/deep/folder/structure/that/goes/on/lamp.go',
    reason: 'vendored',
    detail: null,
  },
  { path: 'data/tides-2019.csv', reason: 'too-large', detail: '14.2 MB, the limit is 1 MB' },
  { path: 'current', reason: 'symlink', detail: 'to releases/12' },
  { path: 'src/broken.ts', reason: 'failed', detail: 'the parser stopped at line 40' },
  ...Array.from({ length: 200 }, (_, i) => ({
    path: `assets/icons/icon-${i}.png`,
    reason: 'binary' as const,
    detail: null,
  })),
];

export const sampleFolders = (path: string | undefined): FolderListing => ({
  path: path ?? '/home/ada/code',
  parent: '/home/ada',
  isRepository: path?.endsWith('harbour') ?? false,
  entries: ['harbour', 'lighthouse', 'notes', 'old', 'tide'].map((name) => ({
    name,
    path: `/home/ada/code/${name}`,
    isRepository: !['notes', 'old'].includes(name),
  })),
  shortcuts: [
    { name: 'Home', path: '/home/ada', isRepository: false },
    { name: 'code', path: '/home/ada/code', isRepository: false },
    { name: 'Disk', path: '/', isRepository: false },
  ],
});

export const sampleMetrics = (now: number): IndexMetrics => ({
  search: { count: 1284, p50: 4.1, p95: 11.8, p99: 23.5 },
  recentSearches: Array.from({ length: 240 }, (_, i) => ({
    at: now - (240 - i) * 9 * 60_000,
    tookMs: 3 + Math.abs(Math.sin(i * 12.9898) * 7) + (i % 37 === 0 ? 14 : 0) + (i < 60 ? 3 : 0),
  })),
  builds: [
    {
      at: now - 2 * hour,
      reason: 'files changed',
      readingMs: 84,
      embeddingMs: 120,
      files: 3,
      chunks: 41,
      embedded: 12,
      reused: 29,
    },
    {
      at: now - day,
      reason: 'branch changed',
      readingMs: 1240,
      embeddingMs: 610,
      files: 512,
      chunks: 6010,
      embedded: 1904,
      reused: 4106,
    },
    {
      at: now - 9 * day,
      reason: 'first index',
      readingMs: 4200,
      embeddingMs: 9900,
      files: 3128,
      chunks: 41_020,
      embedded: 39_816,
      reused: 1204,
    },
  ],
  recoveries: 2,
  events: [
    { at: now - 9 * day, kind: 'indexed', message: '3,128 files and 41,020 chunks in 14 s' },
    {
      at: now - 4 * day,
      kind: 'recovered',
      message: 'The last run ended without notice; 3,120 chunks were embedded on resuming',
    },
    { at: now - 3 * day, kind: 'repaired', message: '12 damaged vectors were computed again from their chunks' },
    { at: now - 2 * hour, kind: 'indexed', message: '3 files changed: 12 chunks embedded, 29 taken over' },
  ],
  bytes: {
    total: 48_300_000,
    text: 21_000_000,
    keyword: 9_600_000,
    vectors: 12_400_000,
    other: 5_300_000,
  },
  model: { id: 'whence-code-1', revision: '9c41f0b7aa52d1e08843', dimensions: 256 },
});
