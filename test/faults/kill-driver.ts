import SqliteDatabase from 'better-sqlite3';
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { load as loadVectorExtension } from 'sqlite-vec';
import { findIndexDamage, openReader } from '../../src/engine/store/index.ts';
import { isWhenceError } from '../../src/shared/errors.ts';
import { differences, dumpIndex, type IndexDump } from './dump-index.ts';
import type { Random } from './random.ts';
import { databaseOf } from '../helpers/database-of.ts';

const child = resolve(import.meta.dirname, 'indexing-child.ts');

/** One way for an index to come to its end, which kills are to leave as it is. */
export interface Scenario {
  readonly name: string;
  readonly mode: 'index' | 'repair';
  readonly root: string;
  /** Folder of the model. */
  readonly model: string;
  /** Puts the index in place that the scenario starts from; nothing for a first index. */
  readonly prepare: (indexFile: string) => void;
}

export interface ScenarioResult {
  readonly name: string;
  readonly kills: number;
  /** Kills by what the process had last told: opened, read, embedded, or nothing yet. */
  readonly killedDuring: Readonly<Record<string, number>>;
  /** What was lost, embedded twice or damaged: empty when all is well. */
  readonly faults: readonly string[];
}

export interface KillOptions {
  readonly folder: string;
  readonly random: Random;
  /** Go on with the same scenario until that many kills were made. */
  readonly kills: number;
}

/** Runs a scenario to its end under kills, as often as it takes, and compares with a run that nobody killed. */
export async function killThrough(scenario: Scenario, options: KillOptions): Promise<ScenarioResult> {
  const reference = await runUndisturbed(scenario, join(options.folder, 'reference', 'index.sqlite'));
  const faults: string[] = [];
  const killedDuring: Record<string, number> = {};
  let kills = 0;
  for (let round = 0; kills < options.kills; round += 1) {
    const file = join(options.folder, `round-${round}`, 'index.sqlite');
    freshStart(scenario, file);
    // Each run gets more time than the one before: on a machine that got slower since the reference, it ends all the same.
    for (let finished = false, patience = 1; !finished && faults.length === 0; patience += 0.25) {
      const run = await killedRun(scenario, { file, delay: patience * delayOf(scenario, reference, options.random) });
      finished = run.finished;
      if (run.ended !== null) faults.push(`${scenario.name}: ended by itself with “${run.ended}”`);
      if (finished) break;
      kills += 1;
      killedDuring[run.phase] = (killedDuring[run.phase] ?? 0) + 1;
      faults.push(...inspect(scenario, { file, told: run.told }));
    }
    if (faults.length === 0) faults.push(...compare(scenario, { file, reference: reference.dump }));
    rmSync(dirname(file), { recursive: true, force: true });
    if (faults.length > 0) break;
  }
  return { name: scenario.name, kills, killedDuring, faults };
}

/** When to kill: at any time, and often while the index is opened, which is when it is made or migrated. */
function delayOf(scenario: Scenario, reference: Reference, random: Random): number {
  const whileOpening = random() < (scenario.name === 'migration' ? 0.7 : 0.15);
  return random() * (whileOpening ? 1.2 * reference.openedMs : 0.7 * reference.tookMs);
}

interface Reference {
  readonly dump: IndexDump;
  readonly tookMs: number;
  readonly openedMs: number;
}

/** Runs a scenario once without a kill. Answers its index and how long opening it and all of it took. */
export async function runUndisturbed(scenario: Scenario, file: string): Promise<Reference> {
  freshStart(scenario, file);
  const run = await killedRun(scenario, { file, delay: null });
  if (!run.finished)
    throw new Error(`${scenario.name} does not finish without kills: ${run.ended ?? ''} ${run.errors}`);
  return { dump: dumpIndex(file, { ids: true }), tookMs: run.tookMs, openedMs: run.openedMs };
}

function freshStart(scenario: Scenario, file: string): void {
  rmSync(dirname(file), { recursive: true, force: true });
  mkdirSync(dirname(file), { recursive: true });
  scenario.prepare(file);
}

interface Run {
  readonly finished: boolean;
  /** Why it ended though nobody killed it. */
  readonly ended: string | null;
  /** Last kind of thing that it told. */
  readonly phase: string;
  /** Chunks that it said were embedded. */
  readonly told: number;
  /** ms from its first word to its end. */
  readonly tookMs: number;
  /** ms until the index was open; as `tookMs` where it never was. */
  readonly openedMs: number;
  readonly errors: string;
}

/** Starts the process and kills it `delay` ms after its first word, or lets it run where that is null. */
async function killedRun(scenario: Scenario, options: { file: string; delay: number | null }): Promise<Run> {
  const { mode, root, model } = scenario;
  const process_ = spawn(process.execPath, [child, mode, root, options.file, model], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const heard = listen(process_);
  const started = await heard.first;
  const timer = options.delay === null ? null : setTimeout(() => process_.kill('SIGKILL'), options.delay);
  const { code, signal } = await heard.end;
  if (timer !== null) clearTimeout(timer);
  const { lines, errors } = heard;
  const last = lines.at(-1) ?? '';
  const embedded = lines.filter((line) => line.startsWith('embedded ')).map((line) => Number(line.slice(9)));
  return {
    finished: last === 'finished' && signal === null,
    ended: signal === null && (code !== 0 || last !== 'finished') ? `${last} ${errors()}`.trim() : null,
    phase: last.split(' ')[0] ?? '',
    told: Math.max(0, ...embedded.slice(-1)),
    tookMs: performance.now() - started,
    openedMs: (heard.openedAt() ?? performance.now()) - started,
    errors: errors(),
  };
}

interface Heard {
  readonly lines: readonly string[];
  readonly errors: () => string;
  readonly openedAt: () => number | null;
  /** Time of the first word, or of the end. */
  readonly first: Promise<number>;
  readonly end: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

function listen(process_: ChildProcess): Heard {
  const lines: string[] = [];
  let errors = '';
  let openedAt: number | null = null;
  let rest = '';
  const { promise: first, resolve: begin } = Promise.withResolvers<number>();
  process_.stdout?.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
    if (parts.includes('opened')) openedAt = performance.now();
    begin(performance.now());
  });
  process_.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const end = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((done) => {
    process_.on('close', (code, signal) => {
      begin(performance.now());
      done({ code, signal });
    });
  });
  return { lines, errors: () => errors, openedAt: () => openedAt, first, end };
}

/** What is wrong right after a kill. */
function inspect(scenario: Scenario, state: { file: string; told: number }): string[] {
  if (!existsSync(state.file)) return [];
  const faults: string[] = [];
  try {
    const reader = openReader(state.file);
    try {
      const { embedded } = reader.counts();
      // While a model change runs the old vectors count, so that nothing can be told from their number.
      const changing = reader.manifest().nextModel !== null;
      if (!changing && embedded < state.told)
        faults.push(`${scenario.name}: ${state.told} were embedded, ${embedded} are left`);
    } finally {
      reader.close();
    }
    // A damage that the scenario starts from is there until it is mended.
    if (scenario.mode !== 'repair') {
      for (const damage of findIndexDamage(state.file))
        faults.push(`${scenario.name}: ${damage.check}: ${damage.problem}`);
    }
  } catch (thrown) {
    if (scenario.name === 'migration' && isWhenceError(thrown, 'INDEX_MISMATCH'))
      faults.push(...inspectOlder(state.file));
    else if (!isWhenceError(thrown, 'INDEX_MISSING')) faults.push(`${scenario.name}: ${String(thrown)}`);
  }
  return faults;
}

/** An index whose migration was killed is the old one or that of a finished step, and sound. */
function inspectOlder(file: string): string[] {
  const database = new SqliteDatabase(file, { readonly: true });
  try {
    loadVectorExtension(database);
    const found = database.pragma('integrity_check', { simple: true });
    return found === 'ok' ? [] : [`migration: ${String(found)}`];
  } finally {
    database.close();
  }
}

/** What differs at the end from the index that nobody killed. */
function compare(scenario: Scenario, end: { file: string; reference: IndexDump }): string[] {
  const dump = dumpIndex(end.file, { ids: true });
  return [
    ...differences(end.reference, dump).map((difference) => `${scenario.name}: ${difference}`),
    ...embeddedTwice(scenario, end.file),
  ];
}

/** On a first index every chunk is in one batch, and batches hold nothing else. */
function embeddedTwice(scenario: Scenario, file: string): string[] {
  if (scenario.name !== 'first index') return [];
  const reader = openReader(file);
  try {
    const written = databaseOf(reader).prepare<[], number>('SELECT total(chunks) FROM batches').pluck().get();
    const { embedded } = reader.counts();
    return written === embedded
      ? []
      : [`${scenario.name}: ${written ?? 0} vectors were written for ${embedded} chunks`];
  } finally {
    reader.close();
  }
}

/** A copy of an index and its WAL. */
export function copyIndex(from: string, to: string): void {
  for (const suffix of ['', '-wal']) if (existsSync(from + suffix)) cpSync(from + suffix, to + suffix);
}
