/** Asked of the shop in test/fixtures/shop; the answers stand in golden-shop.txt. */
export const shopQuestions = [
  'parseHTTPHeader',
  'parse http header',
  'negotiateEncodng',
  'OrderStore.findOrder',
  'retry.py',
  'price',
  'how is a discount applied',
  'test that a discount never goes below zero',
  'exponential backoff with jitter',
  'where are orders saved',
  'the job queue is full, try again later',
  'which port does the server listen on',
  'value added tax',
  'split(",").map',
] as const;

/**
 * Asked of Whence's own sources in src/engine: the file (and what is named there) must be within the first places. These bounds are loose,
 * since the sources change with every step; the exact ranks are those of the shop.
 */
export const whenceQuestions: readonly { query: string; path: string; symbol?: string; within: number }[] = [
  { query: 'where is the query parsed', path: 'search/query/parse-query.ts', symbol: 'parseQuery', within: 3 },
  { query: 'parseQuery', path: 'search/query/parse-query.ts', symbol: 'parseQuery', within: 1 },
  { query: 'splitIdentifier', path: 'text/identifiers.ts', symbol: 'splitIdentifier', within: 1 },
  { query: 'edit distance between two words', path: 'search/edit-distance.ts', within: 2 },
  { query: 'split text into lines', path: 'text/lines.ts', symbol: 'splitLines', within: 3 },
  { query: 'VectorScanner.sync', path: 'search/retrieval/vector-scanner.ts', within: 1 },
  { query: 'hamming distance over sign bits', path: 'search/retrieval/vector-scanner.ts', within: 3 },
  { query: 'quantize a vector to int8', path: 'store/vector-index.ts', within: 3 },
  { query: 'newer query of the same session cancels', path: 'search/search-service.ts', within: 3 },
  { query: 'is a file a test, an example or generated', path: 'text/file-role.ts', within: 5 },
  { query: 'QUERY_EMPTY', path: 'search/searcher.ts', within: 3 },
  { query: 'Type what you are looking for.', path: 'search/searcher.ts', within: 3 },
  { query: 'text-hash', path: 'store/text-hash.ts', within: 1 },
  { query: 'stopwords', path: 'search/query/stop-words.ts', within: 2 },
  { query: 'why a result stands where it does', path: 'search/ranking/reasons.ts', within: 3 },
  { query: 'complete filter names and values', path: 'search/complete.ts', within: 3 },
];
