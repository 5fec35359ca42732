import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Language as Grammar, Parser } from 'web-tree-sitter';
import { WhenceError } from '../../shared/errors.ts';
import type { GrammarLanguage } from './language.ts';
import { limits } from './limits.ts';
import { compileRules, outlineOf, type CompiledRules, type Outline } from './outline.ts';

interface Loaded {
  readonly grammar: Grammar;
  readonly compiled: CompiledRules;
}

interface Source {
  readonly text: string;
  readonly starts: readonly number[];
  readonly compiled: CompiledRules;
  /** By performance.now(), for all attempts together. */
  readonly deadline: number;
}

/** As much of it as is used here: the types of Node know nothing of it. */
declare const WebAssembly: {
  readonly Memory: new (size: { readonly initial: number; readonly maximum: number }) => {
    readonly buffer: ArrayBuffer;
  };
};

/** WebAssembly memory is counted in pages of so many bytes. */
const pageBytes = 65_536;
/** What web-tree-sitter starts with. */
const firstPages = 512;

/**
 * The parser met a trap or ran out of memory: its WebAssembly heap is in an unknown state, and so is every later parse in this
 * process or thread, whatever parser it uses. Whoever catches it ends the thread.
 */
export class BrokenParserError extends Error {
  constructor(cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`the parser broke down on it (${reason.replace(/ Build with -sASSERTIONS.*$/, '')})`, { cause });
    this.name = 'BrokenParserError';
  }
}

/** The outline, or in words why there is none. */
export type OutlineResult = { readonly outline: Outline } | { readonly failure: string };

/**
 * Keeps V8's optimizing compiler off WebAssembly from now on, in the whole process (V8 knows no narrower switch). On the huge
 * functions of the Swift and Kotlin grammars it takes up to 3.1 GB and 0.6 GB against 0.1 GB without, and parsing gets no
 * faster for it; all other grammars parse 1.5 to 2 times as fast with it at 0.15 to 0.3 GB. So it stays on until a file of
 * such a language comes. The first flag implies the others on the command line, but not when set later.
 */
function preferBaselineCompiler(): void {
  for (const flag of ['--liftoff-only', '--no-wasm-tier-up', '--no-wasm-dynamic-tiering']) setFlagsFromString(flag);
}

/**
 * Keeps V8 from unrolling loops of WebAssembly, in the whole process: a lexer is one loop around a huge switch, whose copies take
 * the optimizing compiler 160 to 190 MB more at its peak (measured on C and on Java), and parsing gets no faster for them.
 */
const keepLoopsRolled = (): void => setFlagsFromString('--no-wasm-loop-unrolling');

export interface GrammarOptions {
  /** Where scripts/copy-grammars.mjs put the `.wasm` files. */
  readonly folder: string;
  /** ms per file. */
  readonly timeBudget: number;
  /** Told before a parse how many ms it may take at the very most, and null after it: some scanners never look at a budget. */
  readonly onLimit: (ms: number | null) => void;
}

/** The grammars in a folder, each loaded when its first file comes, and one parser for all of them. */
export class GrammarSet {
  readonly #options: GrammarOptions;
  readonly #loaded = new Map<string, Promise<Loaded>>();
  readonly #parser = new Parser();
  #isSpent = false;

  private constructor(options: GrammarOptions) {
    this.#options = options;
  }

  /** Call it once per process or thread: all sets share one WebAssembly heap, of `limits.heapBytes` at most. */
  static async open(options: GrammarOptions): Promise<GrammarSet> {
    keepLoopsRolled();
    await Parser.init({
      locateFile: () => join(options.folder, 'web-tree-sitter.wasm'),
      wasmMemory: new WebAssembly.Memory({ initial: firstPages, maximum: limits.heapBytes / pageBytes }),
      // What it says when it breaks down is in the error too.
      print: () => undefined,
      printErr: () => undefined,
    });
    return new GrammarSet(options);
  }

  /**
   * A parse went so badly that the heap is better not used again: scanners of some grammars read what lies there from before, and
   * on a text that went through once take for ever the second time.
   */
  get isSpent(): boolean {
    return this.#isSpent;
  }

  /** Of the texts that the language offers to parse, the outline with the fewest errors. The first usually does. */
  async outline(language: GrammarLanguage, text: string, starts: readonly number[]): Promise<OutlineResult> {
    const { grammar, compiled } = await this.#load(language);
    const deadline = performance.now() + this.#options.timeBudget;
    const source = { text, starts, compiled, deadline };
    const isLong = text.length > limits.watchedCharacters;
    if (isLong) this.#options.onLimit(2 * this.#options.timeBudget);
    try {
      const result = this.#bestOf(language, grammar, source);
      const wentBadly = 'failure' in result || result.outline.errorShare > limits.errorShare;
      if (isLong && wentBadly) this.#isSpent = true;
      return result;
    } finally {
      if (isLong) this.#options.onLimit(null);
    }
  }

  #bestOf(language: GrammarLanguage, grammar: Grammar, source: Source): OutlineResult {
    const { text } = source;
    this.#parser.setLanguage(grammar);
    const prepared = language.prepare?.(text) ?? text;
    const first = this.#parse(prepared, source);
    if ('failure' in first || language.retry === undefined || first.outline.errorShare <= limits.retryShare)
      return first;
    this.#parser.setLanguage(grammar);
    const second = this.#parse(language.retry(prepared), source);
    return 'failure' in second || second.outline.errorShare >= first.outline.errorShare ? first : second;
  }

  #parse(prepared: string, source: Source): OutlineResult {
    const { text, starts, compiled, deadline } = source;
    let late = false;
    let steps = 0;
    try {
      const tree = this.#parser.parse(prepared, null, {
        progressCallback: () => {
          steps += 1;
          late = steps > limits.parseSteps || performance.now() > deadline;
          return late;
        },
      });
      if (tree === null) {
        this.#parser.reset();
        return {
          failure: late
            ? `parsing took over its budget (${this.#options.timeBudget} ms, ${limits.parseSteps} steps)`
            : 'the parser gave no tree',
        };
      }
      try {
        return { outline: outlineOf(tree, { text, starts }, compiled) };
      } finally {
        tree.delete();
      }
    } catch (error) {
      throw new BrokenParserError(error);
    }
  }

  dispose(): void {
    this.#parser.delete();
    this.#loaded.clear();
  }

  #load(language: GrammarLanguage): Promise<Loaded> {
    const known = this.#loaded.get(language.id);
    if (known !== undefined) return known;
    const loading = this.#read(language);
    this.#loaded.set(language.id, loading);
    return loading;
  }

  async #read(language: GrammarLanguage): Promise<Loaded> {
    const file = join(this.#options.folder, basename(language.grammar));
    const bytes = await readFile(file).catch((cause: unknown) => {
      throw new WhenceError('INTERNAL', `The grammar ${file} can't be read. Run: node scripts/copy-grammars.mjs`, {
        cause,
      });
    });
    if (language.baselineOnly === true) preferBaselineCompiler();
    const grammar = await Grammar.load(bytes);
    return { grammar, compiled: compileRules(grammar, language.rules) };
  }
}
