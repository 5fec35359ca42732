import type { Completion, SearchAnswer } from '../../shared/contract/search.ts';
import type { ModelSource } from '../models/index.ts';
import type { SearchRequest } from './searcher.ts';

/** What the search worker is started with. */
export interface SearchWorkerSettings {
  readonly indexFile: string;
  readonly model: ModelSource | null;
  /** Absolute path of the indexed root. */
  readonly root: string;
}

/** What the search worker does. */
export interface SearchOperations {
  query: { request: SearchRequest; answer: SearchAnswer };
  complete: { request: { readonly text: string; readonly cursor: number }; answer: readonly Completion[] };
  /** Closes its connection, before its thread is ended. */
  close: { request: null; answer: null };
}
