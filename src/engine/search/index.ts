export { createSearcher, Searcher, type SearcherOptions, type SearchRequest } from './searcher.ts';
export { defaultWeights, type RankingWeights } from './ranking/weights.ts';
export { createSearchService, type SearchService, type SearchServiceOptions } from './search-service.ts';
export { type Cancellation, fromSignal } from './cancellation.ts';
