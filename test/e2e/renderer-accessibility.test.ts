import axe from 'axe-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWindowPages, type WindowPages } from '../helpers/window/open-page.ts';
import { type Scene, scenes } from '../helpers/window/scenes.ts';

let pages: WindowPages;

beforeAll(async () => {
  pages = await startWindowPages();
});

afterAll(() => pages.close());

const serious = (violations: readonly axe.Result[], theme: string): readonly string[] =>
  violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map((node) => `${theme}, ${id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`),
    );

/** Everything in the light theme; then contrast alone in the dark one, since nothing else differs. */
async function findings(scene: Scene): Promise<readonly string[]> {
  const page = await pages.open(scene.state, { parameters: `theme=light&${scene.parameters ?? ''}` });
  // Else the colours of the dark theme would be read on their way there.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.waitForTimeout(100);
  await scene.act?.(page);
  await page.evaluate(axe.source);
  const run = (rules: axe.RunOptions): Promise<axe.AxeResults> =>
    page.evaluate((options) => (window as unknown as { axe: typeof axe }).axe.run(document, options), {
      resultTypes: ['violations' as const],
      ...rules,
    });
  const light = await run({});
  await page.evaluate(() => {
    document.documentElement.dataset['theme'] = 'dark';
  });
  const dark = await run({ runOnly: ['color-contrast'] });
  await page.close();
  return [...serious(light.violations, 'light'), ...serious(dark.violations, 'dark')];
}

describe('axe finds nothing serious', () => {
  it.concurrent.each(scenes)('in $name', async (scene) => {
    expect(await findings(scene)).toEqual([]);
  });
});

it('no scene wrote an error to the console', () => {
  expect(pages.errors).toEqual([]);
});
