import type { BlameCondition, BlameFilter } from '../store/blame-filter.ts';
import { type IndexReader, type Manifest, openReader, type SearchReader } from '../store/index.ts';
import type { FilterSources } from './filters/apply.ts';
import { type ChunkSet, ChunkSets } from './filters/chunk-set.ts';
import type { RankingWeights } from './ranking/weights.ts';
import { ChunkRows } from './retrieval/chunk-rows.ts';
import { KeywordRetrieval } from './retrieval/keyword-retrieval.ts';
import { PlaceRetrieval } from './retrieval/place-retrieval.ts';
import { SymbolRetrieval } from './retrieval/symbol-retrieval.ts';
import { SourceTexts } from './retrieval/source-texts.ts';
import { VectorScanner } from './retrieval/vector-scanner.ts';
import { StaleCheck } from './stale.ts';

/**
 * One index as search reads it: a connection that can't write, and what is kept in memory of it. Everything kept is let go
 * when another connection has written (`IndexReader.dataVersion`).
 */
export class IndexView {
  readonly reader: IndexReader;
  readonly stored: SearchReader;
  readonly keyword: KeywordRetrieval;
  readonly symbols: SymbolRetrieval;
  readonly places: PlaceRetrieval;
  readonly rows: ChunkRows;
  readonly texts: SourceTexts;
  readonly sets: ChunkSets;
  readonly stale: StaleCheck;
  readonly blame: BlameFilter;
  #vectors: VectorScanner | null = null;
  #vectorsOf: string | null = null;
  #modelRevision: string | null = null;
  #dataVersion = -1;
  /** When phase 1 was last finished, and what it counted; null while it runs. */
  #reading: string | null = null;
  #coverage: { keyword: number; meaning: number } | null = null;

  constructor(indexFile: string, root: string, weights: RankingWeights) {
    this.reader = openReader(indexFile);
    try {
      this.stored = this.reader.forSearch(weights.columns);
      this.keyword = new KeywordRetrieval(this.stored.postings);
      this.symbols = new SymbolRetrieval(this.stored);
      this.places = new PlaceRetrieval(this.stored);
      this.rows = new ChunkRows(this.stored.chunks);
      this.texts = new SourceTexts(this.stored.texts);
      this.sets = new ChunkSets(this.stored.sets);
      this.stale = new StaleCheck(this.stored.chunks, root);
      this.blame = this.stored.blameFilter;
    } catch (thrown) {
      this.close();
      throw thrown;
    }
  }

  /** Null while there are no vectors. */
  get vectors(): VectorScanner | null {
    return this.#vectors;
  }

  /** Model that made the vectors. */
  get modelRevision(): string | null {
    return this.#modelRevision;
  }

  /** Shares of what is searchable by keyword and by meaning. */
  get coverage(): { keyword: number; meaning: number } {
    if (this.#coverage === null) {
      const chunks = this.keyword.total;
      const pending = this.stored.sets.countPending();
      const keyword = this.reader.readingCoverage();
      this.#coverage = {
        keyword,
        // Where there is nothing to embed, nothing is missing.
        meaning: chunks === 0 ? keyword : Math.max(0, Math.min(1, 1 - pending / chunks)),
      };
    }
    return this.#coverage;
  }

  /** True when all files were read and none holds anything that can be found. */
  get isEmpty(): boolean {
    return this.#reading !== null && this.keyword.total === 0;
  }

  /** Reads ahead what queries need, unless files are just being read: it would be let go at once. */
  warmUp(): void {
    this.sets.files();
    if (this.#reading !== null) this.keyword.warmUp();
  }

  /** What filters work on. */
  filterSources(): FilterSources {
    const { stored, sets, rows, keyword, texts } = this;
    return { stored, sets, rows, keyword, texts, byBlame: (condition) => this.#chunksByBlame(condition) };
  }

  #chunksByBlame(condition: BlameCondition): ChunkSet | null {
    const set = this.sets.empty();
    const isKnown = this.blame.chunks(condition, (chunkId) => {
      set[chunkId] = 1;
    });
    return isKnown ? set : null;
  }

  /** Runs `work` on one state of the index: what another connection writes meanwhile is not seen. */
  snapshot<T>(work: () => T): T {
    return this.reader.snapshot(() => {
      this.#follow();
      return work();
    });
  }

  #follow(): void {
    const version = this.reader.dataVersion();
    if (version === this.#dataVersion) return;
    this.#coverage = null;
    this.blame.forget();
    const manifest = this.reader.manifest();
    // While phase 2 and blame write, files and chunks stay what they are: what is kept of them stays too.
    const reading = manifest.readingFinished === null ? null : JSON.stringify(manifest.readingFinished);
    if (reading === null || reading !== this.#reading) {
      this.keyword.forget();
      this.rows.forget();
      this.texts.forget();
      this.sets.forget();
    }
    this.#reading = reading;
    this.#followVectors(manifest);
    // Last: what failed half way is followed again by the next search.
    this.#dataVersion = version;
  }

  #followVectors({ model, vectorTable }: Manifest): void {
    this.#modelRevision = model?.revision ?? null;
    if (model === null) {
      this.#vectors = null;
      return;
    }
    const which = `${vectorTable} ${model.revision}`;
    if (which !== this.#vectorsOf || this.#vectors === null) {
      const table = this.reader.vectorTable(vectorTable);
      this.#vectors = table && new VectorScanner(table, model.dimensions);
      this.#vectorsOf = which;
    }
    try {
      this.#vectors?.sync();
    } catch (thrown) {
      this.#vectors = null;
      throw thrown;
    }
  }

  close(): void {
    this.reader.close();
  }
}
