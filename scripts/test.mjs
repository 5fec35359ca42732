// `npm test`: brings a fresh clone to where it runs, then every check and every test. The last line is `N passed, N failed`;
// the exit code is not 0 when anything failed.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { findChromium } from './chromium.mjs';
import { checkout, pinnedNode } from './pinned-node.mjs';
import { prepare } from './prepare.mjs';

/** @type {{ passed: number, failed: number, skipped: string[] }} */
const results = { passed: 0, failed: 0, skipped: [] };
/** The Node to run steps on, once packages are installed. */
const node = () => pinnedNode() ?? process.execPath;
/** @param {readonly string[]} path */
const inModules = (...path) => join(checkout, 'node_modules', ...path);

/**
 * Runs a program of node_modules on the pinned Node, output passed on; answers whether it succeeded.
 *
 * @param {readonly string[]} script
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} [environment]
 * @returns {Promise<boolean>}
 */
async function run(script, args, environment = {}) {
  const child = spawn(node(), [inModules(...script), ...args], {
    cwd: checkout,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      // What a test starts as `node` is the pinned one too.
      PATH: [dirname(node()), process.env.PATH].join(delimiter),
      ...environment,
    },
  });
  return new Promise((done) => {
    child.once('error', () => done(false));
    child.once('exit', (code) => done(code === 0));
  });
}

/**
 * @param {string} name
 * @param {() => Promise<unknown>} work false or an error is a failure
 */
async function check(name, work) {
  const started = Date.now();
  console.log(`\n── ${name}`);
  let ok = false;
  try {
    ok = (await work()) !== false;
  } catch (error) {
    console.log(error instanceof Error ? error.message : String(error));
  }
  results[ok ? 'passed' : 'failed'] += 1;
  console.log(`── ${name}: ${ok ? 'passed' : 'FAILED'} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return ok;
}

/** @typedef {{ status: string, fullName: string }} TestReport */

/**
 * Adds vitest's own counts; a run that ended without a report counts as one failure.
 *
 * @param {string} report
 */
function countTests(report) {
  if (!existsSync(report)) {
    results.failed += 1;
    return;
  }
  /** @type {{ testResults: readonly { status: string, assertionResults: readonly TestReport[] }[] }} */
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
  for (const file of testResults) {
    const failedToLoad = file.status === 'failed' && file.assertionResults.length === 0;
    if (failedToLoad) results.failed += 1;
    for (const test of file.assertionResults) {
      if (test.status === 'passed') results.passed += 1;
      else if (test.status === 'failed') results.failed += 1;
      else results.skipped.push(test.fullName);
    }
  }
}

async function main() {
  const built = await check('install and build', () => prepare());
  if (!built) return;
  await check('type check', () => run(['typescript', 'bin', 'tsc'], ['--build']));
  await check('lint', () => run(['oxlint', 'bin', 'oxlint'], ['--type-aware', '--deny-warnings']));
  await check('format', () => run(['prettier', 'bin', 'prettier.cjs'], ['--check', '--log-level', 'warn', '.']));
  /** @type {string | null} */
  let chromium = null;
  await check('Chromium for the end-to-end tests', async () => {
    chromium = await findChromium();
  });
  mkdirSync(join(checkout, '.cache'), { recursive: true });
  /** @type {Readonly<Record<string, string>>} */
  const environment = chromium ? { CHROME_PATH: chromium } : {};
  // The browser's tests run alone: beside others on two cores, they would measure patience.
  await test(['unit', 'integration'], environment);
  await test(['e2e'], environment);
}

/**
 * Runs some of vitest's projects and adds their counts.
 *
 * @param {readonly string[]} projects
 * @param {Readonly<Record<string, string>>} environment
 */
async function test(projects, environment) {
  console.log(`\n── tests: ${projects.join(', ')}`);
  const report = join(checkout, '.cache', `test-results-${projects[0]}.json`);
  rmSync(report, { force: true });
  const ran = await run(
    ['vitest', 'vitest.mjs'],
    [
      'run',
      ...projects.flatMap((project) => ['--project', project]),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    environment,
  );
  const failedBefore = results.failed;
  countTests(report);
  // Vitest can fail without a failed test, for example on an error that nobody caught.
  if (!ran && results.failed === failedBefore) results.failed += 1;
}

await main();
console.log();
for (const name of results.skipped) console.log('skipped:', name);
console.log(`${results.passed} passed, ${results.failed} failed`);
process.exitCode = results.failed === 0 && results.passed > 0 ? 0 : 1;
