// Draws every scene, light and dark, in two sizes: `node test/helpers/window/screenshots.ts [PART-OF-NAME] [light|dark] [1280|800]`.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { browserOptions } from './browser.ts';
import { buildWindowPage, servePage } from './page-server.ts';
import { type Scene, scenes } from './scenes.ts';

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
interface Shot {
  readonly scene: Scene;
  readonly theme: string;
  readonly viewport: { readonly width: number; readonly height: number };
}

async function draw({ scene, theme, viewport }: Shot): Promise<void> {
  const page = await browser.newPage({ viewport });
  const say = (text: string): void => void process.stdout.write(`${scene.name}: ${text}\n`);
  page.on('pageerror', (error) => say(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') say(message.text());
  });
  try {
    await page.goto(`${server.url}?state=${scene.state}&theme=${theme}&${scene.parameters ?? ''}`);
    await page.waitForTimeout(150);
    await scene.act?.(page);
  } catch (error) {
    say(error instanceof Error ? error.message.slice(0, 400) : String(error));
  }
  await page.screenshot({ path: join(target, `${scene.name}-${theme}-${viewport.width}.png`) });
  await page.close();
}

const shots = sizes.flatMap((viewport) =>
  ['light', 'dark']
    .filter((theme) => onlyTheme === undefined || theme === onlyTheme)
    .flatMap((theme) =>
      scenes.filter(({ name }) => new RegExp(part).test(name)).map((scene) => ({ scene, theme, viewport })),
    ),
);
const atOnce = 3;
const work = async (): Promise<void> => {
  for (let shot = shots.shift(); shot !== undefined; shot = shots.shift()) await draw(shot);
};
await Promise.all(Array.from({ length: atOnce }, work));
await browser.close();
await server.close();
