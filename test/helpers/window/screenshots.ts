// Draws every scene, light and dark, in two sizes: `node test/helpers/window/screenshots.ts [PART-OF-NAME] [light|dark] [1280|800]`.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { browserOptions } from './browser.ts';
import { buildWindowPage, servePage } from './page-server.ts';
import { scenes } from './scenes.ts';

const [part = '', onlyTheme, onlyWidth] = process.argv.slice(2);
const project = join(import.meta.dirname, '../../..');
const built = join(project, '.cache/window-page');
const target = join(project, 'test/e2e/screenshots/window');
mkdirSync(target, { recursive: true });
await buildWindowPage(built);
const server = await servePage(built);
const browser = await chromium.launch(browserOptions);
const sizes = [
  { width: 1280, height: 800 },
  { width: 800, height: 600 },
].filter(({ width }) => onlyWidth === undefined || String(width) === onlyWidth);
for (const viewport of sizes) {
  for (const theme of ['light', 'dark'].filter((each) => onlyTheme === undefined || each === onlyTheme)) {
    for (const scene of scenes.filter(({ name }) => name.includes(part))) {
      const page = await browser.newPage({ viewport });
      page.on('pageerror', (error) => process.stdout.write(`${scene.name}: ${error.message}\n`));
      page.on('console', (message) => {
        if (message.type() === 'error') process.stdout.write(`${scene.name}: ${message.text()}\n`);
      });
      try {
        await page.goto(`${server.url}?state=${scene.state}&theme=${theme}&${scene.parameters ?? ''}`);
        await page.waitForTimeout(150);
        await scene.act?.(page);
      } catch (error) {
        process.stdout.write(
          `${scene.name}: ${error instanceof Error ? error.message.slice(0, 400) : String(error)}\n`,
        );
      }
      await page.screenshot({ path: join(target, `${scene.name}-${theme}-${viewport.width}.png`) });
      await page.close();
    }
  }
}
await browser.close();
await server.close();
