import { BlameFilter } from '../blame-filter.ts';
import { BlameReader } from '../blame-reader.ts';
import type { Statements } from '../statements.ts';
import { ChunkPlaceReader } from './chunk-places.ts';
import { ChunkRowReader } from './chunk-rows.ts';
import { ChunkSetReader } from './chunk-sets.ts';
import { type ColumnWeights, PostingReader } from './postings.ts';
import { SourceTextReader } from './source-texts.ts';
import { SymbolReader } from './symbols.ts';

/** What a search asks of an index, its statements prepared once. */
export class SearchReader {
  readonly chunks: ChunkRowReader;
  readonly sets: ChunkSetReader;
  readonly symbols: SymbolReader;
  readonly places: ChunkPlaceReader;
  readonly postings: PostingReader;
  readonly texts: SourceTextReader;
  readonly blame: BlameReader;
  readonly blameFilter: BlameFilter;

  constructor(statements: Statements, weights: ColumnWeights) {
    this.chunks = new ChunkRowReader(statements);
    this.sets = new ChunkSetReader(statements);
    this.symbols = new SymbolReader(statements);
    this.places = new ChunkPlaceReader(statements);
    this.postings = new PostingReader(statements, weights);
    this.texts = new SourceTextReader(statements);
    this.blame = new BlameReader(statements);
    this.blameFilter = new BlameFilter(statements);
  }
}
