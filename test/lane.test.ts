import t from 'tap';
import type { WebhookEndpoint } from '#src/store/outbox.js';
import { Lane, Road } from '#src/webhooks/lane.js';

const NOW = 1_000_000;

const endpoint = (id: string): WebhookEndpoint => ({
  id,
  url: 'https://crm.example/',
  eventTypes: ['*'],
  description: '',
  enabled: true,
  disabledReason: null,
  rateLimitPerSecond: null,
  secret: '',
  previousSecret: null,
  previousSecretExpiresAt: null,
  version: 1,
  createdAt: 0,
  updatedAt: 0,
});

let deliveries = 0;

/** A lane with so much to begin that it never waits for claims. */
function laneOn(road: Road, id = 'e'): Lane {
  const lane = new Lane(endpoint(id), road);
  lane.add(
    Array.from({ length: 200 }, () => {
      deliveries += 1;
      const claim = { delivery: deliveries, messageId: `${deliveries}`, body: '{}', step: 1 };
      return { ...claim, interaction: null, isFirst: true };
    }),
  );
  return lane;
}

/** Begins whatever may begin at a moment; returns how that ended. */
function beginAll(lane: Lane, now = NOW): readonly ((succeeded: boolean) => void)[] {
  const ends: ((succeeded: boolean) => void)[] = [];
  for (let at = lane.readyAt(false); at !== null && at <= now; at = lane.readyAt(false)) {
    const claim = lane.begin(now);
    const { delivery } = claim;
    const attempt = { delivery, at: now, durationMs: 1, excerpt: null, error: null };
    ends.push((succeeded) => {
      const next = succeeded ? ('succeeded' as const) : now + 5000;
      lane.end(claim, { ...attempt, status: succeeded ? 200 : 500, next }, now);
    });
  }
  return ends;
}

const fail = (lane: Lane): void => {
  while (!lane.isFailing) for (const end of beginAll(lane)) end(false);
};

/** Lets it succeed once: from then on it may have all its attempts. */
const prove = (lane: Lane): Lane => {
  for (const end of beginAll(lane)) end(true);
  return lane;
};

t.test('an endpoint that fails loses most of its concurrency, until it succeeds', (t) => {
  const lane = laneOn(new Road());
  const first = beginAll(lane);
  t.equal(first.length, 4, 'until it has once succeeded');
  for (const end of first) end(true);
  const all = beginAll(lane);
  t.equal(all.length, 32);
  for (const end of all) end(false);
  t.ok(lane.isFailing);
  let underWay: readonly ((succeeded: boolean) => void)[] = [];
  for (let ms = 0; ms < 2000; ms += 10) underWay = [...underWay, ...beginAll(lane, NOW + ms)];
  t.equal(underWay.length, 4, 'and no more, however long they take');
  underWay[0]?.(true);
  t.notOk(lane.isFailing);
  t.equal(beginAll(lane, NOW + 2000).length, 32 - 3);
  t.end();
});

t.test('endpoints that fail share a pace: a hundred of them cost what two do', (t) => {
  const road = new Road();
  const lanes = Array.from({ length: 100 }, (_, number) => laneOn(road, `e${number}`));
  for (const lane of lanes) fail(lane);
  t.ok(lanes.every((lane) => lane.isFailing));
  const attempts = new Map(lanes.map((lane) => [lane, 0]));
  for (let ms = 200; ms < 10_200; ms += 5)
    for (const lane of [...lanes].sort((a, b) => (attempts.get(a) ?? 0) - (attempts.get(b) ?? 0))) {
      const ends = beginAll(lane, NOW + ms);
      attempts.set(lane, (attempts.get(lane) ?? 0) + ends.length);
      for (const end of ends) end(false);
    }
  const total = [...attempts.values()].reduce((sum, one) => sum + one, 0);
  t.ok(total > 350 && total < 450, `${total} attempts in ten seconds`);
  t.ok(
    [...attempts.values()].every((one) => one >= 3),
    'each has its turn',
  );
  t.end();
});

t.test('endpoints that hang leave every other one attempts of its own', (t) => {
  const road = new Road();
  t.equal(beginAll(laneOn(new Road(), 'new')).length, 4, 'who never answered has no more');
  const hanging = ['a', 'b', 'c', 'd', 'e'].map((id) => beginAll(prove(laneOn(road, id))).length);
  t.strictSame(hanging, [32, 32, 32, 32, 4]);
  t.equal(beginAll(prove(laneOn(road, 'live'))).length, 4);
  t.end();
});

t.test('endpoints that hang and have failed leave the others all their attempts', (t) => {
  const road = new Road();
  for (let number = 0; number < 100; number += 1) {
    const lane = laneOn(road, `e${number}`);
    fail(lane);
    for (let ms = 0; ms < 20_000; ms += 100) beginAll(lane, NOW + number * 20_000 + ms);
  }
  t.equal(beginAll(prove(laneOn(road, 'live'))).length, 32);
  t.end();
});
