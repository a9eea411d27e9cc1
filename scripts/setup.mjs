// Makes a clone ready to run: installs the packages and compiles the code, each only when needed.
// Uses nothing but Node, because it runs before anything is installed.

import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installHooks } from './hooks/install.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));
const at = (...parts) => join(root, ...parts);

/** Throws a StepFailed, already reported, when a step does not succeed. */
export async function setup() {
  checkNode();
  if (!isInstalled()) await install();
  await checkBinding();
  await compile({ what: 'Compiling', project: 'tsconfig.json', out: 'dist', sources: ['src'] });
  await bundleAnew();
  installHooks(root);
}

/**
 * What browsers get, and what processes run, is made anew when one of its sources is newer than the last
 * time, and after each compilation: a process must not go on with the code of before.
 */
async function bundleAnew() {
  const stamp = at('dist', 'web', '.bundled');
  const bundledAt = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const files = [
    'README.md',
    'CHANGELOG.md',
    'ARCHITECTURE.md',
    'CONTRIBUTING.md',
    'SECURITY.md',
    'package-lock.json',
    'dist/.compiled',
  ].map((file) => at(file));
  const folders = [at('src', 'web'), at('tools'), at('docs')];
  const scripts = ['bundle.mjs', 'bundle-program.mjs'].map((file) => at('scripts', file));
  const inputs = [...scripts, ...files, ...folders, ...folders.flatMap(walk)];
  if (!inputs.some((path) => statSync(path).mtimeMs > bundledAt)) return;
  if (!existsSync(at('node_modules', 'esbuild'))) await install();
  const { bundle } = await import('./bundle.mjs');
  await bundle();
}

/** The types of what runs in browsers: bundling does not look at them. */
export async function checkBrowserTypes() {
  const tsc = at('node_modules', 'typescript', 'bin', 'tsc');
  await run(process.execPath, [tsc, '--project', at('src', 'web')]);
}

export async function compileTests() {
  await compile({
    what: 'Compiling the tests',
    project: 'test/tsconfig.json',
    out: '.out',
    sources: ['test', 'bench'],
    after: ['tsconfig.json', 'dist/.compiled'],
  });
}

export async function compileBench() {
  await compile({
    what: 'Compiling the bench',
    project: 'bench/tsconfig.json',
    out: '.out/bench',
    sources: ['bench'],
    after: ['tsconfig.json', 'dist/.compiled'],
  });
}

export class StepFailed extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode || 1;
  }
}

/** The oldest Node is named in package.json. */
function checkNode() {
  const { engines } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
  const oldest = engines.node.replace('>=', '');
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = oldest.split('.').map(Number);
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    throw new StepFailed(`Node ${oldest} or newer is needed, this is ${process.versions.node}.`);
  }
}

async function install() {
  say('Installing packages (the first time takes a minute or two) ...');
  await npm('ci', '--include=dev', '--no-audit', '--no-fund');
}

function isInstalled() {
  const lock = at('package-lock.json');
  const installed = at('node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  if (statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return true;
  // Checking out a branch touches the lock file; reinstall only when it says something else.
  const wanted = JSON.parse(readFileSync(lock, 'utf8')).packages;
  const present = JSON.parse(readFileSync(installed, 'utf8')).packages;
  return (
    Object.keys(present).every((path) => path in wanted) &&
    Object.entries(wanted).every(
      ([path, { optional, version, integrity }]) =>
        path === '' ||
        (present[path]
          ? present[path].version === version && present[path].integrity === integrity
          : optional),
    )
  );
}

/** The SQLite binding is built for one Node major: rebuild it after a change of Node. */
async function checkBinding() {
  const require = createRequire(import.meta.url);
  const load = () => new (require('better-sqlite3'))(':memory:').close();
  refuseAbortingBinding();
  try {
    load();
  } catch {
    say(`Rebuilding the SQLite binding for Node ${process.versions.node} (about a minute) ...`);
    await npm('rebuild', 'better-sqlite3');
    refuseAbortingBinding();
  }
}

/** The headers of Node 24.19 and later make one that aborts when an object of it is collected. */
function refuseAbortingBinding() {
  const file = at('node_modules', 'better-sqlite3', 'build', 'Release', 'better_sqlite3.node');
  const isOlder = Number.parseInt(process.versions.node, 10) < 24;
  if (isOlder || !existsSync(file)) return;
  if (!readFileSync(file).includes('RemoveEnvironmentCleanupHook')) return;
  const wanted = readFileSync(at('.nvmrc'), 'utf8').trim();
  throw new StepFailed(
    `With Node ${process.versions.node} the SQLite binding aborts the process; use Node ${wanted} (nvm use).`,
  );
}

/** Runs tsc when a source, a folder or a configuration is newer than the last success. */
async function compile({ what, project, out, sources, after = [] }) {
  const folders = sources.filter((folder) => existsSync(at(folder)));
  const stamp = at(out, '.compiled');
  const inputs = [project, 'package-lock.json', ...after].map((path) => at(path));
  for (const folder of folders) inputs.push(at(folder), ...walk(at(folder)));
  const compiledAt = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
  removeOrphans(at(out));
  if (!inputs.some((path) => /\.tsx?$/.test(path))) return;
  if (!inputs.some((path) => existsSync(path) && statSync(path).mtimeMs > compiledAt)) return;

  // Missing after an install for production, which has no compiler.
  const tsc = at('node_modules', 'typescript', 'bin', 'tsc');
  if (!existsSync(tsc)) await install();
  say(`${what} ...`);
  const startedAt = new Date();
  await run(process.execPath, [
    tsc,
    '--project',
    at(project),
    '--pretty',
    String(Boolean(process.stdout.isTTY)),
  ]);
  // Dated at the start, so that an edit made meanwhile counts as newer.
  mkdirSync(at(out), { recursive: true });
  writeFileSync(stamp, '');
  utimesSync(stamp, startedAt, startedAt);
}

/** A deleted or renamed source must not live on as compiled code (or as a test that still runs). */
function removeOrphans(folder) {
  if (!existsSync(folder)) return;
  for (const path of walk(folder)) {
    if (!path.endsWith('.js.map')) continue;
    const { sources } = JSON.parse(readFileSync(path, 'utf8'));
    if (sources.some((source) => existsSync(join(dirname(path), source)))) continue;
    const compiled = path.slice(0, -'.js.map'.length);
    for (const ending of ['.js', '.js.map', '.d.ts']) rmSync(compiled + ending, { force: true });
    // Or tsc would believe it has compiled the source already, should it come back.
    rmSync(join(folder, '.tsbuildinfo'), { force: true });
  }
}

function walk(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((path) => !path.split(sep).includes('node_modules'))
    .map((path) => join(folder, path));
}

function npm(...args) {
  // Inside an npm script this names the npm that runs it; otherwise trust the PATH.
  const cli = process.env.npm_execpath ?? '';
  if (/npm-cli\.[cm]?js$/.test(cli)) return run(process.execPath, [cli, ...args]);
  return run('npm', args, { shell: process.platform === 'win32' });
}

/** Runs a program from the root; shows what it printed only when it fails. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const output = [];
    const stdio = ['ignore', 'pipe', 'pipe'];
    const child = spawn(command, args, { cwd: root, stdio, ...options });
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.once('error', ({ message }) => reject(new StepFailed(message)));
    child.once('close', (code, signal) => {
      if (code === 0) return resolve();
      process.stdout.write(Buffer.concat(output));
      reject(new StepFailed(signal ?? `exit code ${code}`, code));
    });
  });
}

function say(line) {
  console.log(line);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await setup();
    if (process.argv.includes('--bench')) await compileBench();
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    console.error(`Setup failed: ${error.message}`);
    process.exitCode = error.exitCode;
  }
}
