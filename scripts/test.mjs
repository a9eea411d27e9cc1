// The whole check, as CI runs it: lint, compile, generated files, then the tests.
//
//   npm test                 everything
//   npm test -- lifecycle    only the test files whose name contains "lifecycle"
//   npm test -- --bail       arguments that start with a dash go to tap
//   npm run coverage         the same with a coverage table
//
// The last line is always "N passed, N failed" (and ", N skipped" when there are any).

import { spawn, spawnSync } from 'node:child_process';
import { createReadStream, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkBrowserTypes, compileTests, root, run, StepFailed, setup } from './setup.mjs';

const BIOME = join('node_modules', '@biomejs', 'biome', 'bin', 'biome');
const TAP = join('node_modules', 'tap', 'dist', 'esm', 'run.mjs');
const TAP_OUTPUT = join('.out', 'test.tap');

const options = process.argv.slice(2).filter((arg) => arg.startsWith('-') && arg !== '--coverage');
const filters = process.argv.slice(2).filter((arg) => !arg.startsWith('-'));
const withCoverage = process.argv.includes('--coverage');
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
  const lint = () => runNode(BIOME, 'check', '.', ...(isTerminal ? ['--colors=force'] : []));
  const steps = [timed('lint', lint), timed('types of the pages', checkBrowserTypes)];
  if (existsSync(join('dist', 'generate.js'))) {
    steps.push(timed('generated files', () => runNode(join('dist', 'generate.js'), '--check')));
  }
  // One after the other: building tap writes the types that the tests are compiled against.
  steps.push(prepareTap().then(() => timed('compile tests', compileTests)));
  const failures = (await Promise.allSettled(steps)).filter(({ status }) => status === 'rejected');
  if (failures.length > 0) throw failures[0].reason;
}

/** A tap run that has to build its plugins on the way fails its own tests, so build them apart. */
async function prepareTap() {
  const plugins = join('.tap', 'plugins');
  const builtAt = statSync(plugins, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const changedAt = ['.taprc', join('node_modules', '.package-lock.json')].map(
    (path) => statSync(path).mtimeMs,
  );
  if (builtAt > Math.max(...changedAt)) return;
  rmSync('.tap', { recursive: true, force: true });
  await timed('prepare tap', () => runNode(TAP, 'build'));
}

async function test() {
  const files = testFiles();
  if (files.length === 0) {
    throw new StepFailed(
      filters.length > 0 ? `No test file matches ${filters}.` : 'No tests found.',
    );
  }
  mkdirSync('.out', { recursive: true });
  rmSync(TAP_OUTPUT, { force: true });
  const startedAt = Date.now();
  const exitCode = await runTap(files);
  const { tally, crashed } = await countAssertions();
  for (const file of crashed) explainCrash(file);
  console.log(`tests ${seconds(startedAt)}`);
  if (exitCode !== 0) process.exitCode = exitCode;
  if (exitCode !== 0 && tally.failed === 0) tally.failed = 1;
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

function runTap(files) {
  const coverage = withCoverage ? ['--coverage-report=text'] : ['--disable-coverage'];
  const args = [
    `--reporter=${isTerminal ? 'terse' : 'min'}`,
    `--output-file=${TAP_OUTPUT}`,
    ...coverage,
    ...options,
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [TAP, 'run', ...args, ...files], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

async function countAssertions() {
  const tally = { passed: 0, failed: 0, skipped: 0 };
  const crashed = [];
  if (!existsSync(TAP_OUTPUT)) return { tally, crashed };
  // Imported late: it is there only after setup.
  const { Parser } = await import('tap-parser');
  const parser = new Parser();
  count(parser, tally, (file) => crashed.push(file));
  await new Promise((resolve, reject) => {
    parser.once('complete', resolve);
    createReadStream(TAP_OUTPUT).once('error', reject).pipe(parser);
  });
  return { tally, crashed };
}

/**
 * Adds each assertion once. The line that closes a subtest only repeats what is inside it, unless
 * nothing is inside (a property that did not throw) or it alone tells of a failure (a crash).
 */
function count(parser, tally, onCrash = () => {}) {
  let before = { ...tally };
  parser.on('child', (child) => {
    before = { ...tally };
    count(child, tally);
  });
  parser.on('assert', ({ ok, name, skip, todo, closingTestPoint }) => {
    if (closingTestPoint) {
      const { passed, failed, skipped } = tally;
      const isEmpty = passed + failed + skipped === before.passed + before.failed + before.skipped;
      const isExplained = ok || failed > before.failed;
      if (!isEmpty && isExplained) return;
      if (!isExplained) onCrash(name);
    }
    if (skip || todo) tally.skipped += 1;
    else if (ok) tally.passed += 1;
    else tally.failed += 1;
  });
}

/** A file that dies before its first assertion (a wrong import, say) tells its reason only to stderr. */
function explainCrash(file) {
  const args = ['--enable-source-maps', file];
  const { status, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    timeout: 30_000,
  });
  console.log(`\n${file} died; run alone it ends with exit code ${status} and says:\n${stderr}`);
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

function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
