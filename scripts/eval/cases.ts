import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file, or a span of its lines (1-based, inclusive), that answers a question. */
export interface Target {
  readonly path: string;
  readonly start_line?: number | null;
  readonly end_line?: number | null;
}

export interface Question {
  readonly query: string;
  readonly category: string;
  readonly targets: readonly Target[];
}

/** One repository of a set, with its questions. */
export interface Case {
  readonly repository: string;
  readonly language: string;
  /** Absolute path of the folder that is searched. */
  readonly root: string;
  readonly questions: readonly Question[];
}

interface Spec {
  readonly name: string;
  readonly language: string;
  readonly benchmark_root: string | null;
}

interface Annotation {
  readonly query: string;
  readonly category?: string;
  readonly relevant?: readonly (string | Target)[];
  readonly secondary?: readonly (string | Target)[];
}

const readJson = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;

/** A set of the form `repos.json` and `annotations/NAME.json`; `repos` holds one checkout per name. */
export function casesByFile(set: string, repos: string): Case[] {
  return readJson<Spec[]>(join(set, 'repos.json')).flatMap((spec) => {
    const root = join(repos, spec.name, spec.benchmark_root ?? '.');
    if (!existsSync(root)) return missing(spec.name);
    const questions = readJson<Annotation[]>(join(set, 'annotations', `${spec.name}.json`)).map(
      ({ query, category, relevant, secondary }): Question => ({
        query: query.replaceAll('\n', ' '),
        category: category ?? 'semantic',
        targets: [...(relevant ?? []), ...(secondary ?? [])].map((target) =>
          typeof target === 'string' ? { path: target } : target,
        ),
      }),
    );
    return [{ repository: spec.name, language: spec.language, root, questions }];
  });
}

/** The set of test/quality/by-lines. */
export function casesByLines(set: string, repos: string): Case[] {
  return readdirSync(set)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      const { repository, language, questions } = readJson<Omit<Case, 'root'>>(join(set, name));
      const root = join(repos, repository);
      return existsSync(root) ? [{ repository, language, root, questions }] : missing(repository);
    });
}

function missing(name: string): [] {
  console.error(`${name}: no checkout, left out`);
  return [];
}
