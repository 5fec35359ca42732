import type { Completion, SearchAnswer } from '../../shared/contract/search.ts';
import type { Result } from '../../shared/result.ts';
import type { SearchRequest } from './searcher.ts';

/** What the search worker is started with. */
export interface SearchWorkerData {
  readonly indexFile: string;
  readonly modelFolder: string | null;
  readonly root: string;
  readonly cancellations: SharedArrayBuffer;
}

/** What each call answers. */
export interface SearchWorkerAnswers {
  readonly query: SearchAnswer;
  readonly complete: readonly Completion[];
  readonly close: null;
}

export type SearchWorkerCall =
  | { readonly id: number; readonly call: 'query'; readonly request: SearchRequest }
  | { readonly id: number; readonly call: 'complete'; readonly text: string; readonly cursor: number }
  | { readonly id: number; readonly call: 'close' };

export type SearchWorkerReply = {
  readonly [Name in keyof SearchWorkerAnswers]: {
    readonly id: number;
    readonly call: Name;
    readonly result: Result<SearchWorkerAnswers[Name]>;
  };
}[keyof SearchWorkerAnswers];
