import t from 'tap';
import type { FinishedAttempt } from '#src/store/work.js';
import { Lane, Road } from '#src/webhooks/lane.js';
import {
  beginAll,
  claimOf,
  endpoint,
  fail,
  freshClaims,
  laneOn,
  NOW,
  prove,
  resultOf,
} from './support/lanes.js';

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

t.test('while requests saturate the process, endpoints that fail share a slower pace', (t) => {
  const road = new Road();
  const lane = laneOn(road);
  for (const end of beginAll(lane)) end(false);
  for (const end of beginAll(lane)) end(false);
  const began = [1, 2, 3].map(() => {
    const at = lane.readyAt(true) ?? Number.NaN;
    lane.end(lane.begin(at, true), null, at);
    return at;
  });
  t.strictSame(began.map((at) => at - (began[1] ?? 0)).slice(1), [0, 100]);
  t.end();
});

t.test('endpoints that fail share a pace: a hundred of them cost what two do', (t) => {
  const road = new Road();
  const lanes = Array.from({ length: 100 }, (_, number) => laneOn(road, `e${number}`));
  for (const lane of lanes) fail(lane);
  t.ok(lanes.every((lane) => lane.isFailing));
  const attempts = new Map(lanes.map((lane) => [lane, 0]));
  for (let ms = 200; ms < 10_200; ms += 10)
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
  const hanging = Array.from({ length: 100 }, (_, number) => {
    const lane = laneOn(road, `e${number}`);
    fail(lane);
    for (let ms = 0; ms < 20_000; ms += 100) beginAll(lane, NOW + number * 20_000 + ms);
    return lane.underWay;
  });
  t.strictSame(hanging, [...Array(8).fill(4), ...Array(92).fill(1)], '32 together, or its own');
  t.equal(beginAll(prove(laneOn(road, 'live'))).length, 32);
  t.end();
});

t.test('the road has room for so many in all, and for a few of each endpoint besides', (t) => {
  for (const [isFailing, most, own] of [
    [false, 128, 4],
    [true, 32, 1],
  ] as const) {
    const road = new Road();
    road.change(isFailing, most - 1);
    road.change(!isFailing, 1000);
    t.ok(road.hasRoom(isFailing, own), 'for the last');
    road.change(isFailing, 1);
    t.notOk(road.hasRoom(isFailing, own), 'and for no more');
    t.ok(road.hasRoom(isFailing, own - 1), 'but of its own');
  }
  t.end();
});

t.test('an endpoint fails from its fifth failure in a row, and is proven by success only', (t) => {
  const lane = new Lane(endpoint('e'), new Road());
  const attempt = (next: FinishedAttempt['next']): void => {
    lane.add([claimOf()]);
    const claim = lane.begin(NOW);
    lane.end(claim, resultOf(claim, next), NOW);
  };
  for (const next of [NOW, 'failed', NOW, NOW] as const) attempt(next);
  t.notOk(lane.isFailing);
  t.equal(lane.room(false), 8, 'not proven');
  attempt(NOW);
  t.ok(lane.isFailing);
  attempt('succeeded');
  t.equal(lane.room(false), 64, 'proven');
  t.end();
});

t.test('a limit that is taken away, and a pace that is over, keep nobody waiting', (t) => {
  const lane = prove(laneOn(new Road()));
  lane.endpoint = { ...lane.endpoint, rateLimitPerSecond: 1 };
  for (const end of beginAll(lane)) end(true);
  t.ok(Number(lane.readyAt(false)) > NOW);
  lane.endpoint = { ...lane.endpoint, rateLimitPerSecond: null };
  t.equal(lane.readyAt(false), 0);
  t.end();
});

/** When attempts begin that each end at once, in milliseconds from `NOW`. */
function beginnings(lane: Lane, from: number, to: number, succeeded = true): readonly number[] {
  const found: number[] = [];
  for (let ms = from; ms <= to; ms += 10)
    for (let ends = beginAll(lane, NOW + ms); ends.length > 0; ends = beginAll(lane, NOW + ms))
      for (const end of ends) {
        found.push(ms);
        end(succeeded);
      }
  return found;
}

t.test('a limited endpoint gets so many a second, and a late timer makes up for little', (t) => {
  const lane = laneOn(new Road());
  lane.endpoint = { ...lane.endpoint, rateLimitPerSecond: 10 };
  t.strictSame(beginnings(lane, 0, 500), [0, 0, 100, 200, 300, 400, 500]);
  t.strictSame(beginnings(lane, 9_000, 9_100), [9_000, 9_000, 9_100], 'after nine idle seconds');
  t.end();
});

t.test('an endpoint that fails is slowed down, to its own limit when that is less', (t) => {
  for (const [rateLimitPerSecond, gap] of [
    [null, 50],
    [1000, 50],
    [5, 200],
  ] as const) {
    const lane = laneOn(new Road());
    lane.endpoint = { ...lane.endpoint, rateLimitPerSecond };
    beginnings(lane, 0, 3_000, false);
    t.ok(lane.isFailing);
    const [first = 0, second = 0, third = 0] = beginnings(lane, 3_010, 4_000, false);
    t.ok(Math.abs(third - second - gap) <= 10 && second - first <= gap, `${rateLimitPerSecond}`);
  }
  t.end();
});

t.test('so many are claimed that there is always one to begin, and few are held', (t) => {
  const lane = new Lane(endpoint('e'), new Road());
  const rooms = () => [lane.room(false), lane.room(true)];
  t.strictSame(rooms(), [8, 4], 'until it has once succeeded');
  const claim = claimOf();
  lane.add([claim]);
  t.strictSame(rooms(), [7, 3]);
  t.ok(lane.isLow(false), 'a second one is claimed beside the first');
  lane.begin(NOW);
  lane.end(claim, resultOf(claim), NOW);
  t.strictSame(rooms(), [64, 4]);
  lane.endpoint = { ...lane.endpoint, rateLimitPerSecond: 3 };
  t.strictSame(rooms(), [6, 4], 'two seconds of its limit');
  lane.endpoint = { ...lane.endpoint, rateLimitPerSecond: 100 };
  t.strictSame(rooms(), [64, 4], 'and no more than it could begin');
  lane.add(freshClaims(16));
  t.equal(lane.room(false), 48);
  t.notOk(lane.isLow(false), 'a fourth of them is left');
  lane.begin(NOW);
  t.ok(lane.isLow(false), 'less than a fourth is left');
  lane.add(freshClaims(100));
  t.equal(lane.room(false), 0);
  t.end();
});

t.test('the first attempts of an interaction follow one another, and hold up nobody else', (t) => {
  const lane = new Lane(endpoint('e'), new Road());
  const [one, two, again, other, none, too] = [
    claimOf('1'),
    claimOf('1'),
    claimOf('1', 2),
    claimOf('2'),
    claimOf(),
    claimOf(),
  ] as const;
  lane.add([one, two, again, other, none, too]);
  t.strictSame([lane.begin(NOW), lane.begin(NOW), lane.begin(NOW)], [one, again, other]);
  lane.end(again, resultOf(again), NOW);
  lane.end(other, resultOf(other), NOW);
  t.strictSame([lane.begin(NOW), lane.begin(NOW)], [none, too], 'and those of none never wait');
  t.equal(lane.readyAt(false), null, 'the second waits for the end of the first');
  t.ok(lane.isLow(false), 'and does not keep others from being claimed');
  t.throws(() => lane.begin(NOW), /nothing is ready/);
  lane.end(one, null, NOW);
  t.equal(lane.begin(NOW), two, 'however that ended');
  lane.add([claimOf('3', 2), claimOf('3')]);
  lane.begin(NOW);
  t.not(lane.readyAt(false), null, 'a retry holds up nobody');
  t.end();
});

t.test('more is claimed while those that wait for others leave attempts unused', (t) => {
  const lane = new Lane(endpoint('e'), new Road());
  lane.add(['1', '1', '1', '1'].map((interaction) => claimOf(interaction)));
  t.notOk(lane.isLow(false), 'one can begin');
  lane.begin(NOW);
  t.ok(lane.isLow(false), 'the others wait for it');
  lane.add(['2', '3', '4'].map((interaction) => claimOf(interaction)));
  for (let more = 0; more < 3; more += 1) lane.begin(NOW);
  t.notOk(lane.isLow(false), 'no attempt is left that they could keep');
  t.end();
});

t.test('attempts that ended are recorded together, soon, and once', (t) => {
  const lane = prove(laneOn(new Road()));
  lane.recorded(lane.takeFinished());
  t.equal(lane.recordAt, Number.POSITIVE_INFINITY, 'nothing has ended');
  const [first, second] = [lane.begin(NOW), lane.begin(NOW)];
  const others = Array.from({ length: 30 }, () => lane.begin(NOW));
  const claims = [first, second, ...others];
  lane.end(first, resultOf(first), NOW);
  t.equal(lane.recordAt, NOW + 20, 'others may end meanwhile');
  lane.end(second, resultOf(second), NOW + 10);
  t.equal(lane.recordAt, NOW + 20, 'the first of them has waited the longest');
  for (const each of others) lane.end(each, resultOf(each), NOW);
  t.equal(lane.recordAt, 0, 'nothing is under way that could be waited for');
  const more = lane.begin(NOW);
  t.equal(lane.recordAt, 0, 'and they are enough');
  const finished = lane.takeFinished();
  t.strictSame([finished.length, lane.hasFinished], [32, false]);
  lane.end(more, resultOf(more, NOW + 5_000), NOW);
  t.equal(lane.recordAt, 0, 'nor is the last waited with');
  lane.restore(finished);
  const all = lane.takeFinished();
  t.strictSame([all.length, all.at(-1)?.delivery], [33, more.delivery], 'in their order');
  t.ok(lane.held.has(more.delivery), 'and nobody else may claim it');
  lane.claimableAt = Number.POSITIVE_INFINITY;
  lane.recorded(all);
  t.notOk(claims.some(({ delivery }) => lane.held.has(delivery)));
  t.equal(lane.claimableAt, NOW + 5_000, 'when the next attempt is due');
  t.end();
});

t.test('what was claimed and never begun, or begun for nothing, is given back', (t) => {
  const lane = new Lane(endpoint('e'), new Road());
  const [begun, waiting] = [claimOf(), claimOf()] as const;
  lane.add([begun, waiting]);
  lane.begin(NOW);
  lane.drop();
  t.strictSame([...lane.held], [begun.delivery]);
  lane.end(begun, null, NOW);
  t.strictSame([lane.held.size, lane.underWay, lane.hasFinished], [0, 0, false]);
  t.end();
});
