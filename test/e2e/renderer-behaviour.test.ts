import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWindowPages, type WindowPages } from '../helpers/window/open-page.ts';

let pages: WindowPages;

beforeAll(async () => {
  pages = await startWindowPages();
});

afterAll(() => pages.close());

/** Tries again for as long as a busy machine may need. */
const eventually = <T>(look: () => T | Promise<T>) => expect.poll(look, { timeout: 20_000 });

type Call = { readonly name: string; readonly request: Record<string, unknown> };

const calls = async (page: Page, name: string): Promise<readonly Call[]> =>
  (await page.evaluate(() => window.fake.calls as Call[])).filter((call) => call.name === name);

async function openHarbour(state: string, size: { width?: number; height?: number } = {}): Promise<Page> {
  const page = await pages.open(state, size);
  await page
    .getByRole('button', { name: /^harbour/ })
    .first()
    .click();
  await page.getByRole('combobox', { name: 'Search this repository' }).waitFor();
  return page;
}

const selected = (page: Page): Promise<string> =>
  page.getByRole('option', { selected: true }).first().locator('.result__symbol').innerText();

describe('searching by keyboard', () => {
  it('goes from the box to a hit, its blame, its commit, the editor, and back', async () => {
    const page = await openHarbour('usual');
    await page.keyboard.type('retry delay');
    await page.getByRole('option').first().waitFor();
    expect(await selected(page)).toBe('Backoff.nextDelay');
    await page.keyboard.press('ArrowDown');
    expect(await selected(page)).toBe('Backoff');
    await page.keyboard.press('Enter');
    await page.locator('.cm-focused').waitFor();
    await page.keyboard.press('j');
    expect(await selected(page)).toBe('spread');
    await page.keyboard.press('m');
    await page.getByRole('region', { name: 'Commit' }).getByText('A boat that was out of reach').waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('region', { name: 'Commit' }).count()).toBe(0);
    await page.keyboard.press('Enter');
    await eventually(() => calls(page, 'settings.openInEditor')).toHaveLength(1);
    expect((await calls(page, 'settings.openInEditor'))[0]?.request).toMatchObject({
      path: 'src/net/backoff.go',
      line: 39,
    });
    await page.keyboard.press('Escape');
    await eventually(() => page.evaluate(() => document.activeElement?.id)).toBe('result-list');
    await page.keyboard.press('/');
    await eventually(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('combobox');
    await page.close();
  });

  it('types letters into the box that would be keys elsewhere', async () => {
    const page = await openHarbour('usual');
    await page.keyboard.type('job?');
    expect(await page.getByRole('combobox').inputValue()).toBe('job?');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.close();
  });

  it('asks once per pause, not per key, and never shows an older answer as the newer', async () => {
    const page = await openHarbour('usual');
    await page.keyboard.type('where is the retry delay computed');
    await page.getByRole('option').first().waitFor();
    const asked = (await calls(page, 'search.query')).map(({ request }) => request['text']);
    expect(asked.at(-1)).toBe('where is the retry delay computed');
    expect(asked.length).toBeLessThan(33);
    await page.close();
  });

  it('turns filters into chips, completes them, and takes them off again', async () => {
    const page = await openHarbour('usual');
    await page.keyboard.type('retry lang:t');
    await eventually(async () => (await calls(page, 'search.complete')).at(-1)?.request['text']).toBe('retry lang:t');
    // The list may still be that of the letters before, with fewer to choose from.
    await page.getByRole('listbox', { name: 'Completions' }).getByText('python').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Remove lang:python' }).waitFor();
    await eventually(async () => (await calls(page, 'search.query')).at(-1)?.request['text']).toBe('retry lang:python');
    await page.getByRole('button', { name: 'Remove lang:python' }).click();
    await eventually(() => page.getByRole('button', { name: /^Remove/ }).count()).toBe(0);
    expect(await page.getByRole('combobox').inputValue()).toBe('retry ');
    await page.close();
  });

  it('marks results of an earlier search while the next one takes long, and gives it up at Esc', async () => {
    const page = await openHarbour('search-slow');
    await page.keyboard.type('retry');
    await page.getByRole('option').first().waitFor();
    const older = page.getByText('of “retry” · still searching');
    await eventually(() => older.count()).toBe(0);
    await page.keyboard.type(' "delay"');
    await older.waitFor();
    expect(await page.getByRole('option').count()).toBeGreaterThan(0);
    await page.locator('.search-box__busy').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('The search was stopped').waitFor();
    expect(await page.locator('.search-box__busy').count()).toBe(0);
    expect(await page.evaluate(() => window.fake.cancelled.length)).toBeGreaterThan(0);
    expect(await page.getByRole('combobox').inputValue()).toBe('retry "delay"');
    const asked = (await calls(page, 'search.query')).length;
    await page.getByRole('button', { name: 'Search again' }).click();
    await eventually(async () => (await calls(page, 'search.query')).length).toBe(asked + 1);
    await page.keyboard.press('/');
    await page.keyboard.press('End');
    for (const _ of ' "delay"') await page.keyboard.press('Backspace');
    await page.getByRole('option').first().waitFor();
    await eventually(() => older.count()).toBe(0);
    await page.close();
  });

  it('narrows by author from a facet', async () => {
    const page = await openHarbour('usual');
    await page.keyboard.type('retry');
    await page
      .getByRole('group', { name: 'Narrow by author' })
      .getByRole('button', { name: /Lin Wei/ })
      .click();
    await eventually(async () => (await calls(page, 'search.query')).at(-1)?.request['text']).toBe(
      'retry author:lin@harbour.example',
    );
    expect(await page.getByRole('button', { name: 'Remove author:lin@harbour.example' }).count()).toBe(1);
    await page.close();
  });
});

describe('many results', () => {
  it('draws only what is in sight, and asks for more at the end', async () => {
    const page = await openHarbour('many');
    await page.keyboard.type('delay');
    const list = page.getByRole('listbox', { name: 'Results' });
    await list.getByRole('option').first().waitFor();
    for (const limit of [100, 1000, 10_000]) {
      await eventually(async () => (await calls(page, 'search.query')).at(-1)?.request['limit']).toBe(limit);
      await eventually(() =>
        list.evaluate((element) => (element.scrollTo(0, element.scrollHeight), element.scrollHeight)),
      ).toBeGreaterThan(limit * 40);
    }
    expect(await list.getByRole('option').count()).toBeLessThan(60);
    expect(await list.getByRole('option').first().getAttribute('aria-setsize')).toBe('10000');
    await page.close();
  });
});

describe('a narrow window', () => {
  it('slides the preview over the results and back', async () => {
    const page = await openHarbour('usual', { width: 800, height: 600 });
    await page.keyboard.type('retry');
    await page.getByRole('option').first().waitFor();
    expect(await page.locator('.code-view').count()).toBe(0);
    await page.keyboard.press('Enter');
    await page.locator('.workspace__over .cm-focused').waitFor();
    await page.keyboard.press('Escape');
    await eventually(() => page.locator('.workspace__over').count()).toBe(0);
    // Focus follows: to the results, and from the box to them; another search uncovers its results.
    const focus = (): Promise<string | undefined> => page.evaluate(() => document.activeElement?.id);
    await eventually(focus).toBe('result-list');
    await page.keyboard.press('/');
    await page.keyboard.press('Escape');
    await eventually(focus).toBe('result-list');
    await page.keyboard.press('Enter');
    await page.locator('.cm-focused').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('delay');
    await eventually(() => page.locator('.cm-editor').count()).toBe(0);
    await page.close();
  });
});

describe('events of the host', () => {
  it('move the bar of the indexing', async () => {
    const page = await openHarbour('partial');
    const bar = page.getByRole('progressbar', { name: /^meaning/ });
    expect(await bar.getAttribute('aria-valuenow')).toBe('62');
    await page.evaluate(() => {
      const phase = { done: 9, total: 10, rate: 1, elapsedMs: 1, remainingMs: 1 };
      window.fake.emit('indexing.progress', {
        repositoryId: 'harbour',
        state: 'embedding',
        reading: phase,
        embedding: phase,
        currentFile: null,
        embedder: null,
        reused: 0,
        error: null,
      });
    });
    await eventually(() => bar.getAttribute('aria-valuenow')).toBe('90');
    await page.close();
  });
});

describe('what a repository says', () => {
  const steering = /[\u202a-\u202e\u2066-\u2069\u200b]/;

  it('is shown as what it is: marks that steer, names of two lines, dates that are none', async () => {
    const page = await openHarbour('hostile');
    await page.keyboard.type('retry');
    const hit = page.getByRole('option').first();
    await hit.waitFor();
    await eventually(() => hit.innerText()).toContain('Ev');
    const row = await hit.evaluate((element) => element.outerHTML);
    expect(row).toContain(String.raw`invoice\u{202e}gnp.py\nfake.py`);
    expect(row).toContain(String.raw`is\u{200b}Admin`);
    expect(row).toContain(String.raw`Ev\u{202e}il`);
    expect(row).toContain('date unreadable');
    await page.keyboard.press('Enter');
    await page.locator('.cm-focused').waitFor();
    await eventually(() => page.locator('.cm-specialChar').count()).toBe(4);
    await page.keyboard.press('h');
    const history = page.getByRole('region', { name: 'History of the file' });
    await eventually(() => history.getByText('Subject').count()).toBeGreaterThan(2);
    await page.keyboard.press('m');
    const commit = page.getByRole('region', { name: 'Commit' });
    await commit.locator('.commit__body').waitFor();
    expect(await commit.innerText()).toMatch(/first line\nsecond \\x1b\[31mline/);
    expect(await commit.innerText()).toContain('date unreadable');
    // Outside of the editor, which marks such characters itself.
    const all = await page.evaluate(() => {
      for (const editor of document.querySelectorAll('.cm-content')) editor.remove();
      return document.title + document.documentElement.outerHTML;
    });
    expect(steering.exec(all)?.index).toBeUndefined();
    await page.close();
  });

  it('takes no more than its part of the window where it can not be drawn', async () => {
    const page = await openHarbour('broken');
    await page.keyboard.type('retry delay');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.cm-focused').waitFor();
    await page.keyboard.press('m');
    const failure = page.getByRole('alert').filter({ hasText: 'The panel could not be drawn' });
    await failure.getByRole('button', { name: 'Copy details' }).waitFor();
    expect(await page.getByRole('option').count()).toBeGreaterThan(0);
    await failure.getByRole('button', { name: 'Try again' }).click();
    await failure.waitFor();
    await page.keyboard.press('Escape');
    await eventually(() => failure.count()).toBe(0);
    await page.close();
  });
});

it('wrote no error to the console', () => {
  // React tells of what could not be drawn.
  expect(pages.errors.filter((error) => !error.startsWith('broken: '))).toEqual([]);
});
