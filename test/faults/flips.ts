import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readPhase, type WorkerPool } from '../../src/engine/ingest/index.ts';
import { createSearcher } from '../../src/engine/search/index.ts';
import { VectorScanner } from '../../src/engine/search/retrieval/vector-scanner.ts';
import { guarded, type IndexWriter, openReader, openWriter, setAside } from '../../src/engine/store/index.ts';
import { splitLines } from '../../src/engine/text/lines.ts';
import { isWhenceError } from '../../src/shared/errors.ts';
import { differences, dumpIndex } from './dump-index.ts';
import { embedByHash } from './embed-by-hash.ts';
import { pick, type Random } from './random.ts';
import { VectorTable } from '../../src/engine/store/vector-index.ts';
import { databaseOf, statementsOf } from '../helpers/database-of.ts';

export interface FlipOptions {
  readonly folder: string;
  readonly root: string;
  readonly random: Random;
  readonly flips: number;
  readonly pool: WorkerPool;
}

export interface FlipResult {
  readonly flips: number;
  /** How the indexes ended: unnoticed (the byte meant nothing), refused with a message, mended, or replaced. */
  readonly ends: Readonly<Record<string, number>>;
  /** Crashes, wrong results and indexes that did not heal: empty when all is well. */
  readonly faults: readonly string[];
}

const questions = ['cache', 'fold token buffer', '"input.length"', 'vectorToCommit'];

/** Flips one random bit pattern at a time in a database or its WAL, searches, mends, and compares with the index as it was. */
export async function flipBytes(options: FlipOptions): Promise<FlipResult> {
  const whole = join(options.folder, 'whole', 'index.sqlite');
  await build(whole, options);
  const wanted = dumpIndex(whole);
  const ends: Record<string, number> = {};
  const faults: string[] = [];
  for (let i = 0; i < options.flips; i += 1) {
    const file = join(options.folder, 'flipped', 'index.sqlite');
    const place = flip(whole, file, options.random);
    try {
      const end = await live(file, options);
      ends[end] = (ends[end] ?? 0) + 1;
      for (const difference of differences(wanted, dumpIndex(file))) {
        faults.push(`${place}: ended ${end}, but ${difference}`);
      }
    } catch (thrown) {
      faults.push(`${place}: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`);
    }
  }
  return { flips: options.flips, ends, faults };
}

/** An index whose newest part is still in its WAL. */
async function build(file: string, options: FlipOptions): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  const building = join(options.folder, 'building', 'index.sqlite');
  const writer = await openWriter(building, { root: options.root, appVersion: 'test' });
  await read(writer, options);
  databaseOf(writer).pragma('wal_checkpoint(TRUNCATE)');
  embedByHash(writer);
  for (const suffix of ['', '-wal']) copyFileSync(building + suffix, file + suffix);
  writer.close();
}

/** Copies the index with one byte changed. Answers where. */
function flip(whole: string, file: string, random: Random): string {
  rmSync(dirname(file), { recursive: true, force: true });
  mkdirSync(dirname(file), { recursive: true });
  for (const suffix of ['', '-wal']) copyFileSync(whole + suffix, file + suffix);
  const suffix = random() < 0.7 ? '' : '-wal';
  const bytes = readFileSync(file + suffix);
  // Half of all flips hit the first bytes of a page, where its structure is.
  const page = pick(random, Math.ceil(bytes.length / 8192)) * 8192;
  const at = Math.min(bytes.length - 1, page + pick(random, random() < 0.5 ? 128 : 8192));
  const mask = 1 + pick(random, 255);
  bytes[at] = (bytes[at] ?? 0) ^ mask;
  writeFileSync(file + suffix, bytes);
  return `byte ${at} of index.sqlite${suffix} ^ ${mask}`;
}

/** What a person would do: search, open, check and mend, index again, search. */
async function live(file: string, options: FlipOptions): Promise<string> {
  const before = await search(file, options.root);
  let writer = await openWriter(file, { root: options.root, appVersion: 'test' });
  let end = writer.notices.length > 0 ? 'replaced or mended on opening' : before;
  try {
    const report = await writer.verify({ repair: true });
    if (report.findings.length > 0) end = 'found and mended';
    if (!report.ok && report.findings.some((finding) => !finding.repaired)) {
      end = 'found and replaced';
      writer.close();
      setAside(file, 'damaged');
      writer = await openWriter(file, { root: options.root, appVersion: 'test' });
    }
    await read(writer, options);
    embedByHash(writer);
  } finally {
    writer.close();
  }
  const after = await search(file, options.root);
  if (after !== 'unnoticed') throw new Error(`search after mending: ${after}`);
  return end;
}

/** Searches; every line that is shown has to be that line of its file. An answer in words is as good as a result. */
async function search(file: string, root: string): Promise<string> {
  const refusals = [refusalOf(await settled(async () => searchVectors(file)))];
  for (const text of questions) refusals.push(refusalOf(await settled(async () => searchWords(file, root, text))));
  return refusals.find((refusal) => refusal !== null) ?? 'unnoticed';
}

async function searchWords(file: string, root: string, text: string): Promise<void> {
  const searcher = createSearcher({ indexFile: file, model: null, root });
  try {
    const answer = await searcher.query({ text, mode: 'keyword' }, { throwIfCancelled: () => undefined });
    for (const result of answer.results) assertTrue(root, result);
  } finally {
    await searcher.close();
  }
}

/** Looks for the nearest vectors, as a search by meaning does. */
async function searchVectors(file: string): Promise<void> {
  const reader = openReader(file);
  try {
    const { model, vectorTable } = reader.manifest();
    if (model === null) return;
    guarded(file, () => {
      const scanner = new VectorScanner(new VectorTable(statementsOf(reader), vectorTable), model.dimensions);
      scanner.sync();
      scanner.search(new Float32Array(model.dimensions).fill(0.5), { count: 10 });
    });
  } finally {
    reader.close();
  }
}

const settled = async (work: () => Promise<void>): Promise<unknown> =>
  work().then(
    () => null,
    (thrown: unknown) => thrown,
  );

/** What was said in words; null when nothing was. Throws what is no answer for a person. */
function refusalOf(thrown: unknown): string | null {
  if (thrown === null) return null;
  if (!isWhenceError(thrown)) throw thrown;
  return `refused with ${thrown.code}`;
}

function assertTrue(
  root: string,
  result: { path: string; stale: boolean; snippet: readonly { line: number; text: string }[] },
): void {
  const file = join(root, result.path);
  if (!existsSync(file)) {
    if (result.stale) return;
    throw new Error(`a result of a file that is not there: ${result.path}`);
  }
  const lines = splitLines(readFileSync(file, 'utf8'));
  for (const { line, text } of result.snippet) {
    if (lines[line - 1] !== text && !result.stale) throw new Error(`${result.path}:${line} is not “${text}”`);
  }
}

async function read(writer: IndexWriter, { root, pool }: FlipOptions): Promise<void> {
  const limits = { maxFileBytes: 1 << 20, includeVendored: false };
  await readPhase({ writer, root, limits, signal: new AbortController().signal, onProgress: () => undefined, pool });
}
