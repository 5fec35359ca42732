import type { SearchReader } from '../../store/index.ts';
import type { NamedPlace } from '../query/places.ts';

/** A place of the query that is in the index. */
export interface FoundPlace {
  readonly chunkId: number;
  readonly path: string;
  /** The line that is meant; null when only the file or a name in it is. */
  readonly line: number | null;
}

interface PathOfFile {
  readonly id: number;
  readonly path: string;
}

/** Files taken for one name that several have. */
const mostAlike = 3;

/** Folders of code that others wrote: a frame in one of them is not a file of the same name here. */
const foreignFolder =
  /^(?:site-packages|dist-packages|node_modules|rustlib|rustc|gems|python\d[\d.]*|\.(?:cargo|m2|nuget|rustup)|.*@v\d.*)$|^usr\/(?:lib|local\/(?:lib|go)\b)|\bgo\/pkg\/mod\b/;

/** Finds the chunks that hold the places which a query names. */
export class PlaceRetrieval {
  readonly #stored: Pick<SearchReader, 'symbols' | 'places'>;

  constructor(stored: Pick<SearchReader, 'symbols' | 'places'>) {
    this.#stored = stored;
  }

  /** The chunks of the places that are in the index, in the query's order, each once. */
  find(places: readonly NamedPlace[], files: readonly PathOfFile[]): FoundPlace[] {
    if (places.length === 0) return [];
    const byName = filesByName(places, files);
    const found = new Map<number, FoundPlace>();
    for (const place of places) {
      for (const { id, path } of filesOf(place, byName)) {
        const chunkId = this.#chunkOf(id, place);
        if (chunkId !== null && !found.has(chunkId)) found.set(chunkId, { chunkId, path, line: place.line });
      }
    }
    return [...found.values()];
  }

  #chunkOf(file: number, { line, symbol }: NamedPlace): number | null {
    const { symbols, places } = this.#stored;
    if (symbol !== null) return symbols.firstNamed(file, symbol) ?? places.first(file);
    return line === null ? places.first(file) : places.atLine(file, line);
  }
}

const folded = (text: string): string => text.normalize('NFC').toLowerCase();

function filesByName(places: readonly NamedPlace[], files: readonly PathOfFile[]): Map<string, PathOfFile[]> {
  const byName = new Map<string, PathOfFile[]>();
  for (const { steps } of places) byName.set(folded(steps.at(-1) ?? ''), []);
  for (const file of files) byName.get(folded(file.path.slice(file.path.lastIndexOf('/') + 1)))?.push(file);
  return byName;
}

/** The files whose paths share most last steps with what was written, where that is enough to mean them. */
function filesOf({ steps, byName }: NamedPlace, known: ReadonlyMap<string, PathOfFile[]>): PathOfFile[] {
  let most = 0;
  let best: PathOfFile[] = [];
  for (const file of known.get(folded(steps.at(-1) ?? '')) ?? []) {
    const path = file.path.split('/');
    const shared = sharedSteps(steps, path);
    const isWhole = shared === path.length || shared === steps.length;
    if (!isWhole && shared < 2 && !byName) continue;
    if (isForeign(steps.slice(0, steps.length - shared))) continue;
    if (shared > most) [most, best] = [shared, []];
    if (shared === most) best.push(file);
  }
  return best.toSorted((a, b) => a.path.length - b.path.length).slice(0, mostAlike);
}

/** Whether folders that are not among those of a file here are ones of libraries. */
const isForeign = (steps: readonly string[]): boolean =>
  foreignFolder.test(steps.join('/')) || steps.some((step) => foreignFolder.test(step));

function sharedSteps(a: readonly string[], b: readonly string[]): number {
  let shared = 0;
  while (
    shared < a.length &&
    shared < b.length &&
    folded(a[a.length - 1 - shared] ?? '') === folded(b[b.length - 1 - shared] ?? '')
  )
    shared += 1;
  return shared;
}
