import type { CommonOptions } from '../options.ts';
import { formatDuration, printJson, printLine } from '../output.ts';
import { exitCodes } from '../run.ts';
import { withRoot } from '../with-engine.ts';

/** `whence verify`: checks an index in full and mends it when asked. Answers the exit code: 1 when damage is left. */
export async function runVerify(root: string, options: CommonOptions & { readonly repair?: boolean }): Promise<number> {
  const repair = options.repair ?? false;
  return withRoot(root, { ...options, writes: repair, confirmed: true }, async ({ engine, repository, context }) => {
    const report = await engine.handlers['indexing.verify']({ repositoryId: repository.repositoryId, repair }, context);
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
      if (!report.ok && !repair) printLine('"whence verify --repair" mends it.');
    }
    return report.ok || report.findings.every((finding) => finding.repaired) ? exitCodes.done : exitCodes.failure;
  });
}
