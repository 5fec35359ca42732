import axe from 'axe-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWindowPages, type WindowPages } from '../helpers/window/open-page.ts';
import { type Scene, scenes } from '../helpers/window/scenes.ts';

let pages: WindowPages;

beforeAll(async () => {
  pages = await startWindowPages();
});

afterAll(() => pages.close());

async function findings(scene: Scene, theme: string): Promise<readonly string[]> {
  const page = await pages.open(scene.state, { parameters: `theme=${theme}&${scene.parameters ?? ''}` });
  await page.waitForTimeout(100);
  await scene.act?.(page);
  await page.evaluate(axe.source);
  const results = await page.evaluate(() =>
    (window as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ['violations'] }),
  );
  await page.close();
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`));
}

describe.each(['light', 'dark'])('in the %s theme axe finds nothing serious', (theme) => {
  it.each(scenes)('in $name', async (scene) => {
    expect(await findings(scene, theme)).toEqual([]);
  });
});

it('no scene wrote an error to the console', () => {
  expect(pages.errors).toEqual([]);
});
