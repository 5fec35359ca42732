import { type DoctorReport, examine, type IndexReport } from '../../engine/doctor/index.ts';
import { WhenceError } from '../../shared/errors.ts';
import { adviceFor } from '../advice.ts';
import { exitCodes } from '../exit-codes.ts';
import { type CommonOptions, dataFolderOf } from '../options.ts';
import { counted, formatBytes, printJson, printLine, printNote, thousands } from '../output.ts';

/** `whence doctor`: what a bug report needs. Answers the exit code: a failure where something is broken. */
export async function runDoctor(root: string | undefined, options: CommonOptions): Promise<number> {
  const report = await examine(dataFolderOf(options), root ?? null);
  const problems = report.problems.map(({ code, message }) => {
    const advice = root === undefined ? null : adviceFor(new WhenceError(code, message), { ...options, root });
    return { code, message: advice === null ? message : `${message} ${advice}` };
  });
  if (options.json) printJson({ ...report, problems });
  else {
    for (const line of describe(report)) printLine(line);
    for (const { message } of problems) printLine(`problem      ${message}`);
    if (problems.length === 0) printLine('problems     none found');
  }
  if (problems.length > 0)
    printNote(`whence: ${counted(problems.length, 'problem')} found; the report says what to do.`);
  return problems.length === 0 ? exitCodes.done : exitCodes.failure;
}

function describe({ versions, system, git, model, accelerator, data, index, lastErrors }: DoctorReport): string[] {
  const electron = versions.electron === null ? '' : `, Electron ${versions.electron}`;
  return [
    `whence       ${versions.whence} (Node ${versions.node}${electron})`,
    `libraries    SQLite ${versions.sqlite ?? '-'}, sqlite-vec ${versions.sqliteVec ?? '-'}, onnxruntime ${versions.onnxruntime ?? '-'}`,
    `system       ${system.platform} ${system.release} ${system.arch}, ${counted(system.cpus, 'CPU')}`,
    `memory       ${formatBytes(system.memoryBytes)}, ${formatBytes(system.freeMemoryBytes)} free`,
    `git          ${git === null ? 'none of 2.30 or newer: blame and history do without' : `${git.version} (${git.path})`}`,
    `model        ${model === null ? 'none' : `${model.id}, revision ${model.revision}, checksums ${model.checksumsMatch ? 'right' : 'wrong'}`}`,
    `accelerator  ${accelerator ?? 'none'}`,
    `data folder  ${data.folder} (${data.exists ? '' : 'not there yet, '}${data.writable ? 'writable' : 'not writable'}, ${data.freeBytes === null ? 'free space unknown' : `${formatBytes(data.freeBytes)} free`})`,
    `indexes      ${thousands(data.indexes)}, ${formatBytes(data.indexBytes)}`,
    ...(index === null ? [] : describeIndex(index)),
    ...lastErrors.map((line) => `last error   ${line}`),
  ];
}

const describeIndex = ({ root, state, bytes, counts, healthy }: IndexReport): string[] => [
  `root         ${root}`,
  `index        ${state}, ${formatBytes(bytes)}${healthy === null ? '' : `, ${healthy ? 'checked in full: sound' : 'not sound'}`}`,
  ...(counts === null
    ? []
    : [
        `holds        ${counted(counts.files, 'file')} (${thousands(counts.failed)} failed), ${counted(counts.chunks, 'chunk')} (${thousands(counts.pending)} pending)`,
      ]),
];
