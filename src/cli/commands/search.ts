import { createInterface } from 'node:readline';
import { indexFileOf } from '../../engine/data-folder.ts';
import { fillBlame } from '../../engine/git/index.ts';
import { resolveRoot } from '../../engine/repositories/root.ts';
import { findModel } from '../../engine/models/index.ts';
import { findResources } from '../../engine/resources.ts';
import {
  createSearcher,
  createSearchService,
  fromSignal,
  type Searcher,
  type SearchService,
} from '../../engine/search/index.ts';
import type { QueryProblem, SearchAnswer, SearchMode, SearchResult } from '../../shared/contract/search.ts';
import { mayNotEnd, restsOnBlame } from '../../shared/query/index.ts';
import { isWhenceError, WhenceError } from '../../shared/errors.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { type CommonOptions, dataFolderOf } from '../options.ts';
import { counted, printCodeLine, printJson, printLine, printNote, thousands } from '../output.ts';
import { exitCodes } from '../exit-codes.ts';

interface SearchOptions extends CommonOptions {
  readonly stdin?: boolean;
  readonly mode: SearchMode;
  readonly limit: number;
}

/** What a command searches with. */
interface Opened {
  /** In this process: a thread would only cost its start. */
  readonly searcher: Searcher;
  /** In a thread, which can be ended: for queries that may never come to an end. */
  readonly service: SearchService;
}

/** `whence search`: one query, or one per line of stdin. Answers the exit code. */
export async function runSearch(root: string, query: string, options: SearchOptions): Promise<number> {
  const opened = await open(root, options);
  const { searcher } = opened;
  try {
    if (options.stdin) {
      await searcher.warmUp();
      for await (const line of createInterface({ input: process.stdin }))
        await answerLine(opened, line, { ...options, root });
    } else {
      const answer = await ask(opened, query, { ...options, root });
      if (options.json) printJson(answerJson(answer));
      else printAnswer(answer);
    }
    return exitCodes.done;
  } finally {
    await Promise.all([searcher.close(), opened.service.dispose()]);
  }
}

async function open(path: string, options: SearchOptions): Promise<Opened> {
  const root = await resolveRoot(path);
  const indexFile = indexFileOf(dataFolderOf(options), root.repositoryId);
  try {
    const what = { indexFile, model: findModel(findResources().models), root: root.path };
    return { searcher: createSearcher(what), service: createSearchService(what) };
  } catch (thrown) {
    if (!isWhenceError(thrown, 'INDEX_MISSING')) throw thrown;
    throw new WhenceError('INDEX_MISSING', `${root.path} is not indexed yet.`);
  }
}

const never = new AbortController().signal;

/** Queries for authors or dates wait until those are known: nothing reads them in the background of a command. */
async function ask(opened: Opened, text: string, options: SearchOptions & { root: string }): Promise<SearchAnswer> {
  const { mode, limit } = options;
  if (restsOnBlame(text)) {
    const root = await resolveRoot(options.root);
    await fillBlame({ root: root.path, indexFile: indexFileOf(dataFolderOf(options), root.repositoryId) });
  }
  if (mayNotEnd(text)) return opened.service.query({ text, mode, limit }, never);
  return opened.searcher.query({ text, mode, limit }, fromSignal(never));
}

/** Every line gets an answer, also an empty one: who asked counts on as many lines out as in. */
async function answerLine(opened: Opened, line: string, options: SearchOptions & { root: string }): Promise<void> {
  try {
    const answer = await ask(opened, line, options);
    if (options.json) printJson(answerJson(answer));
    else printAnswer(answer);
  } catch (thrown) {
    if (!isWhenceError(thrown, 'QUERY_EMPTY', 'QUERY_TIME_BUDGET')) throw thrown;
    if (options.json) printJson({ query: line, took_ms: 0, coverage: null, results: [], notes: [thrown.message] });
    else printNote(thrown.message);
  }
}

const answerJson = (answer: SearchAnswer): object => ({
  query: answer.query,
  took_ms: Math.round(answer.tookMs * 100) / 100,
  coverage: answer.coverage,
  results: answer.results.map(resultJson),
  total: answer.total,
  understood_as: answer.understoodAs,
  problems: answer.problems,
  notes: answer.notes,
});

const resultJson = (result: SearchResult): object => ({
  path: result.path,
  start_line: result.startLine,
  end_line: result.endLine,
  kind: result.kind,
  name: result.name,
  enclosing: result.enclosing,
  language: result.language,
  role: result.role,
  score: result.score,
  keyword_rank: result.keywordRank,
  meaning_rank: result.meaningRank,
  reasons: result.reasons,
  snippet: result.snippet.map(({ text }) => text).join('\n'),
  stale: result.stale,
});

const percent = (share: number): string => `${Math.floor(share * 100)} %`;

/** Characters of the query shown on either side of a fault. */
const aroundFault = 60;

/** The line of the query with the place marked below, and what is wrong there. */
function printProblem(query: string, { start, end, message }: QueryProblem): void {
  const lineStart = query.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = `${query}\n`.indexOf('\n', start);
  const from = Math.max(lineStart, start - aroundFault);
  const to = Math.min(lineEnd, Math.max(start, end) + aroundFault);
  const before = visibleText(query.slice(from, start));
  const at = visibleText(query.slice(start, Math.min(end, to)));
  printNote(`  ${query.slice(from, to)}`);
  printNote(`  ${' '.repeat(before.length)}${'^'.repeat(Math.max(1, at.length))} ${message}`);
}

function printAnswer(answer: SearchAnswer): void {
  for (const problem of answer.problems) printProblem(answer.query, problem);
  for (const note of answer.notes) printNote(note);
  const { keyword, meaning } = answer.coverage;
  if (keyword < 1 || meaning < 1) {
    printNote(`The index is not complete: keywords ${percent(keyword)}, meaning ${percent(meaning)}.`);
  }
  if (answer.results.length === 0) {
    printLine('Nothing was found.');
    return;
  }
  for (const result of answer.results) {
    const name = [...result.enclosing, ...(result.name === null ? [] : [result.name])].join('.');
    const stale = result.stale ? '  (changed since it was indexed)' : '';
    printLine(`${result.path}:${result.startLine}-${result.endLine}  ${result.kind} ${name}${stale}`);
    for (const { line, text } of result.snippet) printCodeLine(`  ${String(line).padStart(6)}  ${text}`);
  }
  printNote(
    `${thousands(answer.results.length)} of ${counted(answer.total, 'place')} in ${answer.tookMs.toFixed(0)} ms`,
  );
}
