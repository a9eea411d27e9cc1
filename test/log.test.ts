import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import t from 'tap';
import { createLines } from '#src/log/lines.js';
import { createServiceClock } from './support/service-clock.js';

/** A device on which every write finds the disk full. */
const FULL = '/dev/full';
const skip = existsSync(FULL) ? false : 'there is no device that is always full';

const LOG = JSON.stringify(import.meta.resolve('#src/log/log.js'));

/** The exit code of a process that logs to a descriptor, or the signal that ended it. */
async function endOf(stdout: number | 'pipe', script: string): Promise<unknown> {
  const child = spawn(
    process.execPath,
    ['--input-type=module', '--eval', `import { createLog } from ${LOG};\n${script}`],
    { stdio: ['ignore', stdout, 'inherit'], timeout: 120_000, killSignal: 'SIGKILL' },
  );
  const [code, signal] = await once(child, 'exit');
  return signal ?? code;
}

t.test('a full disk under the log neither ends the process nor keeps it', { skip }, async (t) => {
  const full = openSync(FULL, 'w');
  t.teardown(() => closeSync(full));
  const script = `const log = createLog('info');
    log.info('x'.repeat(5000));
    for (let turn = 0; turn < 100; turn += 1) await new Promise(setImmediate);
    log.info('lost, too');
    process.exit(7);`;
  t.equal(await endOf(full, script), 7);
});

t.test('whoever does not read the log does not keep the process', async (t) => {
  const script = `const log = createLog('info');
    process.stdout.on('error', () => {});
    for (let n = 0; n < 100; n += 1) log.info('x'.repeat(50_000));
    process.exit(7);`;
  t.equal(await endOf('pipe', script), 7);
});

t.test('a log that cannot be written costs lines, and how many is told once it can', async (t) => {
  const clock = createServiceClock(0);
  const written: string[] = [];
  const told: number[] = [];
  let fault: string | null = 'ENOSPC';
  const lines = createLines({
    fd: -1,
    clock,
    onLost: (count) => told.push(count),
    write(_fd, bytes, done) {
      if (fault !== null) return done(Object.assign(new Error(fault), { code: fault }), 0);
      written.push(String(bytes));
      done(null, bytes.length);
    },
  });
  lines.write('one\n');
  clock.advance(100);
  fault = 'EAGAIN';
  lines.write('two\n');
  clock.advance(100);
  t.strictSame([written, told], [[], []]);
  fault = null;
  clock.advance(100);
  t.strictSame([written, told], [['two\n'], [1]], 'a reader who is slow loses nothing');
});

t.test('a line of the log that was cut off is not continued by another', async (t) => {
  const clock = createServiceClock(0);
  const written: string[] = [];
  const taken = [3, null, 100];
  const lines = createLines({
    fd: -1,
    clock,
    onLost: () => undefined,
    write(_fd, bytes, done) {
      const count = taken.shift() ?? null;
      if (count === null) return done(new Error('full'), 0);
      written.push(String(bytes.subarray(0, count)));
      done(null, Math.min(count, bytes.length));
    },
  });
  lines.write('{"a":1}\n');
  clock.advance(100);
  lines.write('{"b":2}\n');
  clock.advance(100);
  t.equal(written.join(''), '{"a\n{"b":2}\n');
});

t.test('what waits for a log that takes nothing is bounded', async (t) => {
  const clock = createServiceClock(0);
  const told: number[] = [];
  let finish = (): void => undefined;
  const lines = createLines({
    fd: -1,
    clock,
    onLost: (count) => told.push(count),
    write(_fd, bytes, done) {
      finish = () => done(null, bytes.length);
    },
  });
  const line = `${'x'.repeat(99_999)}\n`;
  for (let n = 0; n < 100; n += 1) lines.write(line);
  finish();
  t.strictSame(told, [89], 'of a hundred lines, one is under way and ten wait');
  lines.flushSync();
});
