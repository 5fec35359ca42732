import type { SearchReader } from '../../store/index.ts';
import type { NamedSymbol } from '../query/understand.ts';

/** Definitions taken per name; more of one name are told apart by nothing but their words anyway. */
const mostPerName = 40;

/** Looks up definitions by name. */
export class SymbolRetrieval {
  readonly #stored: Pick<SearchReader, 'symbols' | 'places'>;

  constructor(stored: Pick<SearchReader, 'symbols' | 'places'>) {
    this.#stored = stored;
  }

  /** The first chunk of each file whose path holds `part` (lower case), whole names and short paths first. */
  inPath(part: string): number[] {
    return this.#stored.places.firstInPath(part, mostPerName);
  }

  /** Chunks that define a symbol which the query names, whatever its case. */
  defining(symbols: readonly NamedSymbol[]): Set<number> {
    const found = new Set<number>();
    for (const { name } of symbols) for (const id of this.#stored.symbols.defining(name, mostPerName)) found.add(id);
    return found;
  }
}
