// What nodes take for the time of their database, whatever their machines do: docs/decisions/0116.

import t from 'tap';
import { createClock } from '#src/clock.js';
import { createRandom } from '#src/demo/random.js';
import { createDatabaseTime } from '#src/store/postgres/time.js';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const START = 1_900_000_000_000;

t.test('the clock of a database is what the fastest answer said, and follows it', async (t) => {
  let monotonic = 1000;
  const { source, observe, offset } = createDatabaseTime({
    wall: () => 5,
    monotonic: () => monotonic,
    sinceBoot: () => monotonic,
  });
  t.equal(source.wall(), 5, 'that of the machine until anybody answered');
  observe(100_000, 1000, 1010);
  t.equal(source.wall(), 99_995);
  observe(100_090, 1000, 1100);
  t.equal(source.wall(), 99_995, 'a slow answer says less');
  observe(100_010, 1010, 1012);
  monotonic = 1020;
  t.equal(source.wall(), 100_019, 'a faster one more');
  monotonic = 40_000;
  t.ok(offset().errorMs > 15, 'and the older it is the less');
  observe(139_050, 39_900, 40_000);
  t.equal(source.wall(), 139_100, 'an old one nothing');
});

t.test('an answer that cannot be true if those before were is believed at once', async (t) => {
  let monotonic = 0;
  const machine = { wall: () => 0, monotonic: () => monotonic, sinceBoot: () => monotonic };
  for (const stepMs of [3000, -3000]) {
    monotonic = 0;
    const { source, observe } = createDatabaseTime(machine);
    observe(START, 0, 1);
    monotonic = SECOND;
    observe(START + SECOND + stepMs, SECOND - 100, SECOND);
    t.equal(source.wall(), START + SECOND + stepMs + 50, 'its clock was set, or it is another');
  }
});

/** A machine whose clocks are off and run at their own pace, and the service time of a node on it. */
function createNode(truth: () => number, offMs: number, ppm: number) {
  const monotonic = (): number => truth() * (1 + ppm / 1e6);
  const time = createDatabaseTime({
    wall: () => Math.floor(START + offMs + monotonic()),
    monotonic,
    sinceBoot: monotonic,
  });
  const observe = (said: number, there: number, back: number): void =>
    time.observe(said, monotonic() - (there + back) * (1 + ppm / 1e6), monotonic());
  // As a process has it: it starts when it has been told what time it is.
  let clock: ReturnType<typeof createClock> | undefined;
  return {
    observe,
    now() {
      clock ??= createClock(0, time.source);
      return clock.now();
    },
  };
}

t.test('nodes whose clocks are off and drift tell the time of the database', async (t) => {
  const MOST_TRIP_MS = 4;
  for (const offMs of [0, 5000, -5000])
    for (const ppm of [0, 200, -200]) {
      const { next } = createRandom(1);
      let passed = 0;
      const { observe, now } = createNode(() => passed, offMs, ppm);
      let worst = 0;
      let before = 0;
      for (let beats = 0; passed < 2 * HOUR; beats += 1) {
        // Now and then an answer takes long, nearly all of it on one way.
        const slow = beats > 0 && beats % 9 === 0 ? 100 : 0;
        const there = next() * (MOST_TRIP_MS / 2) + (beats % 2) * slow;
        const back = next() * (MOST_TRIP_MS / 2) + ((beats + 1) % 2) * slow;
        passed += there;
        const said = START + passed;
        passed += back;
        observe(said, there, back);
        for (let looks = 0; looks < 4; looks += 1) {
          const moment = now();
          if (moment < before) t.fail(`${moment} after ${before}`);
          before = moment;
          worst = Math.max(worst, Math.abs(moment - (START + passed)));
          passed += SECOND / 4;
        }
      }
      // Half a round trip; what clocks drift in a second, and whole milliseconds.
      t.ok(worst < MOST_TRIP_MS / 2 + 2, `${offMs} ms, ${ppm} ppm: at most ${worst.toFixed(2)} ms`);
    }
});

t.test('a node that is ahead of its database meets it again, and never goes back', async (t) => {
  let passed = 0;
  const { observe, now } = createNode(() => passed, 0, 0);
  observe(START, 0, 1);
  const began = now();
  const tick = (): number => {
    passed += SECOND;
    observe(START + passed - 3000, 0, 1);
    return now() - began;
  };
  t.equal(tick(), SECOND, 'another server is three seconds behind');
  for (let seconds = 0; seconds < 100; seconds += 1) {
    const before = now();
    tick();
    const gained = now() - before;
    t.ok(gained > 990 && gained < SECOND, 'slower by a little');
  }
  for (let seconds = 0; seconds < 3000; seconds += 1) tick();
  t.ok(Math.abs(now() - (START + passed - 3000)) <= 1);
});
