import * as fc from 'fast-check';
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createReadingPool, readPhase } from '../../src/engine/ingest/index.ts';
import { type IndexWriter, openWriter } from '../../src/engine/store/index.ts';
import { isWhenceError } from '../../src/shared/errors.ts';
import { dumpIndex } from './dump-index.ts';
import { embedByHash } from './embed-by-hash.ts';

const paths = ['a.ts', 'b.ts', 'lib/a.ts', 'lib/b.py', 'lib/deep/c.md', 'other/d.txt'];
const functions = ['add', 'remove', 'find', 'parse'].map(
  (name) =>
    `/** Does ${name}. */\nexport function ${name}(value: number): number {\n${`  value += ${name.length};\n`.repeat(18)}  return value;\n}\n`,
);
/** Texts that share chunks, so that chunks move within and between files. */
const texts = [
  '',
  'x',
  functions.join('\n'),
  functions.toReversed().join('\n'),
  `${functions[0]}\n${functions[1]}`,
  `// moved down\n\n${functions[1]}\n${functions[0]}`,
  `# Title\n\nWords.\n\n## Part\n\n${'More words here.\n'.repeat(20)}`,
  'binary \0',
  'var a=1;'.repeat(2000),
];

type Step =
  | { do: 'write'; path: string; text: number; now: boolean }
  | { do: 'move'; from: string; to: string }
  | { do: 'delete'; path: string }
  | { do: 'ignore'; pattern: string }
  | { do: 'index'; stopAfter: number; only: string | null }
  | { do: 'embed'; limit: number }
  | { do: 'settle' }
  | { do: 'model'; revision: string }
  | { do: 'reopen' };

const path = fc.constantFrom(...paths);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('write' as const),
      path,
      text: fc.nat(texts.length - 1),
      now: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('move' as const),
      from: fc.constantFrom(...paths, 'lib'),
      to: fc.constantFrom(...paths, 'new'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), path: fc.constantFrom(...paths, 'lib') }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('ignore' as const), pattern: fc.constantFrom('', 'b.*', 'lib/', '*.ts') }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('index' as const),
      stopAfter: fc.constantFrom(1, 2, 4, 1000),
      only: fc.option(path),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('embed' as const), limit: fc.constantFrom(1, 3, 1000) }) },
  // Both phases to their end: what follows changes a complete index.
  { weight: 4, arbitrary: fc.record({ do: fc.constant('settle' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('model' as const), revision: fc.constantFrom('r1', 'r2') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('reopen' as const) }) },
);

const pool = createReadingPool();
afterAll(() => pool.close());
const runs = Number(process.env['WHENCE_SEQUENCES'] ?? 25);

it('any sequence of changes, interruptions and model changes ends in the index of one clean run', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 25, size: 'max' }), async (steps) => {
      const scene = new Scene();
      try {
        await scene.play(steps);
        expect(await scene.finished()).toEqual(await scene.clean());
      } finally {
        scene.remove();
      }
    }),
    { numRuns: runs, seed: Number(process.env['WHENCE_SEED'] ?? 7) },
  );
}, 600_000);

class Scene {
  readonly #folder = realpathSync(mkdtempSync(join(tmpdir(), 'whence-sequence-')));
  readonly #root = join(this.#folder, 'root');
  readonly #file = join(this.#folder, 'data', 'index.sqlite');
  #writer: IndexWriter | null = null;
  #revision = 'r1';

  constructor() {
    mkdirSync(this.#root);
    // Files to begin with: else most moves and deletions would find nothing.
    for (const [i, path] of paths.entries()) this.#write({ path, text: 2 + (i % 5), now: false });
  }

  async play(steps: readonly Step[]): Promise<void> {
    for (const step of steps) await this.#take(step);
  }

  async finished(): Promise<unknown> {
    const writer = await this.#open();
    await this.#read(writer, {});
    this.#embed(writer, Number.POSITIVE_INFINITY);
    const { findings } = await writer.verify({ repair: false });
    const isFinished = writer.manifest().embeddingFinished !== null;
    writer.close();
    return { ...dumpIndex(this.#file), findings, isFinished };
  }

  /** One run over what the folder holds now. */
  async clean(): Promise<unknown> {
    const file = join(this.#folder, 'clean', 'index.sqlite');
    const writer = await openWriter(file, { root: this.#root, appVersion: 'test' });
    await this.#read(writer, {});
    this.#embed(writer, Number.POSITIVE_INFINITY);
    writer.close();
    return { ...dumpIndex(file), findings: [], isFinished: true };
  }

  remove(): void {
    this.#writer?.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #take(step: Step): Promise<void> {
    switch (step.do) {
      case 'write':
        return this.#write(step);
      case 'move':
        return attempt(() => {
          mkdirSync(dirname(this.#at(step.to)), { recursive: true });
          renameSync(this.#at(step.from), this.#at(step.to));
        });
      case 'delete':
        return rmSync(this.#at(step.path), { recursive: true, force: true });
      case 'ignore':
        return writeFileSync(this.#at('.whenceignore'), step.pattern);
      case 'index':
        return this.#read(await this.#open(), step);
      case 'embed':
        return this.#embed(await this.#open(), step.limit);
      case 'settle':
        await this.#read(await this.#open(), {});
        return this.#embed(await this.#open(), Number.POSITIVE_INFINITY);
      case 'model':
        this.#revision = step.revision;
        return;
      case 'reopen':
        this.#writer?.close();
        this.#writer = null;
    }
  }

  /** With `now` the time is that of the writing, which the reading right after it can't trust. */
  #write(step: { path: string; text: number; now: boolean }): void {
    attempt(() => {
      const file = this.#at(step.path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, texts[step.text] ?? '');
      if (!step.now) utimesSync(file, 1_600_000_000 + step.text, 1_600_000_000 + step.text);
    });
  }

  async #read(writer: IndexWriter, step: { stopAfter?: number; only?: string | null }): Promise<void> {
    const stop = new AbortController();
    let told = 0;
    try {
      await readPhase({
        writer,
        root: this.#root,
        limits: { maxFileBytes: 1 << 20, includeVendored: false },
        signal: stop.signal,
        onProgress: () => {
          told += 1;
          if (told === step.stopAfter) stop.abort();
        },
        pool,
        ...(step.only && { paths: [step.only] }),
      });
    } catch (thrown) {
      if (!isWhenceError(thrown, 'CANCELLED')) throw thrown;
    }
  }

  #embed(writer: IndexWriter, limit: number): void {
    embedByHash(writer, {
      limit,
      model: { id: 'by-hash', revision: this.#revision, dimensions: 32, templateVersion: 1 },
    });
  }

  async #open(): Promise<IndexWriter> {
    this.#writer ??= await openWriter(this.#file, { root: this.#root, appVersion: 'test' });
    return this.#writer;
  }

  #at(path: string): string {
    return join(this.#root, path);
  }
}

function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // The sequence asked for something that a file system refuses: nothing happened.
  }
}
