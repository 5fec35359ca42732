import { defineConfig } from 'vitest/config';

// Three projects, so that the fast ones can run alone: `npx vitest run --project unit`.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/{shared,engine,main,server,cli,preload,renderer,quality,scripts}/**/*.test.{ts,tsx}'],
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/{integration,faults,hostile}/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          // They start processes, and a busy machine can end one of those: tried once more before it is a failure.
          retry: 1,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          retry: 1,
          fileParallelism: false,
        },
      },
    ],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
