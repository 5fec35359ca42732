import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { browserOptions } from './browser.ts';
import { buildWindowPage, type PageServer, servePage } from './page-server.ts';

export interface WindowPages {
  readonly browser: Browser;
  /** Opens the window over a state of the fake host; errors on the page are collected. */
  open(state: string, options?: { parameters?: string; width?: number; height?: number }): Promise<Page>;
  readonly errors: string[];
  close(): Promise<void>;
}

/** Builds the page once and starts Chromium. */
export async function startWindowPages(): Promise<WindowPages> {
  const built = join(import.meta.dirname, '../../../.cache', `window-page-${process.pid}`);
  await buildWindowPage(built);
  const server: PageServer = await servePage(built);
  const browser = await chromium.launch(browserOptions);
  const errors: string[] = [];
  return {
    browser,
    errors,
    async open(state, { parameters = '', width = 1280, height = 800 } = {}) {
      const page = await browser.newPage({ viewport: { width, height } });
      page.on('pageerror', (error) => errors.push(`${state}: ${error.message}`));
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(`${state}: ${message.text()}`);
      });
      await page.goto(`${server.url}?state=${state}&${parameters}`);
      await page.locator('.app').waitFor();
      return page;
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
