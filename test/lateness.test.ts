import t from 'tap';
import { createMetrics } from '#src/metrics.js';
import { createTelling } from '#src/store/telling.js';
import { NOT_READY, STANDS } from './store/chat-things.js';
import { createWorld } from './support/world.js';

/** Buckets of the metric, by their bound in seconds. */
async function bucketsOf(metrics: Pick<ReturnType<typeof createMetrics>, 'read'>) {
  const lines = (await metrics.read()).matchAll(
    /^webengagement_expiry_lateness_seconds_bucket\{le="(\S+)"\} (\d+)$/gm,
  );
  return Object.fromEntries([...lines].map(([, bound, count]) => [bound, Number(count)]));
}

t.test('deadlines are late until what follows from them is known to be on disk', async (t) => {
  const world = await createWorld(t);
  const telling = createTelling();
  const { at } = NOT_READY;
  const facts = [NOT_READY, { ...NOT_READY, by: 'clock' as const }];
  telling.note([{ ...STANDS, facts }], world.store.lastSettings());
  t.strictSame(telling.signal()?.tally?.durations, [], 'not committed yet');
  for (const ms of [3, 250])
    t.strictSame(telling.signal(at + ms)?.tally?.durations, [{ of: 'lateness', ms }]);
});

t.test('how late deadlines are is a metric, also of what was overdue at the start', async (t) => {
  const world = await createWorld(t);
  const metrics = createMetrics(world.store);
  t.teardown(metrics.close);
  await world.invite();
  await world.clock.leap(30_070);
  await world.expiry.start();
  t.match(await bucketsOf(metrics), { '0.05': 0, '0.1': 1, '+Inf': 1 });
  await world.invite();
  await world.clock.advance(30_000);
  await world.expiry.idle();
  t.match(await bucketsOf(metrics), { '0.001': 1, '0.1': 2, '+Inf': 2 });
});
