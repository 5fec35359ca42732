import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import type { RepositorySummary } from '../../../shared/contract/repositories.ts';
import { keyHint } from '../../frame/keys.ts';
import { useActions } from '../../frame/use-actions.ts';
import { showPage, useView } from '../../frame/view-store.ts';
import { Page } from '../../ui/page.tsx';
import { AboutSection } from './about-section.tsx';
import { GeneralSection } from './general-section.tsx';
import { HealthSection } from './health-section.tsx';
import { IndexingSection } from './indexing-section.tsx';
import { StorageSection } from './storage-section.tsx';
import './settings-page.css';

const sections = [
  ['general', 'General'],
  ['indexing', 'Indexing'],
  ['storage', 'Indexes'],
  ['health', 'Health'],
  ['about', 'About'],
] as const;

interface SettingsPageProps {
  readonly summary: RepositorySummary | null;
  /** Rows about updates of the app, among those about it. */
  readonly updates: ReactNode;
}

function Section({ id, summary, updates }: SettingsPageProps & { readonly id: string }): ReactNode {
  if (id === 'indexing') return <IndexingSection />;
  if (id === 'storage') return <StorageSection />;
  if (id === 'health') return <HealthSection summary={summary} />;
  if (id === 'about') return <AboutSection updates={updates} />;
  return <GeneralSection />;
}

export function SettingsPage({ summary, updates }: SettingsPageProps): ReactNode {
  const section = useView((state) => state.settingsSection);
  useActions({ back: () => showPage(null) });
  return (
    <Page title="Settings" backHint={keyHint('back')} onBack={() => showPage(null)}>
      <Tabs
        className="settings"
        orientation="vertical"
        selectedKey={section}
        onSelectionChange={(key) => showPage('settings', String(key))}
      >
        <TabList className="settings__nav" aria-label="Sections">
          {sections.map(([id, label]) => (
            <Tab key={id} id={id} className="settings__tab">
              {label}
            </Tab>
          ))}
        </TabList>
        {sections.map(([id]) => (
          <TabPanel key={id} id={id} className="settings__panel">
            <div className="settings__column">
              <Section id={id} summary={summary} updates={updates} />
            </div>
          </TabPanel>
        ))}
      </Tabs>
    </Page>
  );
}
