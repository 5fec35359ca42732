import { type ErrorShape, toErrorShape } from '../../shared/errors.ts';
import { readLog } from '../log/index.ts';
import { describeData, describeModel, describeSystem, describeVersions, tried } from './installation.ts';
import type { DoctorReport } from './report.ts';

export type { DoctorReport, IndexReport } from './report.ts';

/** Failures of the log that are shown, and lines that are looked through for them. */
const mostErrors = 10;
const mostLines = 5000;

/** Looks at everything that search rests on, and at one index. Changes nothing; what it needs is loaded only here, so that it can fail. */
export async function examine(dataFolder: string, root: string | null): Promise<DoctorReport> {
  const versions = await describeVersions();
  const model = await describeModel();
  const data = describeData(dataFolder);
  const problems: ErrorShape[] = [];
  const git = await tried(problems, toErrorShape, async () =>
    (await import('../git/executable/locate.ts')).locateGit(),
  );
  const hasModel = model.value.model !== null;
  const index =
    root === null || versions.value.sqlite === null
      ? null
      : await tried(problems, toErrorShape, async () =>
          (await import('./index-health.ts')).describeIndex(root, { dataFolder, hasModel }),
        );
  return {
    versions: versions.value,
    system: describeSystem(),
    git: git && { version: git.version, path: git.file },
    ...model.value,
    data: data.value,
    index: index?.value ?? null,
    lastErrors: lastErrors(dataFolder),
    problems: distinct([
      ...versions.problems,
      ...model.problems,
      ...data.problems,
      ...problems,
      ...(index?.problems ?? []),
    ]),
  };
}

const lastErrors = (dataFolder: string): readonly string[] =>
  readLog(dataFolder, mostLines)
    .filter((line) => line.includes('"level":"error"'))
    .slice(-mostErrors);

/** onnxruntime that can't be loaded is met by whoever needs it. */
const distinct = (problems: readonly ErrorShape[]): readonly ErrorShape[] =>
  problems.filter((problem, i) => problems.findIndex(({ message }) => message === problem.message) === i);
