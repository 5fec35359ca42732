import { CircleCheck, TriangleAlert, Wrench } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CheckKind, Finding, VerifyReport } from '../../../shared/contract/indexing.ts';
import type { RepositorySummary } from '../../../shared/contract/repositories.ts';
import { showPage } from '../../frame/view-store.ts';
import { useAction } from '../../host/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { formatBytes, formatDuration, plural } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { Row, SectionTitle } from '../../ui/setting-row.tsx';
import './health-section.css';

const checkWords: Readonly<Record<CheckKind, string>> = {
  manifest: 'manifest',
  database: 'database pages',
  'foreign-keys': 'references',
  'keyword-index': 'keyword index',
  vectors: 'vectors',
  chunks: 'chunks',
  batches: 'checkpoints',
  counts: 'counts',
};

function FindingRow({ finding }: { readonly finding: Finding }): ReactNode {
  return (
    <li className="health__finding">
      {finding.repaired ? (
        <Wrench size={16} className="health__mended" aria-label="Mended" />
      ) : (
        <TriangleAlert size={16} className="health__open" aria-label="Not mended" />
      )}
      <div>
        <p>{finding.problem}</p>
        <p className="setting__words">{`${checkWords[finding.check]} · ${finding.repaired ? 'mended' : 'to mend it'}: ${finding.action}`}</p>
      </div>
    </li>
  );
}

function Report({
  report,
  onRepair,
  busy,
}: {
  readonly report: VerifyReport;
  readonly onRepair: () => void;
  readonly busy: boolean;
}): ReactNode {
  const open = report.findings.filter(({ repaired }) => !repaired).length;
  return (
    <div className="health__report">
      <p className="health__verdict">
        {report.ok ? (
          <CircleCheck size={16} className="health__mended" aria-hidden />
        ) : (
          <TriangleAlert size={16} className="health__open" aria-hidden />
        )}
        {report.ok ? 'The index is sound.' : `${plural(open, 'problem')} to mend.`}
        <span className="setting__words">{`checked in ${formatDuration(report.tookMs)}: ${report.checked.map((check) => checkWords[check]).join(', ')}`}</span>
      </p>
      <ul>
        {report.findings.map((finding) => (
          <FindingRow key={`${finding.check} ${finding.problem}`} finding={finding} />
        ))}
      </ul>
      {open > 0 ? (
        <Button look="strong" isDisabled={busy} onPress={onRepair}>
          Mend it
        </Button>
      ) : null}
    </div>
  );
}

/** Checks and mends the index of the open root. Searching goes on meanwhile. */
export function HealthSection({ summary }: { readonly summary: RepositorySummary | null }): ReactNode {
  const verify = useAction('indexing.verify');
  const start = useAction('indexing.start');
  if (summary === null) {
    return <Empty title="No repository is open">Open one to check its index.</Empty>;
  }
  const { repositoryId } = summary;
  const busy = verify.isPending;
  const error = verify.error ?? start.error;
  return (
    <>
      <SectionTitle>{`Index of ${summary.name}`}</SectionTitle>
      <Row title="Full check" words="Reads every page, reference, vector and count. Searching goes on meanwhile.">
        <Button isDisabled={busy} onPress={() => verify.mutate({ repositoryId, repair: false })}>
          {busy ? (verify.variables?.repair ? 'Mending' : 'Checking') : 'Check now'}
        </Button>
      </Row>
      {error === null ? null : <Notice kind="error">{error.message}</Notice>}
      {verify.data === undefined ? null : (
        <Report report={verify.data} busy={busy} onRepair={() => verify.mutate({ repositoryId, repair: true })} />
      )}
      <Row
        title="Index from the start"
        words={`Drops the ${formatBytes(summary.indexBytes)} there are and reads every file anew.`}
      >
        <Button
          look="danger"
          isDisabled={start.isPending}
          onPress={() => start.mutate({ repositoryId, rebuild: true }, { onSuccess: () => showPage(null) })}
        >
          Rebuild
        </Button>
      </Row>
      <Row title="Metrics" words="Search times, builds, sizes and the log of events.">
        <Button onPress={() => showPage('metrics')}>Show</Button>
      </Row>
    </>
  );
}
