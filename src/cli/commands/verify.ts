import type { VerifyReport } from '../../shared/contract/indexing.ts';
import type { RepositorySummary } from '../../shared/contract/repositories.ts';
import { WhenceError } from '../../shared/errors.ts';
import { commandLine } from '../advice.ts';
import type { CommonOptions } from '../options.ts';
import { formatDuration, printJson, printLine } from '../output.ts';
import { exitCodes } from '../exit-codes.ts';
import { runToEnd } from '../run-to-end.ts';
import { findIndex, withRoot } from '../with-engine.ts';

/** `whence verify`: checks an index in full and mends it when asked. Answers the exit code: 1 when damage is left. */
export async function runVerify(root: string, options: CommonOptions & { readonly repair?: boolean }): Promise<number> {
  const repair = options.repair ?? false;
  await findIndex(root, options);
  return withRoot(root, { ...options, writes: repair, confirmed: true }, async (session) => {
    const { engine, repository, context } = session;
    const report = await engine.handlers['indexing.verify']({ repositoryId: repository.repositoryId, repair }, context);
    // What was mended is made again: vectors and files that were dropped, or all of it.
    const ended = repair && isUnfinished(repository, report) ? await runToEnd(session, options) : null;
    if (options.json) {
      printJson({
        ok: report.ok,
        checked: report.checked,
        findings: report.findings,
        took_ms: report.tookMs,
        notices: repository.notices,
      });
    } else {
      for (const notice of repository.notices) printLine(notice);
      for (const finding of report.findings) {
        printLine(
          `${finding.check}: ${finding.problem}. ${finding.repaired ? 'Mended' : 'To mend it'}: ${finding.action}`,
        );
      }
      printLine(
        `${report.checked.length} checks in ${formatDuration(report.tookMs)}: ${report.ok ? 'all is well' : 'damage found'}`,
      );
      if (!report.ok && !repair) printLine(`To mend it: ${commandLine('verify --repair', { ...options, root })}`);
    }
    if (ended?.state === 'failed')
      throw ended.error ? WhenceError.from(ended.error) : new WhenceError('INTERNAL', 'Mending failed.');
    return report.ok || repair ? exitCodes.done : exitCodes.failure;
  });
}

const isUnfinished = (repository: RepositorySummary, report: VerifyReport): boolean =>
  report.findings.length > 0 || repository.state !== 'up-to-date';
