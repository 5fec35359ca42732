import { readFileSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';
import type { PageBackend, StandInWindow } from './browser-window.ts';
import type { StandInIpcMain, StandInProtocol } from './protocol.ts';
import { pageSide } from './page-side.ts';

/** Pages can't be of the app's own scheme; a loopback name is as secure a context. */
const pageOrigin = 'http://app.localhost';
const appOrigin = 'whence-window://app';

export interface ChromiumOptions {
  /** Address of a Chromium's debugging port. */
  readonly browser: string;
  readonly ipcMain: () => StandInIpcMain;
  readonly protocol: () => StandInProtocol;
}

/** Shows windows as pages of a Chromium. What a page and the main process say to one another crosses as JSON. */
export function chromiumPages(options: ChromiumOptions): PageBackend {
  const pages = new WeakMap<StandInWindow, Page>();

  const open = async (window: StandInWindow): Promise<Page> => {
    const browser = await chromium.connectOverCDP(options.browser);
    const page = await browser.contexts()[0]!.newPage();
    pages.set(window, page);
    await page.exposeFunction('__standInInvoke', async (channel: string, args: string) =>
      JSON.stringify(await options.ipcMain().invoke(window.webContents, channel, ...(JSON.parse(args) as unknown[]))),
    );
    await page.exposeFunction('__standInSend', (channel: string, args: string) => {
      options.ipcMain().send(window.webContents, channel, ...(JSON.parse(args) as unknown[]));
    });
    const preload = readFileSync(String(window.options.webPreferences?.preload), 'utf8');
    await page.addInitScript(pageSide(preload));
    await page.route(`${pageOrigin}/**`, async (route) => {
      const answer = await options.protocol().answer(new Request(route.request().url().replace(pageOrigin, appOrigin)));
      const headers = Object.fromEntries(answer.headers.entries());
      await route.fulfill({ status: answer.status, headers, body: Buffer.from(await answer.arrayBuffer()) });
    });
    page.on('close', () => {
      if (!window.isDestroyed()) window.close();
    });
    const { width, height } = window.bounds;
    await page.setViewportSize({ width, height });
    return page;
  };

  return {
    load: async (window, url) => {
      const page = pages.get(window) ?? (await open(window));
      await page.goto(url.replace(appOrigin, pageOrigin));
    },
    close: (window) => {
      void pages
        .get(window)
        ?.close()
        .catch(() => undefined);
    },
    send: (window, channel, args) => {
      pages
        .get(window)
        ?.evaluate(
          ([name, text]) =>
            (window as unknown as { __standInDeliver: (c: string, a: string) => void }).__standInDeliver(name!, text!),
          [channel, JSON.stringify(args)],
        )
        .catch(() => undefined);
    },
  };
}
