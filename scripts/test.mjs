// The whole check, as CI runs it: lint, unused code, compile, generated files, then the tests.
//
//   npm test                 everything
//   npm test -- lifecycle    only the test files whose name contains "lifecycle"
//   npm run coverage         the tests alone, by tap, with a coverage table
//
// The last line is always "N passed, N failed" (and ", N skipped" when there are any).

import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { runFiles, seconds } from './run-files.mjs';
import { checkBrowserTypes, compileTests, root, run, StepFailed, setup } from './setup.mjs';

const BIOME = join('node_modules', '@biomejs', 'biome', 'bin', 'biome');
const KNIP = join('node_modules', 'knip', 'bin', 'knip.js');

const filters = process.argv.slice(2);
const isTerminal = Boolean(process.stdout.isTTY) && !process.env.NO_COLOR;

process.chdir(root);
let tally = { passed: 0, failed: 1, skipped: 0 };
try {
  await check();
  tally = await test();
} catch (error) {
  console.error(error instanceof StepFailed ? error.message : error);
  process.exitCode = error.exitCode ?? 1;
}
const { passed, failed, skipped } = tally;
if (failed > 0) process.exitCode ||= 1;
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);

/** Everything that must hold before a test is worth running. */
async function check() {
  await timed('packages and compile', setup);
  const lint = () =>
    runNode(BIOME, 'check', '.', '--error-on-warnings', ...(isTerminal ? ['--colors=force'] : []));
  const steps = [timed('lint', lint), timed('types of the pages', checkBrowserTypes)];
  steps.push(
    timed('generated files', () => runNode(join('.out', 'tools', 'generate.js'), '--check')),
  );
  steps.push(timed('compile tests', compileTests));
  // What is half done has parts that nobody needs yet: only the whole check looks for them.
  if (filters.length === 0) steps.push(timed('unused code', () => runNode(KNIP, '--no-progress')));
  const failures = (await Promise.allSettled(steps)).filter(({ status }) => status === 'rejected');
  if (failures.length > 0) throw failures[0].reason;
}

async function test() {
  const files = testFiles();
  if (files.length === 0) {
    throw new StepFailed(
      filters.length > 0 ? `No test file matches ${filters}.` : 'No tests found.',
    );
  }
  const startedAt = Date.now();
  const tally = await runFiles(files);
  console.log(`tests ${seconds(startedAt)}`);
  if (tally.passed + tally.failed === 0) {
    console.error('Not one test ran.');
    tally.failed = 1;
  }
  return tally;
}

function testFiles() {
  const folder = join('.out', 'test');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .filter((path) => path.endsWith('.test.js'))
    .filter((path) => filters.length === 0 || filters.some((word) => basename(path).includes(word)))
    .map((path) => join(folder, path))
    .sort();
}

async function timed(name, step) {
  const startedAt = Date.now();
  try {
    await step();
  } catch (error) {
    if (error instanceof StepFailed) error.message = `${name} failed: ${error.message}`;
    throw error;
  }
  console.log(`${name} ${seconds(startedAt)}`);
}

function runNode(...args) {
  return run(process.execPath, args);
}
