/**
 * Scores search on questions with known answers and prints NDCG@10 by language and category, for keyword, meaning and hybrid.
 *
 *   npm run eval -- --set DIR --repos DIR              a set of the form repos.json + annotations/NAME.json
 *   npm run eval -- --lines NAME=CHECKOUTS            the set in test/quality/NAME (repeatable); scored by lines and by file
 *
 * All that are given are scored one after the other.
 *
 *   --half A|B      every other repository of --set, in the order of their names: to tune on one half and read the other
 *   --mode M        only keyword, meaning or hybrid
 *   --failures      list the questions that score under 0.5, with what was found and why
 *   --weights FILE  ranking weights as JSON, laid over the shipped ones
 *   --model DIR     model folder (the shipped model by default; "none" for keyword only)
 *   --cache DIR     where indexes are kept (.cache/eval)
 *   --tune NAME     learns weights from this set ("files" is --set; repeatable), prints them as JSON and scores with them
 *   --folds N       with --tune: every repository is scored with weights learned without its N-th of the repositories
 *   --key NAME      name of the kept indexes, instead of a hash of the code that makes them: they are then never made anew
 *   --repo NAME     only this repository (repeatable)
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findModelFolder } from '../src/engine/models/folder/find-model-folder.ts';
import { findResources } from '../src/engine/resources.ts';
import { defaultWeights, type RankingWeights } from '../src/engine/search/index.ts';
import { type SearchMode, searchModes } from '../src/shared/contract/search.ts';
import { type Case, casesByFile, casesByLines } from './eval/cases.ts';
import { fileScore, gather, type Gathered, order, placesOf } from './eval/engine.ts';
import { tune } from './eval/tune.ts';
import { firstAnswer, mean, ndcg } from './eval/metric.ts';
import { prepare } from './eval/prepare.ts';

const { values: options } = parseArgs({
  options: {
    set: { type: 'string' },
    repos: { type: 'string' },
    lines: { type: 'string', multiple: true },
    half: { type: 'string' },
    mode: { type: 'string' },
    failures: { type: 'boolean', default: false },
    weights: { type: 'string' },
    model: { type: 'string' },
    cache: { type: 'string', default: join(import.meta.dirname, '../.cache/eval') },
    tune: { type: 'string', multiple: true },
    folds: { type: 'string' },
    key: { type: 'string' },
    repo: { type: 'string', multiple: true },
  },
});

/** The set of --set; the others are named by their folder in test/quality. */
const byFile = 'files';

function chosenCases(): Map<string, Case[]> {
  const { set, repos, lines = [] } = options;
  const sets = new Map<string, Case[]>();
  if (set !== undefined && repos !== undefined) sets.set(byFile, halfOf(chosen(casesByFile(set, repos))));
  for (const given of lines) {
    const [name = '', checkouts = ''] = given.split('=');
    sets.set(name, chosen(casesByLines(join(import.meta.dirname, '../test/quality', name), checkouts)));
  }
  if (sets.size > 0) return sets;
  console.error(
    'Usage: npm run eval -- [--set DIR --repos DIR] [--lines NAME=DIR] [--half A|B] [--mode M] [--failures]',
  );
  return process.exit(2);
}

const chosen = (cases: readonly Case[]): Case[] =>
  cases
    .toSorted((a, b) => (a.repository < b.repository ? -1 : 1))
    .filter(({ repository }) => options.repo === undefined || options.repo.includes(repository));

const halfOf = (cases: readonly Case[]): Case[] =>
  cases.filter((_, i) => options.half === undefined || (i % 2 === 0 ? 'A' : 'B') === options.half);

interface Scored {
  readonly each: Gathered;
  readonly score: number;
  readonly rank: number | null;
}

function meansBy(scored: readonly Scored[], key: (each: Gathered) => string): Map<string, number> {
  const groups = Map.groupBy(scored, ({ each }) => key(each));
  return new Map([...groups].map(([name, list]) => [name, mean(list.map(({ score }) => score))]));
}

/** Questions per repository, repositories per language, languages. */
function summary(scored: readonly Scored[]): { overall: number; languages: Map<string, number> } {
  const repositories = meansBy(scored, (each) => each.repository);
  const languageOf = new Map(scored.map(({ each }) => [each.repository, each.language]));
  const byLanguage = Map.groupBy(repositories, ([name]) => languageOf.get(name) ?? '');
  const languages = new Map([...byLanguage].map(([name, rows]) => [name, mean(rows.map(([, value]) => value))]));
  return { overall: mean([...languages.values()]), languages };
}

const show = (values: Map<string, number>): string =>
  [...values]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name} ${value.toFixed(3)}`)
    .join('  ');

/** `weightsFor` gives the weights of a question's repository. */
function report(
  set: string,
  gathered: readonly Gathered[],
  { mode, weightsFor }: { mode: SearchMode; weightsFor: (each: Gathered) => RankingWeights },
): void {
  const scored = gathered.map((each): Scored => {
    const places = placesOf(order(each, { weights: weightsFor(each), mode }));
    const { targets } = each.question;
    return { each, score: ndcg(places, targets), rank: firstAnswer(places, targets) };
  });
  const { overall, languages } = summary(scored);
  console.log(`${set} ${mode.padEnd(8)} ndcg@10 ${overall.toFixed(4)}`);
  console.log(`  by category  ${show(meansBy(scored, (each) => each.question.category))}`);
  console.log(`  by language  ${show(languages)}`);
  if (set !== byFile) {
    const files = gathered.map((each): Scored => ({
      each,
      score: fileScore(each, { weights: weightsFor(each), mode }),
      rank: null,
    }));
    console.log(
      `  by file      ndcg@10 ${summary(files).overall.toFixed(4)}  ${show(meansBy(files, (each) => each.question.category))}`,
    );
    const within = (depth: number): string =>
      `${((100 * scored.filter(({ rank }) => rank !== null && rank <= depth).length) / scored.length).toFixed(1)} %`;
    console.log(`  right span   first ${within(1)}  in the first 3 ${within(3)}  in the first 10 ${within(10)}`);
  }
  if (options.failures && mode === (options.mode ?? 'hybrid'))
    for (const each of scored) {
      const failed = set !== byFile ? each.rank === null || each.rank > 3 : each.score < 0.5;
      if (failed) explain(each, weightsFor(each.each), mode);
    }
}

function explain({ each, score }: Scored, weights: RankingWeights, mode: SearchMode): void {
  console.log(
    `\n[${each.repository}] ${each.question.category} ${score.toFixed(2)} (${each.understanding.kind}): ${each.question.query}`,
  );
  console.log(
    `   wanted ${each.question.targets.map((target) => `${target.path}${target.start_line ? `:${target.start_line}-${target.end_line}` : ''}`).join(' ')}`,
  );
  const deep = order(each, { weights, mode, limit: 200 });
  const at = firstAnswer(placesOf(deep), each.question.targets);
  for (const [i, { candidate, score, reasons }] of deep.entries()) {
    if (i >= 4 && i + 1 !== at) continue;
    const { chunk } = candidate;
    const why = reasons.map((reason) => `${reason.kind} ${reason.effect}`).join(', ');
    console.log(
      `   ${i + 1}. ${score.toFixed(2)} ${chunk.file.path}:${chunk.startLine} ${chunk.kind} ${chunk.name ?? ''} (${why})`,
    );
  }
  if (at === null) console.log('   not among the candidates');
}

const shipped = findModelFolder(findResources().models);
const modelFolder = options.model === 'none' ? null : (options.model ?? shipped);
const given: Partial<RankingWeights> =
  options.weights === undefined ? {} : JSON.parse(readFileSync(options.weights, 'utf8'));
let weights = { ...defaultWeights, ...given };
const modes = searchModes.filter(
  (mode) => (options.mode ?? mode) === mode && (modelFolder !== null || mode === 'keyword'),
);
const sets = new Map<string, Gathered[]>();
for (const [set, cases] of chosenCases()) {
  const prepared = await prepare(cases, { cache: options.cache, modelFolder, key: options.key });
  const gathered = await gather(prepared, { weights, modelFolder, modes });
  console.log(`${set}: ${gathered.length} questions, ${prepared.length} repositories, model ${modelFolder ?? 'none'}`);
  sets.set(set, gathered);
}
const learnedFrom = (options.tune ?? []).flatMap((name) => sets.get(name) ?? []);
const withoutRepository = new Map<string, RankingWeights>();
if (learnedFrom.length > 0) {
  const repositories = [...new Set(learnedFrom.map(({ repository }) => repository))];
  const folds = Number(options.folds ?? 0);
  for (let fold = 0; fold < folds; fold += 1) {
    const left = new Set(repositories.filter((_, i) => i % folds === fold));
    const others = tune(
      learnedFrom.filter(({ repository }) => !left.has(repository)),
      weights,
    );
    for (const repository of left) withoutRepository.set(repository, others);
  }
  weights = tune(learnedFrom, weights);
  const { features, kinds, roles } = weights;
  console.log(JSON.stringify({ features, kinds, roles }));
}
const weightsFor = ({ repository }: Gathered): RankingWeights => withoutRepository.get(repository) ?? weights;
for (const [set, gathered] of sets) for (const mode of modes) report(set, gathered, { mode, weightsFor });
