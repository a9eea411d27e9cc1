import t from 'tap';
import { LIMITS } from '#src/domain/limits.js';
import type { PullAnswer } from '#src/engine/pull-source.js';
import { QUALIFIED_VIEW, quiet, startPulling } from './support/pulling.js';
import { createWorld } from './support/world.js';

/** What an unfinished pull has come to so far. */
function watched(pull: Promise<PullAnswer>) {
  const seen: { pulled?: PullAnswer; failed?: unknown } = {};
  pull.then(
    (pulled) => {
      seen.pulled = pulled;
    },
    (error: unknown) => {
      seen.failed = error;
    },
  );
  return seen;
}

const leaseOf = (pulled: PullAnswer | undefined): string =>
  (pulled && 'items' in pulled && pulled.items[0]?.leaseId) || '';

const WAIT = { waitMs: 20_000 };
const NOTHING = { items: [] };

t.test('who waits is woken by a commit, first come first served', async (t) => {
  const world = await createWorld(t);
  const { pull, pulls } = await startPulling(world);
  const [first, second] = [watched(pull(WAIT)), watched(pull(WAIT))];
  await quiet();
  t.equal(pulls.waiting(), 2);
  const { id } = await world.invite();
  await quiet();
  t.match(first.pulled, { items: [{ interaction: { id }, deliveries: 1 }] });
  t.equal(second.pulled, undefined);
  const other = await world.invite();
  await quiet();
  t.match(second.pulled, { items: [{ interaction: { id: other.id } }] });
  t.equal(pulls.waiting(), 0);
  t.strictSame(world.clock.armed(), [], 'and leaves no timer behind');
});

t.test('who waits is woken at the moment a lease ends, or is given back', async (t) => {
  const world = await createWorld(t);
  const { pull, pulls, take } = await startPulling(world);
  const { id } = await world.invite();
  await take({ leaseMs: 5300 });
  const later = watched(pull({ ...WAIT, keyId: 'k2' }));
  await quiet();
  await world.clock.advance(5299);
  await quiet();
  t.equal(later.pulled, undefined);
  await world.clock.advance(1);
  await quiet();
  t.match(later.pulled, { items: [{ interaction: { id }, deliveries: 2 }] });
  const leaseId = leaseOf(later.pulled);
  const third = watched(pull(WAIT));
  await quiet();
  await pulls.release(leaseId, 'k2', 1500);
  await quiet();
  t.equal(third.pulled, undefined, 'not before the pause is over');
  await world.clock.advance(1499);
  await quiet();
  t.equal(third.pulled, undefined);
  await world.clock.advance(1);
  await quiet();
  t.match(third.pulled, { items: [{ deliveries: 3 }] });
});

t.test('who waits is woken when something is old enough for the view', async (t) => {
  const world = await createWorld(t);
  const { pull, setView } = await startPulling(world);
  await setView({ condition: { minTimeInQueueSeconds: 3 } });
  const waiting = watched(pull(WAIT));
  await quiet();
  await world.invite();
  await quiet();
  await world.clock.advance(2999);
  await quiet();
  t.equal(waiting.pulled, undefined);
  await world.clock.advance(1);
  await quiet();
  t.match(waiting.pulled, { items: [{ deliveries: 1 }] });
});

t.test('a wait ends with nothing when it is over, and for nobody', async (t) => {
  const world = await createWorld(t);
  const { pull, pulls, take } = await startPulling(world);
  const over = watched(pull({ waitMs: 2500 }));
  const gone = new AbortController();
  const left = watched(pull({ ...WAIT, gone: gone.signal }));
  await quiet();
  gone.abort();
  await quiet();
  t.strictSame(left.pulled, NOTHING);
  await world.clock.advance(2499);
  await quiet();
  t.equal(over.pulled, undefined);
  await world.clock.advance(1);
  await quiet();
  t.strictSame(over.pulled, NOTHING);
  t.equal(pulls.waiting(), 0);
  const { id } = await world.invite();
  t.strictSame(await take({ gone: gone.signal }), []);
  t.match(await take(), [{ interaction: { id }, deliveries: 2 }], 'what nobody got is given back');
});

t.test('a wait ends when the key is revoked, or the view is taken away', async (t) => {
  const world = await createWorld(t);
  const { pull, setView } = await startPulling(world);
  let isGood = true;
  const revoked = watched(pull({ ...WAIT, isWelcome: () => isGood }));
  const other = watched(pull(WAIT));
  await quiet();
  isGood = false;
  await world.set('abandonedTime', '700');
  await quiet();
  t.strictSame(revoked.pulled, { refusal: { code: 'unauthenticated' } });
  t.equal(other.pulled, undefined);
  await setView({ enabled: false });
  await quiet();
  t.strictSame(other.pulled, { refusal: { code: 'view_disabled' } });
});

t.test('a commit of which nobody is told is found within a second', async (t) => {
  const world = await createWorld(t);
  const { pull, take } = await startPulling(world);
  const { id } = await world.invite();
  await take();
  const waiting = watched(pull(WAIT));
  await quiet();
  world.database.exec('update interactions set held_by = null, held_until = null');
  await world.clock.advance(999);
  await quiet();
  t.equal(waiting.pulled, undefined);
  await world.clock.advance(1);
  await quiet();
  t.match(waiting.pulled, { items: [{ interaction: { id } }] });
});

t.test('a wait ends at the end of the service', async (t) => {
  const world = await createWorld(t);
  const { pull, pulls, take } = await startPulling(world);
  const last = watched(pull(WAIT));
  await quiet();
  pulls.close();
  await quiet();
  t.strictSame(last.pulled, NOTHING);
  t.strictSame(await take(WAIT), [], 'nor does anybody wait any more');
  t.strictSame(world.clock.armed(), []);
});

t.test('what was on its way to somebody whose wait ended is given back', async (t) => {
  const world = await createWorld(t);
  const { pull, pulls, take } = await startPulling(world);
  const waiting = watched(pull(WAIT));
  await quiet();
  const applied = new Promise<void>((resolve) => {
    world.store.watch(({ tally }) => {
      // Handed out and on disk, and not yet answered.
      if (tally?.leases.handedOut) resolve(pulls.close());
    });
  });
  const { id } = await world.invite();
  await applied;
  await quiet();
  t.strictSame(waiting.pulled, NOTHING);
  t.match(await take(), [{ interaction: { id }, deliveries: 2 }]);
});

t.test('who waits is told when the store cannot do it', async (t) => {
  const world = await createWorld(t);
  const { pull } = await startPulling(world);
  const waiting = watched(pull(WAIT));
  await quiet();
  await world.invite();
  world.database.pragma('query_only = on');
  await quiet();
  t.match(waiting.failed, { name: 'StoreFailed' });
  world.database.pragma('query_only = off');
});

t.test('so many may wait, and one more is told so', async (t) => {
  const world = await createWorld(t);
  const { pull, pulls, refused, take } = await startPulling(world);
  const gone = new AbortController();
  const most = LIMITS.waitingPulls.most;
  const all = Array.from({ length: most }, () => pull({ ...WAIT, gone: gone.signal }));
  await quiet();
  await quiet();
  t.equal(pulls.waiting(), most);
  t.equal(await refused(WAIT), 'overloaded');
  t.strictSame(await take({ view: QUALIFIED_VIEW }), [], 'who does not wait is answered');
  pulls.close();
  await Promise.all(all);
});
