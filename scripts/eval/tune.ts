/**
 * Learns ranking weights from questions with known answers: a listwise logistic fit of the very sum that ranks, from a plain
 * start, with a penalty for leaving it. Two losses are added: over the best places of all files (a right file before the wrong
 * ones) and, where lines are known, over the places of a right file (the right one before the others).
 */
import { type ChunkKind, chunkKinds, type FileRole, fileRoles } from '../../src/shared/chunk-kind.ts';
import { hitShares, rolesAgainst } from '../../src/engine/search/ranking/rank.ts';
import {
  type FeatureName,
  featureNames,
  type Features,
  type RankingWeights,
} from '../../src/engine/search/ranking/weights.ts';
import type { Gathered } from './engine.ts';
import { covers, filesOf } from './metric.ts';

/**
 * Where learning starts: every feature alike but the definition of what is named, which is above all, and the names around,
 * which often say the file's name again; everything beside the source half.
 */
const plain = {
  feature: 0.2,
  definition: 0.6,
  enclosing: 0.1,
  role: 0.5,
  kinds: {
    function: 1.05,
    method: 1,
    class: 0.95,
    interface: 0.7,
    type: 0.9,
    enum: 1,
    module: 0.8,
    constant: 0.85,
    section: 0.5,
    block: 0.95,
    window: 0.8,
  } satisfies { [Kind in ChunkKind]: number },
};

/** How strongly the start holds, as if so many hundreds of questions spoke for it. */
const penalty = 2;
/** Scores differ by some tenths: this makes a difference of 0.1 clear but not certain. */
const sharpness = 8;
/** How much the places within a file count beside the order of the files. */
const withinFile = 0.3;
const rounds = 100;
const rate = 0.05;
/** By how much a parameter moves in a step, relative to the others: weights, logarithms of factors. */
const reach = { feature: 0.2, kind: 0.2, role: 0.3 };

const kindsAt = featureNames.length;
const rolesAt = kindsAt + chunkKinds.length;
const count = rolesAt + fileRoles.length;
const hitsAt = featureNames.indexOf('hits');
const keywordAt = featureNames.indexOf('keyword');
const meaningAt = featureNames.indexOf('meaning');

/** One question as numbers. */
interface Sample {
  readonly candidates: Gathered['candidates']['hybrid'];
  /** Values of all features, candidate by candidate. */
  readonly values: Float64Array;
  /** Number of the candidate's file among the question's. */
  readonly files: readonly number[];
  readonly fileCount: number;
  /** Places in the parameters of each candidate's factors. */
  readonly factors: readonly (readonly number[])[];
  /** Factor that is not learned. */
  readonly fixed: readonly number[];
  readonly isRightFile: readonly boolean[];
  /** Null when the question's answers are whole files. */
  readonly isRightPlace: readonly boolean[] | null;
}

function sampleOf({ question, candidates: { hybrid }, understanding }: Gathered, header: number): Sample {
  const numbers = new Map<number, number>();
  for (const { chunk } of hybrid) if (!numbers.has(chunk.file.id)) numbers.set(chunk.file.id, numbers.size);
  const places = hybrid.map(({ chunk }) => ({ path: chunk.file.path, ...chunk }));
  const byLines = question.targets.every((target) => target.start_line !== undefined);
  const right = filesOf(question.targets);
  return {
    candidates: hybrid,
    values: Float64Array.from(hybrid.flatMap(({ features }) => featureNames.map((name) => features[name]))),
    files: hybrid.map(({ chunk }) => numbers.get(chunk.file.id) ?? 0),
    fileCount: numbers.size,
    factors: hybrid.map((candidate) => [
      kindsAt + chunkKinds.indexOf(candidate.chunk.kind),
      ...rolesAgainst(candidate, understanding).map((role) => rolesAt + fileRoles.indexOf(role)),
    ]),
    fixed: hybrid.map(({ chunk }) => (chunk.file.declaresOnly ? header : 1)),
    isRightFile: places.map((place) => right.some((target) => covers(place, target))),
    isRightPlace: byLines ? places.map((place) => question.targets.some((target) => covers(place, target))) : null,
  };
}

/** Scores of all candidates and their factors; puts the present share of hits among the values. */
function scoresOf(sample: Sample, parameters: Float64Array): { scores: Float64Array; factors: Float64Array } {
  const { candidates, values } = sample;
  const width = featureNames.length;
  const found = candidates.map(
    (_, i) =>
      (values[i * width + keywordAt] ?? 0) * (parameters[keywordAt] ?? 0) +
      (values[i * width + meaningAt] ?? 0) * (parameters[meaningAt] ?? 0),
  );
  const scores = new Float64Array(candidates.length);
  const factors = new Float64Array(candidates.length);
  for (const [i, share] of hitShares(candidates, found).entries()) {
    values[i * width + hitsAt] = share;
    let sum = 0;
    for (let k = 0; k < width; k += 1) sum += (values[i * width + k] ?? 0) * (parameters[k] ?? 0);
    const logarithm = (sample.factors[i] ?? []).reduce((total, at) => total + (parameters[at] ?? 0), 0);
    factors[i] = Math.exp(logarithm) * (sample.fixed[i] ?? 1);
    scores[i] = sum * (factors[i] ?? 1);
  }
  return { scores, factors };
}

/** Adds to `pull` how each of `among` should move so that the right ones come first. */
function pullRight(
  pull: Float64Array,
  scores: Float64Array,
  { among, isRight, weight }: { among: readonly number[]; isRight: readonly boolean[]; weight: number },
): void {
  const right = among.filter((i) => isRight[i]);
  const wrong = among.filter((i) => !isRight[i]);
  if (right.length === 0 || wrong.length === 0) return;
  const top = Math.max(...among.map((i) => scores[i] ?? 0));
  const mass = (i: number): number => Math.exp(((scores[i] ?? 0) - top) * sharpness);
  const against = wrong.reduce((sum, i) => sum + mass(i), 0);
  for (const i of right) {
    const push = ((against / (mass(i) + against)) * sharpness * weight) / right.length;
    pull[i] = (pull[i] ?? 0) + push;
    for (const j of wrong) pull[j] = (pull[j] ?? 0) - (push * mass(j)) / against;
  }
}

function addGradient(gradient: Float64Array, sample: Sample, parameters: Float64Array): void {
  const { scores, factors } = scoresOf(sample, parameters);
  const pull = new Float64Array(scores.length);
  const leaders = Array.from({ length: sample.fileCount }, () => -1);
  for (const [i, file] of sample.files.entries()) {
    const leader = leaders[file] ?? -1;
    if (leader < 0 || (scores[i] ?? 0) > (scores[leader] ?? 0)) leaders[file] = i;
  }
  pullRight(pull, scores, { among: leaders, isRight: sample.isRightFile, weight: 1 });
  const { isRightPlace } = sample;
  if (isRightPlace !== null) {
    const rightFiles = new Set(sample.files.filter((_, i) => isRightPlace[i]));
    for (const file of rightFiles) {
      const among = sample.files.flatMap((other, i) => (other === file ? [i] : []));
      pullRight(pull, scores, { among, isRight: isRightPlace, weight: withinFile / rightFiles.size });
    }
  }
  const width = featureNames.length;
  for (const [i, force] of pull.entries()) {
    if (force === 0) continue;
    for (let k = 0; k < width; k += 1) {
      gradient[k] = (gradient[k] ?? 0) + force * (factors[i] ?? 1) * (sample.values[i * width + k] ?? 0);
    }
    for (const at of sample.factors[i] ?? []) gradient[at] = (gradient[at] ?? 0) + force * (scores[i] ?? 0);
  }
}

/** Learns features, kinds and roles; the rest of `from` stays. Adam, with the first moments unbiased. */
export function tune(gathered: readonly Gathered[], from: RankingWeights): RankingWeights {
  const samples = gathered.map((each) => sampleOf(each, from.header)).filter(({ files }) => files.length > 0);
  const start = startOf();
  const scale = Float64Array.from({ length: count }, (_, k) =>
    k < kindsAt ? reach.feature : k < rolesAt ? reach.kind : reach.role,
  );
  const parameters = start.slice();
  const first = new Float64Array(count);
  const second = new Float64Array(count);
  for (let round = 1; round <= rounds; round += 1) {
    const gradient = new Float64Array(count);
    for (const sample of samples) addGradient(gradient, sample, parameters);
    for (let k = 0; k < count; k += 1) {
      const unit = scale[k] ?? 1;
      const moved = ((parameters[k] ?? 0) - (start[k] ?? 0)) / unit;
      const slope = ((gradient[k] ?? 0) * unit - moved * penalty * 100) / samples.length;
      first[k] = 0.9 * (first[k] ?? 0) + 0.1 * slope;
      second[k] = 0.999 * (second[k] ?? 0) + 0.001 * slope ** 2;
      const step = (first[k] ?? 0) / (1 - 0.9 ** round);
      const size = Math.sqrt((second[k] ?? 0) / (1 - 0.999 ** round)) + 1e-8;
      const next = (parameters[k] ?? 0) + (unit * rate * step) / size;
      parameters[k] = k < kindsAt ? Math.max(0, next) : next;
    }
  }
  return weightsOf(parameters, from);
}

function startOf(): Float64Array {
  return Float64Array.from([
    ...featureNames.map((name) => (name === 'definition' || name === 'enclosing' ? plain[name] : plain.feature)),
    ...chunkKinds.map((kind) => Math.log(plain.kinds[kind])),
    ...fileRoles.map((role) => (role === 'source' ? 0 : Math.log(plain.role))),
  ]);
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

function weightsOf(parameters: Float64Array, from: RankingWeights): RankingWeights {
  const features = { ...from.features } as Record<FeatureName, number>;
  for (const [k, name] of featureNames.entries()) features[name] = rounded(parameters[k] ?? 0);
  const kinds = { ...from.kinds } as Record<ChunkKind, number>;
  for (const [k, kind] of chunkKinds.entries()) kinds[kind] = rounded(Math.exp(parameters[kindsAt + k] ?? 0));
  const roles = { ...from.roles } as Record<FileRole, number>;
  for (const [k, role] of fileRoles.entries()) roles[role] = rounded(Math.exp(parameters[rolesAt + k] ?? 0));
  return { ...from, features: features satisfies Features, kinds, roles };
}
