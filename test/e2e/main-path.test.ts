import Database from 'better-sqlite3';
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openReader } from '../../src/engine/store/index.ts';
import { writeOpenPage } from '../../src/server/open-page.ts';
import { makeLargeRepository } from '../helpers/sample-repository.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { writeTinyModel } from '../helpers/tiny-model.ts';
import { launchChromium } from './helpers/browser.ts';
import { serve } from './helpers/served.ts';
import { complaintsOf, pickRepository, search, shoot } from './helpers/window.ts';
import { databaseOf } from '../helpers/database-of.ts';

const files = 900;

interface Rows {
  readonly files: readonly { id: number; path: string; content_hash: Buffer }[];
  readonly chunks: readonly { id: number; text_hash: Buffer; embedding_status: string; batch_id: number | null }[];
  readonly batches: readonly { id: number; chunks: number; reused: number; took_ms: number; finished_at: number }[];
  readonly counts: {
    readonly chunks: number;
    readonly pending: number;
    readonly embedded: number;
    readonly vectors: number;
  };
}

/** What the database says, read by a connection of the test's own. */
function readRows(indexFile: string): Rows {
  const reader = openReader(indexFile);
  try {
    const all = <Row>(sql: string): Row[] => databaseOf(reader).prepare<[], Row>(sql).all();
    return {
      files: all('SELECT id, path, content_hash FROM files ORDER BY id'),
      chunks: all('SELECT id, text_hash, embedding_status, batch_id FROM chunks ORDER BY id'),
      batches: all('SELECT id, chunks, reused, took_ms, finished_at FROM batches ORDER BY id'),
      counts: reader.counts(),
    };
  } finally {
    reader.close();
  }
}

const indexFileIn = (data: string): string => {
  const folder = join(data, 'indexes');
  const [name] = existsSync(folder) ? readdirSync(folder) : [];
  return join(folder, name ?? 'none', 'index.sqlite');
};

/** Waits for an instant in phase 2 at which something is done and something is left. */
async function untilHalfEmbedded(data: string): Promise<void> {
  await expect
    .poll(
      () => {
        if (!existsSync(indexFileIn(data))) return 'no index';
        const reader = openReader(indexFileIn(data));
        try {
          const { embedded, pending, chunks } = reader.counts();
          return reader.manifest().readingFinished !== null && embedded > chunks / 10 && pending > 0
            ? 'half'
            : 'not yet';
        } catch {
          return 'busy';
        } finally {
          reader.close();
        }
      },
      { timeout: 120_000, interval: 10 },
    )
    .toBe('half');
}

/** Gives files whole seconds as times, which can be given back to them exactly. */
function roundTimes(root: string): void {
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && entry.name.endsWith('.ts'))
      utimesSync(join(entry.parentPath, entry.name), 1_700_000_000, 1_700_000_000);
  }
}

/** Leaves size and time as all that the index knows of a file, as one of an older Whence: the time of an inode can't be put back. */
function forgetInodes(indexFile: string): void {
  const database = new Database(indexFile);
  try {
    database.exec('UPDATE files SET ctime_ms = NULL, inode = NULL');
  } finally {
    database.close();
  }
}

/** Changes every file's text but neither its size nor its time: whoever reads one again stores another hash. */
function disguise(root: string, paths: readonly string[]): () => void {
  const originals = paths.map((path) => {
    const file = join(root, path);
    return { file, text: readFileSync(file, 'utf8') };
  });
  const write = (change: (text: string) => string): void => {
    for (const { file, text } of originals) {
      writeFileSync(file, change(text));
      utimesSync(file, 1_700_000_000, 1_700_000_000);
    }
  };
  write((text) => text.replaceAll('function', 'functino'));
  return () => write((text) => text);
}

async function blameShown(page: Page, author: RegExp): Promise<void> {
  await expect.poll(async () => page.locator('main').textContent(), { timeout: 30_000 }).toMatch(author);
}

describe('the main path', () => {
  it('picks a repository, is killed in phase 2, resumes without doing anything twice, searches and blames', async () => {
    const folder = temporaryFolder();
    const root = join(folder, 'modules');
    const data = join(folder, 'data');
    const model = join(folder, 'model');
    makeLargeRepository(root, files);
    roundTimes(root);
    writeTinyModel(model, { dimensions: 256 });
    const browser = await launchChromium();
    const first = await serve({ data, model, allow: root });
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(first.address);
    await shoot(page, 'start-empty');
    await pickRepository(page, root);
    await page.getByRole('progressbar').first().waitFor();
    await shoot(page, 'indexing');
    await untilHalfEmbedded(data);
    await first.kill();
    const before = readRows(indexFileIn(data));
    expect(before.counts.pending).toBeGreaterThan(0);
    expect(before.files).toHaveLength(files);
    await page.close();

    forgetInodes(indexFileIn(data));
    const restore = disguise(
      root,
      before.files.map(({ path }) => path),
    );
    const second = await serve({ data, model });
    const again = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const complaints = complaintsOf(again);
    // As a browser is started: with a page on the disk that leads on.
    await again.goto(writeOpenPage(folder, second.address).address);
    await again.getByRole('region', { name: 'Recent repositories' }).waitFor();
    await shoot(again, 'start-recent');
    await again.getByRole('button', { name: /^modules / }).click();
    await again.getByRole('button', { name: /^Resume/ }).waitFor();
    await shoot(again, 'interrupted');
    await again.getByRole('button', { name: /^Resume/ }).click();
    await again.getByText('up to date').waitFor({ timeout: 120_000 });
    restore();

    const after = readRows(indexFileIn(data));
    expect(after.counts).toMatchObject({ pending: 0, embedded: before.counts.chunks, vectors: before.counts.chunks });
    expect(after.files, 'no file was read again').toEqual(before.files);
    const done = before.chunks.filter((chunk) => chunk.embedding_status === 'complete');
    const same = new Set(done.map(({ id }) => id));
    expect(done.length).toBeGreaterThan(0);
    expect(
      after.chunks.filter(({ id }) => same.has(id)),
      'no finished chunk was embedded again',
    ).toEqual(done);
    expect(
      after.chunks.map(({ id }) => id),
      'no chunk was made again',
    ).toEqual(before.chunks.map(({ id }) => id));
    expect(after.batches.slice(0, before.batches.length), 'finished batches stay').toEqual(before.batches);
    expect(after.batches.reduce((sum, batch) => sum + batch.chunks, 0)).toBe(after.counts.chunks);

    await search(again, 'vectorToRecord25x');
    await again.getByRole('option').first().click();
    await blameShown(again, /Ada Example/);
    await shoot(again, 'results');
    await again.getByRole('button', { name: 'Commit of this line' }).click();
    await again.getByText('Generate modules').first().waitFor();
    await shoot(again, 'commit');
    expect(complaints).toEqual([]);
    await second.stop();
    expect(second.process.exitCode).toBe(0);
  });
});
