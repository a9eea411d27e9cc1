import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { createFakeClock } from './support/clock.js';
import { HALVES, resumeDay, told } from './support/statistics-day.js';
import { figuresOf, historiesOf } from './support/statistics-oracle.js';
import { createDirectory } from './support/world.js';

const CHILD = fileURLToPath(new URL('./support/statistics-day-child.js', import.meta.url));

t.test(
  'a SIGKILL amid a day takes from each of the nine what it takes from the facts',
  async (t) => {
    const directory = createDirectory(t);
    const child = fork(CHILD, [directory], { stdio: 'inherit' });
    t.teardown(() => child.kill('SIGKILL'));
    const [acknowledged] = (await once(child, 'message')) as [number];
    child.kill('SIGKILL');
    const [, signal] = await once(child, 'exit');
    t.equal(signal, 'SIGKILL');

    const day = await resumeDay(t, { directory, clock: createFakeClock() });
    const atOnce = figuresOf(await historiesOf(day.service));
    t.strictSame(await told(day, atOnce), atOnce, 'where it was killed');
    const entered = atOnce.Webengagement_Total_Entered_Queue?.['StagingArea/Webengagement_Engaged'];
    t.ok(Number(entered) >= acknowledged, 'what was acknowledged is counted');
    const accepted = 'Chat_Interactions_Accepted';
    t.equal(atOnce[accepted]?.['Agent/ann'], 2);

    await day.begin();
    await HALVES[1](day);
    const expected = figuresOf(await historiesOf(day.service));
    t.strictSame(await told(day, expected), expected, 'grown since midnight');
    const all = `&filter=${encodeURIComponent('MediaType=*')}`;
    t.strictSame(await told(day, expected, all), expected, 'folded from the rows');
    t.ok(Number(expected[accepted]?.['Agent/ann']) > 2, 'the day went on');
  },
);
