import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import type { RepositorySummary } from '../../../shared/contract/repositories.ts';
import { keyHint } from '../../app/keys.ts';
import { useActions } from '../../app/use-actions.ts';
import { showPage, useView } from '../../app/view-store.ts';
import { IconButton } from '../../ui/button.tsx';
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

function Section({ id, summary }: { readonly id: string; readonly summary: RepositorySummary | null }): ReactNode {
  if (id === 'indexing') return <IndexingSection />;
  if (id === 'storage') return <StorageSection />;
  if (id === 'health') return <HealthSection summary={summary} />;
  if (id === 'about') return <AboutSection />;
  return <GeneralSection />;
}

export function SettingsPage({ summary }: { readonly summary: RepositorySummary | null }): ReactNode {
  const section = useView((state) => state.settingsSection);
  useActions({ back: () => showPage(null) });
  return (
    <div className="page">
      <header className="page__head">
        <IconButton label="Back" hint={keyHint('back')} onPress={() => showPage(null)}>
          <ArrowLeft size={16} />
        </IconButton>
        <h1 className="page__title">Settings</h1>
      </header>
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
              <Section id={id} summary={summary} />
            </div>
          </TabPanel>
        ))}
      </Tabs>
    </div>
  );
}
