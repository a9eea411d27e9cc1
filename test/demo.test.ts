import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { compose } from '#src/compose.js';
import { readConfig } from '#src/config/config.js';
import { createConversation, createPatience, createRinging } from '#src/demo/conversation.js';
import { createDemo, DAY_MS } from '#src/demo/demo.js';
import { createRandom } from '#src/demo/random.js';
import { createReplayClock } from '#src/demo/replay-clock.js';
import { arrival, createStory, perHour } from '#src/demo/traffic.js';
import { createLog } from '#src/log/log.js';
import { createServiceClock } from './support/service-clock.js';

/** A service on which a day is made up, and what it counts. */
async function madeUp(t: { teardown(run: () => unknown): void }, seed: number, perDay: number) {
  const directory = mkdtempSync(join(tmpdir(), 'webengagement-'));
  let clock = createReplayClock(DAY_MS, 0);
  const config = readConfig({ DATA_DIR: directory, STRATEGY: 'none', PORT: '0' });
  const service = await compose(config, createLog('silent'), (floor) => {
    clock = createReplayClock(DAY_MS, floor);
    return clock;
  });
  t.teardown(async () => {
    await service.close();
    rmSync(directory, { recursive: true });
  });
  const { engine, store, router, pending } = service;
  const options = { engine, store, router, pending, clock, seed, perDay, firstVisit: 0 };
  const demo = createDemo(options);
  const begin = clock.now();
  await demo.fill(clock);
  await service.expiry.idle();
  return {
    service,
    demo,
    begin,
    end: clock.now(),
    counts: await service.store.read('queueCounts'),
  };
}

t.test('a day is made up through the engine, on its own time', async (t) => {
  const { service, begin, end, counts, demo } = await madeUp(t, 7, 150);
  t.equal(end - begin, DAY_MS);
  const entered = Object.fromEntries(counts.map((each) => [each.queue, each.entered]));
  t.ok(
    (entered.Webengagement_Qualified ?? 0) >= 145,
    'refused are only those whose visit was busy',
  );
  for (const state of ['Engaged', 'Accepted', 'Rejected', 'Timeout', 'Failed'])
    t.ok((entered[`Webengagement_${state}`] ?? 0) > 5, state);
  const { items } = await service.store.read('interactions', {}, { size: 500 });
  t.ok(items.every(({ createdAt }) => createdAt >= begin && createdAt <= end));
  t.ok(
    new Set(items.map(({ createdAt }) => Math.floor((createdAt - begin) / 3_600_000))).size > 12,
  );
  const some = items.find(({ state }) => state === 'Accepted');
  const facts = (await service.engine.history(some?.id ?? '')) ?? [];
  t.ok((facts.at(-1)?.at ?? 0) > (facts[0]?.at ?? 0), 'people take their time');

  const chats = (await service.store.read('chats', {}, { size: 500 })).items;
  const ended = (outcome: string) => chats.filter((chat) => chat.outcome === outcome).length;
  t.ok(ended('processed') > 5, `${ended('processed')} chats were talked`);
  t.equal(ended('processed') + ended('abandoned'), chats.length);
  t.ok(
    chats.every(({ messages, outcome }) => outcome === 'abandoned' || messages > 1),
    'both sides say something',
  );
  t.ok(chats.every(({ interactionId }) => interactionId !== null));
  const staff = await service.store.read('staff');
  t.ok(staff.length > 0 && staff.length < service.store.lastSettings().agents.length, 'in shifts');

  const clock = createServiceClock(end);
  const stop = demo.live(clock);
  const before = service.pending();
  clock.advance(60 * 60_000);
  t.ok(service.pending() > before, 'and it goes on');
  stop();
});

t.test('the same seed makes up the same visits, another one others', async (t) => {
  const make = (seed: number) => {
    const random = createRandom(seed);
    return Array.from({ length: 50 }, (_, n) => [arrival(random, 8), createStory(random, n, 12)]);
  };
  t.strictSame(make(3), make(3));
  t.notSame(make(3), make(4));
});

t.test('the same seed makes up the same conversations, of every kind', async (t) => {
  const make = (seed: number) => {
    const random = createRandom(seed);
    return Array.from({ length: 20 }, () => [
      createRinging(random),
      createPatience(random),
      createConversation(random),
    ]);
  };
  t.strictSame(make(3), make(3));
  t.notSame(make(3), make(4));
  const random = createRandom(1);
  const all = Array.from({ length: 200 }, () => createConversation(random));
  t.ok(all.some(({ transferAfterMs }) => transferAfterMs !== null));
  t.strictSame(new Set(all.map(({ endsBy }) => endsBy)), new Set(['agent', 'visitor']));
  t.ok(all.every(({ turns, endAfterMs }) => (turns.at(-1)?.afterMs ?? 0) < endAfterMs));
});

t.test('every hour has its share of the day', async (t) => {
  const hours = Array.from({ length: 24 }, (_, hour) => perHour(hour, 1000));
  t.ok(Math.abs(hours.reduce((sum, each) => sum + each, 0) - 1000) < 1e-6);
  t.ok(Math.max(...hours) > 10 * Math.min(...hours), 'nights are quiet');
});
