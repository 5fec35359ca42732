import { type ReactNode, useState } from 'react';
import type { Editor, Settings } from '../../../shared/contract/settings.ts';
import { useSettings } from '../../host/use-settings.ts';
import { Notice } from '../../ui/notice.tsx';
import { PanelState } from '../../ui/panel-state.tsx';
import { type Choice, Select } from '../../ui/select.tsx';
import { Row, SectionTitle } from '../../ui/setting-row.tsx';
import { parseCommand, printCommand } from './editor-command.ts';

const themes: readonly Choice<Settings['theme']>[] = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

const editorChoices: readonly Choice<Editor>[] = [
  { value: 'system', label: 'The system’s choice' },
  { value: 'vscode', label: 'VS Code' },
  { value: 'cursor', label: 'Cursor' },
  { value: 'zed', label: 'Zed' },
  { value: 'sublime', label: 'Sublime Text' },
  { value: 'idea', label: 'IntelliJ IDEA' },
  { value: 'vim', label: 'Vim' },
  { value: 'neovim', label: 'Neovim' },
  { value: 'emacs', label: 'Emacs' },
  { value: 'custom', label: 'A command of your own' },
];

const engines: readonly Choice<Settings['blameEngine']>[] = [
  { value: 'auto', label: 'Choose by itself', detail: 'git where it is installed' },
  { value: 'git', label: 'git', detail: 'The git program; fastest on long histories' },
  { value: 'isomorphic', label: 'Built in', detail: 'Needs no git program' },
];

interface TextSettingProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder: string;
  readonly onDone: (value: string) => void;
}

/** A text that is saved when it is left or confirmed, not at every key. */
export function TextSetting({ label, value, placeholder, onDone }: TextSettingProps): ReactNode {
  const [typed, setTyped] = useState<string | null>(null);
  const finish = (): void => {
    if (typed !== null && typed !== value) onDone(typed);
    setTyped(null);
  };
  return (
    <input
      className="field"
      aria-label={label}
      placeholder={placeholder}
      spellCheck={false}
      value={typed ?? value}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key === 'Enter') finish();
      }}
    />
  );
}

export function GeneralSection(): ReactNode {
  const { settings, error, retry, change } = useSettings();
  if (settings === null) return <PanelState error={error} waiting="Reading the settings" onRetry={retry} />;
  return (
    <>
      {error === null ? null : <Notice kind="error">{error.message}</Notice>}
      <SectionTitle>Look</SectionTitle>
      <Row title="Theme">
        <Select label="Theme" value={settings.theme} choices={themes} onChange={(theme) => change({ theme })} />
      </Row>
      <Row title="Code font" words="A font installed on this machine; empty is the system’s own.">
        <TextSetting
          label="Code font"
          value={settings.codeFont}
          placeholder="System monospace"
          onDone={(codeFont) => change({ codeFont: codeFont.trim() })}
        />
      </Row>
      <SectionTitle>Editor</SectionTitle>
      <Row title="Open files in">
        <Select
          label="Editor"
          value={settings.editor}
          choices={editorChoices}
          onChange={(editor) => change({ editor })}
        />
      </Row>
      {settings.editor === 'custom' ? (
        <Row
          title="Command"
          words={
            <>
              Program and arguments. <code>{'{path}'}</code>, <code>{'{line}'}</code> and <code>{'{root}'}</code> are
              filled in; no shell is used. Whence asks you outside of this window before it takes a new one.
            </>
          }
        >
          <TextSetting
            label="Editor command"
            value={printCommand(settings.editorCommand)}
            placeholder="edit +{line} {path}"
            onDone={(text) => change({ editorCommand: parseCommand(text) })}
          />
        </Row>
      ) : null}
      <SectionTitle>Blame</SectionTitle>
      <Row title="Blame engine" words="Both give the same answers.">
        <Select
          label="Blame engine"
          value={settings.blameEngine}
          choices={engines}
          onChange={(blameEngine) => change({ blameEngine })}
        />
      </Row>
    </>
  );
}
