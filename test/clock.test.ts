import t from 'tap';
import { createClock } from '#src/clock.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = 1_900_000_000_000;

/** A machine whose clocks a test moves, and the service time on it. */
function createMachine({ floor = 0, wall = START } = {}) {
  const clocks = { wall, monotonic: 100.25, suspended: 7000 };
  const clock = createClock(floor, {
    wall: () => Math.floor(clocks.wall),
    monotonic: () => clocks.monotonic,
    sinceBoot: () => clocks.monotonic + clocks.suspended,
  });
  return {
    ...clock,
    pass(ms: number) {
      clocks.wall += ms;
      clocks.monotonic += ms;
    },
    suspend(ms: number) {
      clocks.wall += ms;
      clocks.suspended += ms;
    },
    stepWall(ms: number) {
      clocks.wall += ms;
    },
    /** Asks for the time every second, as the service does. */
    run(ms: number) {
      for (let passed = 0; passed < ms; passed += SECOND) {
        this.pass(SECOND);
        clock.now();
      }
    },
    sinceStart: () => clock.now() - START,
  };
}

t.test('service time follows the machine: forwards always, backwards never', async (t) => {
  const machine = createMachine();
  t.equal(machine.sinceStart(), 0);
  machine.pass(10.9);
  t.equal(machine.sinceStart(), 10, 'whole milliseconds, by the monotonic clock');
  machine.stepWall(-1000);
  machine.pass(10);
  t.equal(machine.sinceStart(), 20, 'a wall clock set back is not followed');
  t.ok(Math.abs(machine.aheadMs() - 1000) < 2);
  machine.stepWall(1000 + 5 * MINUTE - 1);
  t.ok(machine.sinceStart() >= 5 * MINUTE, 'a wall clock ahead by 5 minutes is');
  t.equal(machine.aheadMs(), 0);
});

t.test('service time starts at the newest stored moment when the wall clock is behind it', (t) => {
  const machine = createMachine({ floor: START + 4000 });
  t.equal(machine.sinceStart(), 4000);
  t.equal(machine.aheadMs(), 4000);
  machine.pass(7);
  t.equal(machine.sinceStart(), 4007, 'and does not stand still');
  t.equal(createMachine({ floor: START - 1 }).sinceStart(), 0, 'a floor in the past means nothing');
  t.end();
});

t.test('a jump without a suspend is adopted when it has lasted 10 minutes, not before', (t) => {
  const machine = createMachine();
  machine.stepWall(40 * DAY);
  t.equal(machine.sinceStart(), 0);
  t.equal(machine.aheadMs(), -40 * DAY, 'and is told of');
  machine.run(10 * MINUTE - SECOND);
  t.equal(machine.sinceStart(), 10 * MINUTE - SECOND);
  machine.run(SECOND);
  t.equal(machine.sinceStart(), 40 * DAY + 10 * MINUTE);
  t.end();
});

t.test('a wall clock that was wrong for a second moved nothing', (t) => {
  const machine = createMachine();
  for (let times = 0; times < 3; times += 1) {
    machine.stepWall(40 * DAY);
    machine.run(SECOND);
    machine.stepWall(-40 * DAY);
    machine.run(9 * MINUTE);
  }
  t.equal(machine.sinceStart(), 3 * (9 * MINUTE + SECOND), 'and three times add up to nothing');
  t.end();
});

t.test('a jump beyond one that is waited for is waited for anew', (t) => {
  const machine = createMachine();
  machine.stepWall(6 * MINUTE);
  machine.run(10 * MINUTE - SECOND);
  machine.stepWall(40 * DAY);
  machine.run(9 * MINUTE);
  t.equal(machine.sinceStart(), 19 * MINUTE - SECOND);
  machine.stepWall(-40 * DAY);
  machine.run(MINUTE + SECOND);
  t.equal(machine.sinceStart(), 26 * MINUTE, 'of the two, the one that it is ahead by');
  t.end();
});

t.test('a suspend is adopted at once, and no more than the suspend', (t) => {
  const machine = createMachine();
  machine.suspend(8 * HOUR);
  t.equal(machine.sinceStart(), 8 * HOUR);
  machine.stepWall(HOUR);
  t.equal(machine.sinceStart(), 8 * HOUR, 'one suspend explains one jump');
  machine.suspend(2 * HOUR);
  t.equal(machine.sinceStart(), 10 * HOUR, 'the rest of the jump is still waited for');
  machine.run(10 * MINUTE);
  t.equal(machine.sinceStart(), 11 * HOUR + 10 * MINUTE);
  for (let naps = 0; naps < 20; naps += 1) {
    machine.suspend(4 * MINUTE);
    machine.run(SECOND);
  }
  const before = machine.sinceStart();
  machine.stepWall(HOUR);
  t.equal(machine.sinceStart(), before, 'short suspends explain no later jump');
  t.end();
});

t.test(
  'ages are judged by the smaller of service and wall time, not at all when far apart',
  (t) => {
    const machine = createMachine();
    machine.run(HOUR);
    t.equal(machine.agePause(), null);
    machine.stepWall(-HOUR);
    t.equal(machine.ageTime(), START);
    t.equal(machine.agePause(), null);
    machine.stepWall(-1);
    t.equal(machine.agePause(), 'clocks_differ');
    machine.stepWall(2 * HOUR + 2);
    t.equal(machine.ageTime(), START + HOUR);
    t.equal(machine.agePause(), 'clocks_differ');
    t.end();
  },
);

t.test('nothing is deleted for its age for an hour after a start', (t) => {
  const machine = createMachine({ floor: START - 2 * HOUR });
  t.equal(machine.agePause(), 'just_started');
  t.equal(machine.ageTime(), START - 2 * HOUR, 'who knows whether two hours have passed');
  machine.pass(HOUR - 1);
  t.equal(machine.agePause(), 'just_started');
  machine.pass(1);
  t.equal(machine.agePause(), null);
  t.equal(machine.ageTime(), START + HOUR);
  t.end();
});

t.test('a wall clock more than a day beyond what is stored is believed after a day', (t) => {
  const machine = createMachine({ floor: START - DAY - 1 });
  t.equal(machine.agePause(), 'wall_beyond_stored');
  machine.pass(DAY - 1);
  t.equal(machine.agePause(), 'wall_beyond_stored');
  t.equal(machine.ageTime(), START - 2);
  machine.pass(1);
  t.equal(machine.agePause(), null);
  machine.stepWall(40 * DAY);
  machine.now();
  machine.run(10 * MINUTE);
  t.equal(machine.agePause(), 'wall_beyond_stored', 'likewise a jump that lasted');
  t.equal(machine.ageTime(), START + DAY + 10 * MINUTE);
  machine.pass(DAY);
  t.equal(machine.ageTime(), START + 42 * DAY + 10 * MINUTE);
  t.end();
});

t.test('the timer of the real clock runs once, unless it is called off', async (t) => {
  const clock = createClock();
  const calledOff = clock.after(0, () => t.fail('it was called off'));
  calledOff();
  const before = clock.now();
  await new Promise<void>((resolve) => clock.after(1, resolve));
  t.ok(clock.now() >= before);
});
