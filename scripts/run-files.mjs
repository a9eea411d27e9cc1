// Runs the compiled test files, several at a time, and counts what they assert.
//
// A tap test is a program that prints TAP, so plain node runs it: tap's own runner loads hooks into
// every process for coverage. A process runs many files, because loading the service takes longer than
// most of them.

import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file that takes longer hangs: far beyond what one needs on a machine with much to do. */
const TIMEOUT_MS = 600_000;

/** What a process may take to end when all its files are through. */
const END_MS = 120_000;

const IN_TURN = fileURLToPath(new URL('./run-in-turn.mjs', import.meta.url));

/** Where Linux keeps files in memory. */
const MEMORY = '/dev/shm';

/** What the files of all tests fit into many times over: they need some tens of megabytes. */
const MEMORY_BYTES = 1_000_000_000;

/** Room for young objects: what tests leave behind is swept less often. */
const FLAGS = ['--enable-source-maps', '--max-semi-space-size=64'];

/** Started first, so that none of these is what the others are waited for at the end. */
const LONGEST = [
  ...['simulation', 'hosts', 'browser', 'guest', 'fuzz', 'durability', 'guides'],
  ...['desk.', 'widget-chat', 'console-settings', 'console-many', 'desk-page', 'console-page'],
];

/** Runs each of `files`, says what failed as soon as it is known, and returns the tally. */
export async function runFiles(files) {
  // Imported late: it is there only after setup.
  const { Parser } = await import('tap-parser');
  const tally = { passed: 0, failed: 0, skipped: 0 };
  const waiting = [...files].sort((a, b) => rank(a) - rank(b));
  const add = (name, result) => {
    for (const key of Object.keys(tally)) tally[key] += result[key];
    report(name, result);
  };
  const folder = mkdtempSync(join(isRoomy(MEMORY) ? MEMORY : tmpdir(), 'webengagement-tests-'));
  // A database server that does not run as root comes to a folder of its own in it.
  chmodSync(folder, 0o711);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
  // More than there are cores: many files wait for processes, disks, sockets and browsers.
  const processes = Math.min(availableParallelism() + 2, files.length);
  await Promise.all(
    Array.from({ length: processes }, async () => {
      // What ends a process leaves the other files to the next one.
      while (waiting.length > 0) await runInTurn(waiting, Parser, folder, add);
    }),
  );
  return tally;
}

/** A container may have a few megabytes there, and other systems have none. */
function isRoomy(folder) {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize >= MEMORY_BYTES;
  } catch {
    return false;
  }
}

function rank(file) {
  const found = LONGEST.findIndex((name) => basename(file).startsWith(name));
  return found === -1 ? LONGEST.length : found;
}

/** Gives the files that wait to one process, until there are none or one of them fails. */
async function runInTurn(waiting, Parser, folder, add) {
  const child = spawn(process.execPath, [...FLAGS, IN_TURN], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Without it, tap gives a test thirty seconds, which are few on a machine with much to do.
    env: {
      ...process.env,
      TAP: '1',
      TAP_TIMEOUT: String(TIMEOUT_MS / 1000),
      // Databases of tests wait for a disk longer than for their statements.
      TMPDIR: folder,
      // What one file makes for all others is there.
      TEST_RUN_FOLDER: folder,
    },
  });
  const closed = once(child, 'close');
  const parser = new Parser();
  let result = empty();
  const ends = new EventEmitter();
  let before = '';
  parser.on('child', (files) => {
    // What ends a file may fail when the file has been counted; its own line tells nothing new.
    files.on('assert', ({ ok, name, diag }) => {
      if (!ok && !/\.(test|chaos)\.js$/.test(name))
        fail(result, `the end of ${before} > ${name}`, diag);
    });
    files.on('child', (test) => {
      count(test, result, []);
      test.once('complete', ({ ok }) => ends.emit('file', ok));
    });
  });
  child.stdout.setEncoding('utf8').on('data', (chunk) => parser.write(chunk));
  child.stdout.once('end', () => parser.end());
  child.stderr.on('data', (chunk) => {
    result.stderr += chunk;
  });
  // Of a process that is gone, `closed` tells.
  const tell = (message) => child.connected && child.send(message, () => {});
  const within = async (ms, event) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), ms);
    const [what] = await event;
    clearTimeout(timer);
    return what;
  };
  const end = async () => {
    // Not `disconnect`, after which node never says that the process has closed.
    tell(null);
    await within(END_MS, closed);
    return child.signalCode ? `signal ${child.signalCode}` : `exit code ${child.exitCode}`;
  };

  while (waiting.length > 0) {
    const file = waiting.shift();
    const startedAt = Date.now();
    result = empty();
    tell(file);
    const ended = Promise.race([once(ends, 'file'), closed.then(() => [false])]);
    const isOk = await within(TIMEOUT_MS, ended);
    // It may have left anything behind: the others go on in another process.
    const how = isOk ? '' : await end();
    // A plan that was not kept, a process that died: nothing in it need have failed.
    if (!isOk && result.failed === 0) fail(result, `ended with ${how}`);
    before = basename(file, '.test.js');
    add(before, { ...result, took: seconds(startedAt) });
    if (!isOk) return;
  }
  const startedAt = Date.now();
  result = empty();
  const how = await end();
  if (how === 'exit code 0') return;
  if (result.failed === 0) fail(result, how);
  add('the end of a process', { ...result, took: seconds(startedAt) });
}

const empty = () => ({ passed: 0, failed: 0, skipped: 0, failures: [], stderr: '' });

function fail(result, name, diag) {
  result.failed += 1;
  result.failures.push({ name, diag });
}

/**
 * Adds each assertion once. The line that closes a subtest only repeats what is inside it, unless
 * nothing is inside (a property that did not throw) or it alone tells of a failure (a crash).
 */
function count(parser, result, path) {
  let before = { ...result };
  parser.on('child', (child) => {
    before = { ...result };
    count(child, result, [...path, child.name]);
  });
  parser.on('assert', ({ ok, name, skip, todo, closingTestPoint, diag }) => {
    if (closingTestPoint) {
      const { passed, failed, skipped } = result;
      const isEmpty = passed + failed + skipped === before.passed + before.failed + before.skipped;
      if (!isEmpty && (ok || failed > before.failed)) return;
    }
    if (skip || todo) result.skipped += 1;
    else if (ok) result.passed += 1;
    else {
      fail(result, [...path, name].filter(Boolean).join(' > '), diag);
    }
  });
}

function report(file, { passed, failed, skipped, failures, stderr, took }) {
  const skips = skipped > 0 ? `, ${skipped} skipped` : '';
  const fails = failed > 0 ? `, ${failed} FAILED` : '';
  console.log(`${basename(file, '.test.js')}: ${passed} passed${fails}${skips}, ${took}`);
  for (const { name, diag } of failures) {
    console.log(`  FAILED ${name}`);
    if (diag) console.log(indent(describe(diag)));
  }
  if (failed > 0 && stderr.trim() !== '') console.log(indent(stderr.trim()));
}

/** What was wanted, what was found and where, in the few lines that tell it. */
function describe({ diff, found, wanted, at, stack, ...others }) {
  const lines = [];
  if (diff) lines.push(String(diff).trimEnd());
  else if (found !== undefined) lines.push(`found  ${show(found)}`, `wanted ${show(wanted)}`);
  for (const key of ['message', 'code', 'signal', 'timeout']) {
    if (others[key] !== undefined) lines.push(`${key}: ${show(others[key])}`);
  }
  if (stack) lines.push(String(stack).trimEnd());
  else if (at) lines.push(`at ${at.fileName}:${at.lineNumber}`);
  return lines.join('\n');
}

const show = (value) => (typeof value === 'string' ? value : JSON.stringify(value));

const indent = (text) => text.replace(/^/gm, '    ');

export function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
