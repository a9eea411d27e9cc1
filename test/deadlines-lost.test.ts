import t from 'tap';
import { createExpiry } from '#src/engine/expiry.js';
import { createLog } from '#src/log/log.js';
import type { Store } from '#src/store/store.js';
import { createWorld } from './support/world.js';

const DUE_AFTER_MS = 30_000;

t.test('who has lost the deadlines to another process ends none of the rest', async (t) => {
  const { store, engine, clock, invite } = await createWorld(t);
  const total = 450;
  await Promise.all(Array.from({ length: total }, () => invite()));
  await clock.leap(DUE_AFTER_MS);
  let claims = 0;
  const claim: Store['claim'] = async (work, request) => {
    claims += 1;
    return claims > 2 ? { until: clock.now() + 3_600_000 } : store.claim(work, request);
  };
  const log = createLog('silent');
  const expiry = createExpiry({ engine, store: { ...store, claim }, clock, log });
  t.teardown(() => expiry.stop());
  await expiry.start();
  const due = await store.read('due', 'engagement', clock.now() - DUE_AFTER_MS, total);
  t.equal(due.length, 50, 'it asks before each part of two hundred');
});
