import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file, or a span of its lines (1-based, inclusive), that answers a question. */
export interface Target {
  readonly path: string;
  readonly start_line?: number;
  readonly end_line?: number;
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

/** A set of the form `repos.json` and `annotations/NAME.json`; `repos` holds one checkout per name. */
export function casesByFile(set: string, repos: string): Case[] {
  const specs: Spec[] = JSON.parse(readFileSync(join(set, 'repos.json'), 'utf8'));
  return specs.flatMap((spec) => {
    const root = join(repos, spec.name, spec.benchmark_root ?? '.');
    if (!existsSync(root)) return missing(spec.name);
    const annotations: Annotation[] = JSON.parse(readFileSync(join(set, 'annotations', `${spec.name}.json`), 'utf8'));
    const questions = annotations.map(({ query, category, relevant, secondary }): Question => ({
      query: query.replaceAll('\n', ' '),
      category: category ?? 'semantic',
      targets: [...(relevant ?? []), ...(secondary ?? [])].map((target) =>
        typeof target === 'string' ? { path: target } : target,
      ),
    }));
    return [{ repository: spec.name, language: spec.language, root, questions }];
  });
}

/** The set of test/quality/by-lines. */
export function casesByLines(set: string, repos: string): Case[] {
  return readdirSync(set)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      const file: Omit<Case, 'root'> = JSON.parse(readFileSync(join(set, name), 'utf8'));
      const { repository, language, questions } = file;
      const root = join(repos, repository);
      return existsSync(root) ? [{ repository, language, root, questions }] : missing(repository);
    });
}

function missing(name: string): [] {
  console.error(`${name}: no checkout, left out`);
  return [];
}
