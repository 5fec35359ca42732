import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { checkout } from '../../helpers/command-line.ts';

const screenshots = join(checkout, 'test/e2e/screenshots');
const sizes = { wide: { width: 1280, height: 800 }, narrow: { width: 800, height: 600 } } as const;

/** Shows a state of the window in light and dark, wide and narrow, as files to look at. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(screenshots, { recursive: true });
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    for (const [size, viewport] of Object.entries(sizes)) {
      await page.setViewportSize(viewport);
      await page.screenshot({ path: join(screenshots, `${name}-${scheme}-${size}.png`) });
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(sizes.wide);
}

/** Everything the page complains about: scripts that fail, files and styles that its policy blocks. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  return complaints;
}

/** Picks a folder in the window's own folder browser. */
export async function pickRepository(page: Page, path: string): Promise<void> {
  await page.getByRole('button', { name: 'Open a repository' }).click();
  await page.getByRole('textbox', { name: 'Folder' }).fill(path);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Open this repository' }).click();
}

export const searchBox = (page: Page): ReturnType<Page['getByRole']> =>
  page.getByRole('combobox', { name: 'Search this repository' });

/** Types a query and waits for its first result. */
export async function search(page: Page, query: string): Promise<void> {
  await searchBox(page).fill(query);
  await expect.poll(async () => page.getByRole('option').count(), { timeout: 20_000 }).toBeGreaterThan(0);
}
