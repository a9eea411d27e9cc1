import t from 'tap';
import { createClock } from '#src/clock.js';

t.test('service time follows the machine: forwards always, backwards never', async (t) => {
  let wall = 5000;
  let monotonic = 100.25;
  const source = { wall: () => wall, monotonic: () => monotonic };
  const clock = createClock(0, source);
  t.equal(clock.now(), 5000);
  monotonic += 10.9;
  t.equal(clock.now(), 5010, 'whole milliseconds, by the monotonic clock');
  wall = 4000;
  monotonic += 10;
  t.equal(clock.now(), 5020, 'a wall clock set back is not followed');
  t.equal(clock.aheadMs(), 1020);
  wall = 60_000;
  t.equal(clock.now(), 60_000, 'a wall clock ahead is');
  t.equal(clock.aheadMs(), 0);
  wall = 59_000;
  monotonic += 1;
  t.equal(clock.now(), 60_001);
});

t.test(
  'service time starts at the newest stored moment when the wall clock is behind it',
  async (t) => {
    let monotonic = 0;
    const source = { wall: () => 5000, monotonic: () => monotonic };
    const clock = createClock(9000, source);
    t.equal(clock.now(), 9000);
    t.equal(clock.aheadMs(), 4000);
    monotonic += 7;
    t.equal(clock.now(), 9007, 'and does not stand still');
    t.equal(createClock(4000, source).now(), 5000, 'a floor in the past means nothing');
  },
);

t.test('the timer of the real clock runs once, unless it is called off', async (t) => {
  const clock = createClock();
  const calledOff = clock.after(0, () => t.fail('it was called off'));
  calledOff();
  const before = clock.now();
  await new Promise<void>((resolve) => clock.after(1, resolve));
  t.ok(clock.now() >= before);
});
