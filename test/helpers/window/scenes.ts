import type { Page } from 'playwright-core';
import type { FakeState } from './fake-states.ts';

/** A state of the window worth a look: what the host answers, and what the person does. */
export interface Scene {
  readonly name: string;
  readonly state: FakeState;
  readonly parameters?: string;
  readonly act?: (page: Page) => Promise<void>;
}

const question = 'where is the retry delay computed';

const openFirst = async (page: Page): Promise<void> => {
  await page
    .getByRole('button', { name: /^harbour/ })
    .first()
    .click();
  await page.getByRole('combobox', { name: 'Search this repository' }).waitFor();
};

const ask = (text: string) => async (page: Page) => {
  await openFirst(page);
  await page.keyboard.type(text, { delay: 2 });
  await page.waitForTimeout(350);
};

const press =
  (text: string, ...keys: readonly string[]) =>
  async (page: Page) => {
    await ask(text)(page);
    await page.keyboard.press('Enter');
    await page.waitForTimeout(250);
    for (const key of keys) await page.keyboard.press(key);
    await page.waitForTimeout(400);
  };

/** A search whose answer does not come, after one whose answer did. */
const askSlowly = async (page: Page): Promise<void> => {
  await ask('retry')(page);
  await page.keyboard.type(' "delay"', { delay: 2 });
  await page.waitForTimeout(800);
};

const settings = (section: string) => async (page: Page) => {
  await openFirst(page);
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: section }).click();
  await page.waitForTimeout(150);
};

export const scenes: readonly Scene[] = [
  { name: 'start', state: 'usual' },
  { name: 'start-empty', state: 'empty' },
  {
    name: 'start-menu',
    state: 'usual',
    act: async (page) => {
      await page.getByRole('button', { name: 'Actions for lighthouse' }).click();
      await page.waitForTimeout(150);
    },
  },
  {
    name: 'start-remove',
    state: 'usual',
    act: async (page) => {
      await page.getByRole('button', { name: 'Actions for lighthouse' }).click();
      await page.getByRole('menuitem', { name: 'Remove and delete its index' }).click();
      await page.waitForTimeout(200);
    },
  },
  {
    name: 'start-folders',
    state: 'usual',
    act: async (page) => {
      await page.getByRole('button', { name: 'Open a repository' }).click();
      await page.waitForTimeout(300);
    },
  },
  {
    name: 'start-large',
    state: 'large-root',
    act: async (page) => {
      await page
        .getByRole('button', { name: /^harbour/ })
        .first()
        .click();
      await page.waitForTimeout(250);
    },
  },
  {
    name: 'start-fails',
    state: 'open-fails',
    act: async (page) => {
      await page
        .getByRole('button', { name: /^harbour/ })
        .first()
        .click();
      await page.waitForTimeout(250);
    },
  },
  { name: 'host-gone', state: 'usual', parameters: 'gone=later' },
  { name: 'host-never', state: 'empty', parameters: 'gone=first' },
  { name: 'search-empty', state: 'usual', act: openFirst },
  { name: 'search-results', state: 'usual', act: ask(question) },
  { name: 'search-focus-list', state: 'usual', act: press(question, 'Escape', 'j', 'j') },
  {
    name: 'search-why',
    state: 'usual',
    act: async (page) => {
      await ask(question)(page);
      await page.getByRole('listbox', { name: 'Results' }).focus();
      await page.keyboard.press('w');
      await page.waitForTimeout(200);
    },
  },
  { name: 'search-chips', state: 'usual', act: ask('retry lang:go -path:test/ author:"Lin Wei" delay') },
  { name: 'search-completion', state: 'usual', act: ask('retry lang:') },
  { name: 'search-completion-names', state: 'usual', act: ask('retry pa') },
  { name: 'search-problem', state: 'query-problem', act: ask('retry after:yesterdayish') },
  { name: 'search-no-hits', state: 'no-hits', act: ask('flux capacitor lang:go author:ada ') },
  { name: 'search-one', state: 'one-hit', act: ask(question) },
  {
    name: 'search-many',
    state: 'many',
    act: async (page) => {
      await ask(question)(page);
      await page.getByRole('listbox', { name: 'Results' }).evaluate((list) => list.scrollTo(0, 4000));
      await page.waitForTimeout(400);
    },
  },
  { name: 'search-fails', state: 'search-fails', act: ask(question) },
  { name: 'search-waits', state: 'search-waits', act: ask(question) },
  { name: 'search-slow', state: 'search-slow', act: askSlowly },
  {
    name: 'search-stopped',
    state: 'search-slow',
    act: async (page) => {
      await askSlowly(page);
      await page.keyboard.press('Escape');
    },
  },
  { name: 'search-partial', state: 'partial', act: ask(question) },
  { name: 'indexing-first', state: 'first-run', act: openFirst },
  { name: 'indexing-paused', state: 'paused', act: openFirst },
  { name: 'indexing-interrupted', state: 'interrupted', act: openFirst },
  { name: 'indexing-failed', state: 'failed', act: openFirst },
  { name: 'indexing-none', state: 'not-indexed', act: openFirst },
  { name: 'indexing-read-only', state: 'read-only', act: ask(question) },
  { name: 'missing-root', state: 'missing-root', act: press(question) },
  {
    name: 'skipped',
    state: 'partial',
    act: async (page) => {
      await openFirst(page);
      await page.evaluate(() => document.querySelector<HTMLElement>('.indexing-bar .button--link')?.click());
      await page.waitForTimeout(300);
    },
  },
  { name: 'preview', state: 'usual', act: press(question) },
  { name: 'preview-commit', state: 'usual', act: press(question, 'm') },
  { name: 'preview-history', state: 'usual', act: press(question, 'h') },
  { name: 'preview-line-history', state: 'usual', act: press(question, 'l') },
  { name: 'preview-before', state: 'usual', act: press(question, 'p') },
  {
    name: 'preview-hover',
    state: 'usual',
    act: async (page) => {
      await press(question)(page);
      await page.locator('.cm-blame-gutter .cm-gutterElement').nth(12).hover();
      await page.waitForTimeout(150);
    },
  },
  { name: 'preview-rtl', state: 'usual', act: press(question, ...Array.from({ length: 7 }, () => 'j')) },
  { name: 'preview-find', state: 'usual', act: press(question, 'Control+f') },
  { name: 'preview-no-git', state: 'no-git', act: press(question) },
  { name: 'preview-unborn', state: 'unborn', act: press(question) },
  { name: 'preview-partial-clone', state: 'partial-clone', act: press(question) },
  { name: 'preview-over-limit', state: 'over-limit', act: press(question) },
  { name: 'preview-blame-unfinished', state: 'blame-unfinished', act: press(question) },
  {
    name: 'switcher',
    state: 'usual',
    act: async (page) => {
      await openFirst(page);
      await page.keyboard.press('Control+o');
      await page.waitForTimeout(250);
    },
  },
  {
    name: 'keys',
    state: 'usual',
    act: async (page) => {
      await openFirst(page);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Keys and query syntax' }).click();
      await page.waitForTimeout(250);
    },
  },
  { name: 'settings-general', state: 'usual', act: settings('General') },
  { name: 'settings-indexing', state: 'usual', act: settings('Indexing') },
  { name: 'settings-storage', state: 'usual', act: settings('Indexes') },
  {
    name: 'settings-health',
    state: 'damaged',
    act: async (page) => {
      await settings('Health')(page);
      await page.getByRole('button', { name: 'Check now' }).click();
      await page.waitForTimeout(200);
    },
  },
  { name: 'settings-about', state: 'usual', act: settings('About') },
  {
    name: 'settings-licences',
    state: 'usual',
    act: async (page) => {
      await settings('About')(page);
      await page.getByRole('button', { name: 'Show' }).nth(1).click();
      await page.getByRole('heading', { name: 'Licences' }).waitFor();
    },
  },
  {
    name: 'news',
    state: 'updated',
    act: async (page) => {
      await page.getByText('Something that was not there before.').waitFor();
    },
  },
  {
    name: 'metrics',
    state: 'usual',
    act: async (page) => {
      await openFirst(page);
      await page.keyboard.press('Control+Shift+m');
      await page.waitForTimeout(300);
    },
  },
];
