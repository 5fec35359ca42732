import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createChunker, type Chunker } from '../../../src/engine/chunking/index.ts';
import { languageFor } from '../../../src/engine/chunking/languages/index.ts';
import { withoutConditionals } from '../../../src/engine/chunking/languages/common/conditionals.ts';
import { grammarFolder } from '../../helpers/chunking.ts';

let chunker: Chunker;
beforeAll(async () => {
  chunker = await createChunker({ grammarFolder: grammarFolder() });
});
afterAll(() => {
  chunker.dispose();
});

/** The symbols of a file in order of their lines, each as `kind name`, and what its chunks stand in. */
async function outlineOf(path: string, text: string): Promise<{ symbols: string[]; enclosing: string[] }> {
  const { chunks, fallback } = await chunker.chunk({ path, text });
  expect(fallback).toBeNull();
  return {
    symbols: chunks
      .flatMap((chunk) => chunk.symbols)
      .sort((a, b) => a.line - b.line)
      .map(({ kind, name }) => `${kind} ${name}`),
    enclosing: [...new Set(chunks.map((chunk) => chunk.enclosing.join('.')))],
  };
}

/** A body long enough that functions are not packed into one chunk. */
const body = (indent: string, line: string): string => `${indent}${line}\n`.repeat(25);

const overload = (n: number): string =>
  `  // handler ${n}\n  <P extends string, R extends Reply = Reply>(\n    path: P,\n    handler: Handler<P, R, ${n}>\n  ): [Handler<P, R>]\n`;

const lineEnds = (text: string): number[] => [...text.matchAll(/[\r\n]/g)].map((match) => match.index);

// Catches code that compiles everywhere, but whose grammar makes one error of a whole file: names and places are then lost.
describe('what grammars stumble over', () => {
  it('two halves of a C function, one per platform', async () => {
    const text = `
static int send_all(int fd, const char *data)
{
#ifdef _WIN32
  if(fd == INVALID) {
#else
  if(fd < 0) {
#endif
    return -1;
  }
${body('  ', 'fd += data[fd];')}  return fd;
}

CURLcode receive(int fd, const char *format, ...) WARN_UNUSED LIKE_PRINTF(2, 3);

#if defined(A) && \\
  defined(B)
int only_here(void) { return 1; }
#else
int or_here(void) { return 2; }
#endif

int after(int fd)
{
${body('  ', 'fd -= fd;')}  return fd;
}
`;
    const { symbols, enclosing } = await outlineOf('net.c', text);
    expect(symbols).toEqual([
      'function send_all',
      'function receive',
      'function only_here',
      'function or_here',
      'function after',
    ]);
    expect(enclosing).toEqual(['']);
  });

  it('conditionals inside of a Swift class', async () => {
    const text = `
final class Recorder: Observer {
    var commits = 0
    #if PREUPDATE_HOOK
    var updates: [Event] = []
    func willChange(with event: Event) {
        updates.append(event.copy())
    }
    #endif

    func reset() {
        commits = 0
        #if PREUPDATE_HOOK
            updates = []
        #endif
${body('        ', 'commits += 1')}    }

    func didCommit() {
${body('        ', 'commits += 2')}    }
}
`;
    const { symbols, enclosing } = await outlineOf('Recorder.swift', text);
    expect(symbols).toEqual([
      'class Recorder',
      'constant commits',
      'constant updates',
      'method willChange',
      'method reset',
      'method didCommit',
    ]);
    expect(enclosing).toEqual(['', 'Recorder']);
  });

  it('guards and soft keywords of Kotlin', async () => {
    const text = `
class Columns : Base() {
    fun typeOf(column: Column<*>): String = when (column) {
        is IntColumn if column.sequence != null -> "INT"
        is TextColumn if (
            column.length > 10 &&
                column.length < 255
            ) -> {
            "VARCHAR"
        }
        else -> "TEXT"
    }

    fun save(user: User): Int {
        val id = Users.insert {
            it[name] = user.name
        } get Users.id
${body('        ', 'id += 1')}        return id
    }

    fun delete(target: Table, where: Op<Boolean>?): String {
        target.describe(this)
        where?.let { +it }
${body('        ', 'target.next()')}        return toString()
    }

    fun <T> pick(values: List<T>): T where T : Any = values.first()
}
`;
    const { symbols, enclosing } = await outlineOf('Columns.kt', text);
    expect(symbols).toEqual(['class Columns', 'method typeOf', 'method save', 'method delete', 'method pick']);
    expect(enclosing).toEqual(['', 'Columns']);
  });

  it('overloads of TypeScript that end without a semicolon', async () => {
    const text = `interface Handlers<E extends Env> {\n${[1, 2, 3, 4].map(overload).join('\n')}}\n\nexport function createHandlers(): Handlers<Env> {\n${body('  ', 'register();')}}\n`;
    const { symbols } = await outlineOf('handlers.ts', text);
    expect(symbols).toEqual(['interface Handlers', 'function createHandlers']);
  });
});

describe('conditionals', () => {
  it('leave every branch that is whole, and nothing of what is never compiled', () => {
    const text = '#if 0\nold();\n#elif A\na();\n#else\nb();\n#endif\nc();\n';
    expect(withoutConditionals(text)).toBe(
      `${' '.repeat(5)}\n${' '.repeat(6)}\n${' '.repeat(7)}\na();\n${' '.repeat(5)}\nb();\n${' '.repeat(6)}\nc();\n`,
    );
  });

  it('leave the first branch where branches are halves, also inside of another', () => {
    const text = '#if A\n#if B\nif (b) {\n#else\nif (c) {\n#endif\nd();\n}\n#endif\n';
    expect(withoutConditionals(text).replaceAll(/\s+/g, ' ')).toBe(' if (b) { d(); } ');
  });

  // Catches work that grows with the square of the depth: this would take hours.
  it('may lie within each other, however deep', () => {
    const depth = 80_000;
    expect(withoutConditionals(`${'#if 0\n'.repeat(depth)}a();\n${'#endif\n'.repeat(depth)}b();`).trim()).toBe('b();');
  });

  it('may miss their end', () => {
    expect(withoutConditionals('#if A\na();\n#else\n').trim()).toBe('a();');
    expect(withoutConditionals('#endif\n#if\n#else\n#endif\n#else\n').trim()).toBe('');
  });
});

// Catches offsets of the tree that point elsewhere in the file.
describe('prepared text', () => {
  const fixtures = join(import.meta.dirname, '../../fixtures/chunking');

  it.each(readdirSync(fixtures).filter((name) => name.endsWith('.txt')))(
    'of %s has its length and line ends',
    (name) => {
      const language = languageFor(name.slice(0, -'.txt'.length));
      if (language === null || !('grammar' in language)) return;
      const sample = readFileSync(join(fixtures, name), 'utf8');
      const hard = '#if A\n  f(\n#else\n  g(\n#endif\n  x) get y\n  <T>z\n  is A if b\n && c -> where D\n';
      for (const text of [sample, sample.replaceAll('\n', '\r\n'), hard.repeat(3), hard.replaceAll('\n', '\r\n')]) {
        const prepared = language.prepare?.(text) ?? text;
        const again = language.retry?.(prepared) ?? prepared;
        for (const made of [prepared, again]) {
          expect(made).toHaveLength(text.length);
          expect(lineEnds(made)).toEqual(lineEnds(text));
        }
      }
    },
  );
});
