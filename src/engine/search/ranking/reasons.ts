import type { FileRole } from '../../../shared/chunk-kind.ts';
import type { Reason } from '../../../shared/contract/search.ts';
import type { Candidate } from './features.ts';
import type { Features } from './weights.ts';

const roleNames: { readonly [Role in Exclude<FileRole, 'source'>]: string } = {
  test: 'a test',
  example: 'an example',
  docs: 'documentation',
  config: 'configuration',
  generated: 'generated code',
  vendored: 'somebody else’s code',
  legacy: 'legacy code',
};

/** Smaller effects are not worth a reader's time. */
const leastEffect = 0.02;

/** Why a result stands where it stands, largest effect first. */
export function reasonsFor(entry: { candidate: Candidate; parts: Features; factor: number; score: number }): Reason[] {
  const { candidate, parts, factor, score } = entry;
  const { chunk, keywordRank, meaningRank } = candidate;
  const reasons: Reason[] = [];
  const add = (kind: Reason['kind'], text: string, effect: number): void => {
    if (Math.abs(effect) >= leastEffect) reasons.push({ kind, text, effect: Math.round(effect * 1000) / 1000 });
  };
  const byKeyword = keywordRank === null ? 'holds words of the query' : `number ${keywordRank} by keyword`;
  add('keyword', byKeyword, parts.keyword + parts.coverage);
  add('meaning', meaningRank === null ? 'near in meaning' : `number ${meaningRank} by meaning`, parts.meaning);
  add('definition', definitionText(candidate), parts.definition);
  add('exact', 'query words in the names defined here', parts.names);
  add('exact', `query words in ${chunk.enclosing.join('.')}, which it is part of`, parts.enclosing);
  add('phrase', 'neighbouring words of the query stand together', parts.pairs);
  add('exact', 'holds the query as it was typed', parts.verbatim);
  add('path', 'query words in the file name', parts.stem + parts.stemExact);
  add('path', 'query words in the folder', parts.folders);
  add('several-hits', 'the file holds much of the query', parts.file + parts.fileCoverage + parts.hits);
  add('meaning', 'the file is near in meaning', parts.fileMeaning);
  add('path', 'a central file, by size and place', parts.size + parts.shallow);
  const sum = Object.values(parts).reduce((total, part) => total + part, 0);
  const role = chunk.isTest ? 'test' : chunk.file.role;
  // The factor is of the kind and the role together; in source code only the kind is left to explain it.
  const weighed = role === 'source' ? `its kind: ${chunk.kind}` : `its kind: ${chunk.kind}, in ${roleNames[role]}`;
  if (factor !== 1) add('role', weighed, sum * (factor - 1));
  const { lift } = candidate;
  if (lift !== null) add(lift.kind, lift.text, lift.effect);
  const damped = score - sum * factor - (lift?.effect ?? 0);
  if (damped < -leastEffect) add('duplicate', 'a further place of a file, or text already shown', damped);
  return reasons.sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
}

const definitionText = ({ chunk, defines }: Candidate): string =>
  defines === null
    ? `the file is called ${chunk.file.path.slice(chunk.file.path.lastIndexOf('/') + 1)}`
    : `defines ${defines}`;
