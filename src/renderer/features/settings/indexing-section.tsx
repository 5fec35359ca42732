import type { ReactNode } from 'react';
import { useSettings } from '../../host/use-settings.ts';
import { formatBytes } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { PanelState } from '../../ui/panel-state.tsx';
import { type Choice, Select } from '../../ui/select.tsx';
import { Row, SectionTitle } from '../../ui/setting-row.tsx';
import { Toggle } from '../../ui/toggle.tsx';

const kilobyte = 1024;
const sizes = [256, 512, 1024, 2048, 4096, 8192, 16_384].map((size) => size * kilobyte);
const threads = ['0', '1', '2', '4', '8', '16'];

const sizeChoices = (now: number): readonly Choice<string>[] =>
  [...new Set([...sizes, now])]
    .sort((a, b) => a - b)
    .map((size) => ({ value: String(size), label: formatBytes(size) }));

const threadChoices = (now: number): readonly Choice<string>[] =>
  [...new Set([...threads, String(now)])].map((count) => ({
    value: count,
    label: count === '0' ? 'Choose by itself' : count,
  }));

export function IndexingSection(): ReactNode {
  const { settings, error, retry, change } = useSettings();
  if (settings === null) return <PanelState error={error} waiting="Reading the settings" onRetry={retry} />;
  return (
    <>
      {error === null ? null : <Notice kind="error">{error.message}</Notice>}
      <SectionTitle>What is indexed</SectionTitle>
      <Row title="Largest file" words="Larger files are left out, and listed with that reason.">
        <Select
          label="Largest file"
          value={String(settings.maxFileBytes)}
          choices={sizeChoices(settings.maxFileBytes)}
          onChange={(size) => change({ maxFileBytes: Number(size) })}
        />
      </Row>
      <Row title="Vendored code" words="Code of others kept in the repository, such as vendor and third_party folders.">
        <Toggle
          bare
          label="Index vendored code"
          isSelected={settings.includeVendored}
          onChange={(includeVendored) => change({ includeVendored })}
        />
      </Row>
      <p className="setting__words">Changed limits apply the next time a repository is indexed.</p>
      <SectionTitle>When and how</SectionTitle>
      <Row title="Follow changes" words="While a repository is open, changed files are indexed within seconds.">
        <Toggle bare label="Follow changes" isSelected={settings.watch} onChange={(watch) => change({ watch })} />
      </Row>
      <Row title="Threads" words="For computing what code means. Fewer leave more of the machine to you.">
        <Select
          label="Threads"
          value={String(settings.embedderThreads)}
          choices={threadChoices(settings.embedderThreads)}
          onChange={(count) => change({ embedderThreads: Number(count) })}
        />
      </Row>
    </>
  );
}
