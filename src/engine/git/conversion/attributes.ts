import { homedir } from 'node:os';
import { join } from 'node:path';
import { type FileReadOptions, readSmallText } from '../../files/small-file.ts';
import { resolveConfigPath } from '../repository/config.ts';
import type { Repository } from '../repository/repository.ts';
import { type AttributeLine, type AttributeState, parseAttributes } from './attributes-file.ts';

/** Lines that count from one folder of the working tree. */
interface Level {
  /** From the top of the working tree, with `/` at its end; empty at the top. */
  readonly folder: string;
  readonly lines: readonly AttributeLine[];
  /** Attributes that any of the lines speaks of. */
  readonly names: ReadonlySet<string>;
}

/** What git knows without any file. */
const builtIn = '[attr]binary -diff -merge -text\n';

/**
 * Attributes of the files of one working tree, as gitattributes(5) has it: the person's file, `.gitattributes` from the top down to the
 * file's folder, `info/attributes` over all. Each file is read once by one of these, so that it is made anew for each request.
 */
export class Attributes {
  readonly #repository: Repository;
  readonly #levels = new Map<string, Level>();

  constructor(repository: Repository) {
    this.#repository = repository;
  }

  /** What is said of a file (its path from the top of the working tree), by attribute; null and absent say nothing. */
  of(path: string): ReadonlyMap<string, AttributeState> {
    const levels = this.#levelsOf(path);
    const macros = macrosOf(levels);
    const found = new Map<string, AttributeState>();
    for (const { folder, lines } of levels) {
      const below = path.slice(folder.length);
      for (const { pattern, states } of lines.toReversed()) {
        if (pattern?.matches(below) === true) take(states, macros, found);
      }
    }
    return found;
  }

  /** Whether any line that could count for a file speaks of an attribute: much cheaper than `of`, and false for most. */
  mentions(path: string, name: string): boolean {
    return this.#levelsOf(path).some(({ names }) => names.has(name));
  }

  /** The one that outranks all others first. */
  #levelsOf(path: string): Level[] {
    const { commonFolder, workTree, config } = this.#repository;
    const levels = [this.#own(join(commonFolder, 'info', 'attributes'))];
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      levels.push(this.#inTree(path.slice(0, slash + 1)));
    }
    if (workTree !== null) levels.push(this.#inTree(''));
    const chosen = config.get('core.attributesfile');
    levels.push(
      this.#own(chosen ? resolveConfigPath(chosen, join(workTree ?? commonFolder, 'config')) : personalFile()),
    );
    if (process.platform !== 'win32') levels.push(this.#own('/etc/gitattributes'));
    levels.push(this.#level('', '', () => builtIn));
    return levels;
  }

  #own(file: string): Level {
    return this.#level(file, '', () => readSmallText(file, { links: 'follow' }));
  }

  /** git does not follow a link of this name. */
  #inTree(folder: string): Level {
    const file = join(this.#repository.workTree ?? '', folder, '.gitattributes');
    return this.#level(file, folder, () => readSmallText(file, attributesInTree));
  }

  #level(key: string, folder: string, read: () => string | null): Level {
    const known = this.#levels.get(key);
    if (known) return known;
    const ignoreCase = this.#repository.config.getBoolean('core.ignorecase') === true;
    const lines = parseAttributes(read() ?? '', { ignoreCase, macros: folder === '' });
    const level = { folder, lines, names: new Set(lines.flatMap(({ states }) => states.map(([name]) => name))) };
    this.#levels.set(key, level);
    return level;
  }
}

const attributesInTree: FileReadOptions = { links: 'refuse' };

function personalFile(): string {
  const home = process.env['HOME'] ?? homedir();
  return join(process.env['XDG_CONFIG_HOME'] || join(home, '.config'), 'git', 'attributes');
}

type States = AttributeLine['states'];

/** Definitions of macros, that of the highest level and there the last one. */
function macrosOf(levels: readonly Level[]): ReadonlyMap<string, States> {
  const macros = new Map<string, States>();
  for (const { lines } of levels) {
    for (const { macro, states } of lines.toReversed())
      if (macro !== null && !macros.has(macro)) macros.set(macro, states);
  }
  return macros;
}

/** Adds what a line says of attributes that nothing of a higher rank spoke of; a macro that is set brings what it stands for. */
function take(states: States, macros: ReadonlyMap<string, States>, found: Map<string, AttributeState>): void {
  for (const [name, state] of states.toReversed()) {
    if (found.has(name)) continue;
    found.set(name, state);
    const macro = state === true ? macros.get(name) : undefined;
    if (macro) take(macro, macros, found);
  }
}
