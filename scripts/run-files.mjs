// Runs the compiled test files, several at a time, and counts what they assert.
//
// A tap test is a program that prints TAP, so each file is run by plain node: tap's own runner
// loads hooks into every process for coverage, half of the time of a short file.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';

/** A file that takes longer hangs: far beyond what one needs on a machine with much to do. */
const TIMEOUT_MS = 600_000;

/** Started first, so that none of these is what the others are waited for at the end. */
const LONGEST = ['simulation', 'hosts', 'browser', 'guest', 'fuzz', 'durability', 'guides'];

/** Runs each of `files`, says what failed as soon as it is known, and returns the tally. */
export async function runFiles(files) {
  // Imported late: it is there only after setup.
  const { Parser } = await import('tap-parser');
  const tally = { passed: 0, failed: 0, skipped: 0 };
  const waiting = [...files].sort((a, b) => rank(a) - rank(b));
  const worker = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const result = await runFile(file, Parser);
      for (const key of Object.keys(tally)) tally[key] += result[key];
      report(file, result);
    }
  };
  // More than there are cores: many files wait for processes, disks, sockets and browsers.
  await Promise.all(Array.from({ length: availableParallelism() + 2 }, worker));
  return tally;
}

function rank(file) {
  const found = LONGEST.findIndex((name) => basename(file).startsWith(name));
  return found === -1 ? LONGEST.length : found;
}

async function runFile(file, Parser) {
  const startedAt = Date.now();
  const result = { passed: 0, failed: 0, skipped: 0, failures: [], stderr: '' };
  const parser = new Parser();
  count(parser, result, []);
  const child = spawn(process.execPath, ['--enable-source-maps', file], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Without it, tap gives a test thirty seconds, which are few on a machine with much to do.
    env: { ...process.env, TAP: '1', TAP_TIMEOUT: String(TIMEOUT_MS / 1000) },
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
  child.stderr.on('data', (chunk) => {
    result.stderr += chunk;
  });
  const complete = once(parser, 'complete');
  child.stdout.pipe(parser);
  const [[{ ok }], [code, signal]] = await Promise.all([complete, once(child, 'close')]);
  // A plan that was not kept, a process that died: nothing in it need have failed.
  if ((!ok || code !== 0) && result.failed === 0) {
    result.failed = 1;
    const ended = signal === null ? `exit code ${code}` : `signal ${signal}`;
    result.failures.push({ name: `ended with ${ended} after ${seconds(startedAt)}` });
  }
  return { ...result, took: seconds(startedAt) };
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
      result.failed += 1;
      result.failures.push({ name: [...path, name].filter(Boolean).join(' > '), diag });
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
