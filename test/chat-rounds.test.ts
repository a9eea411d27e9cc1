import fc from 'fast-check';
import t from 'tap';
import type { Change } from '#src/decisions/change.js';
import type { Round } from '#src/decisions/routing.js';
import type { Chat } from '#src/domain/chats/chat.js';
import { match } from '#src/domain/chats/match.js';
import { inForce } from '#src/domain/options/timeline.js';
import { createId } from '#src/ids.js';
import { type ChatRow, chatOf as chatOfRow, SELECT_CHATS } from '#src/store/rows/chats.js';
import { agentOf, CHAT_QUEUE, chatOf, routeTo, statusOf } from './support/chats.js';
import { deciding } from './support/deciding.js';
import { always } from './support/lifecycle.js';
import { byHand } from './support/objects.js';
import { createWorld, type World } from './support/world.js';

/** Who is there: skills, groups and room, of different sizes. */
const AGENTS = [
  agentOf({ name: 'a0', capacity: 18 }),
  agentOf({ name: 'a1', capacity: 25 }),
  agentOf({ name: 'a2', capacity: 12, skills: { english: 50 } }),
  agentOf({ name: 'a3', capacity: 25, skills: { english: 50, french: 50 } }),
];
const GROUPS = { g0: ['a0', 'a1', 'a3'], g1: ['a1', 'a2'], g2: ['a3'] };

/** A few needs, so that each has more chats than are looked at at a time. */
const ROUTES = [
  routeTo('g0'),
  routeTo('g0', { priority: 50 }),
  routeTo('g1', { skills: { english: 10 } }),
  routeTo('g2', { overflow: { afterSeconds: 30, group: 'g0' } }),
];

/** Rarely one of them. */
const seldom = (...names: readonly string[]) =>
  fc.oneof({ weight: 15, arbitrary: fc.constant(null) }, fc.constantFrom(...names));

const Placed = fc.record({
  route: fc.constantFrom(...ROUTES),
  secondsAgo: fc.constantFrom(0, 10, 29, 30, 31, 60),
  raisedTo: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.constant(95)),
  declined: seldom('a0', 'a3'),
  named: seldom('a1', 'a2'),
});

const write = (world: World, changes: readonly Change[]): Promise<unknown> =>
  deciding(world.store, {}, () => ({ changes, result: null }));

const made = (chat: Chat): Change => ({ kind: 'chat', before: undefined, after: chat, facts: [] });

async function createStaff(world: World): Promise<void> {
  const groups = Object.entries(GROUPS).map(
    ([name, agents]): Change => ({
      kind: 'object',
      before: undefined,
      after: byHand('agent-groups', name, { description: '', agents }),
    }),
  );
  const agents = AGENTS.map((after): Change => ({ kind: 'agent', before: undefined, after }));
  await write(world, [...groups, ...agents]);
}

/** Rounds until there is no more to offer; how many there were. */
async function route({ store, clock }: World): Promise<number> {
  for (let rounds = 1; rounds < 100; rounds += 1) {
    const seed = createId(clock.now());
    const { more }: Round = await store.apply('matchChats', { queue: CHAT_QUEUE, seed });
    if (!more) return rounds;
  }
  throw new Error('it comes to no end');
}

const stored = ({ database }: World): readonly Chat[] =>
  database.prepare<[], ChatRow>(`${SELECT_CHATS} order by chats.n`).all().map(chatOfRow);

const offersOf = (world: World): readonly string[] =>
  stored(world)
    .filter(({ state }) => state === 'Offered')
    .map(({ id, agent }) => `${id}:${agent}`)
    .sort();

const { maxWaitTime, visitorLostTime } = inForce(always());

/** What takes the room of an agent, or took it until a clock ran out that nobody has noticed. */
const HELD = {
  talked: (now: number) => ({ state: 'Active', acceptedAt: now, activeAt: now }),
  waited: (now: number, ms: number) => ({
    state: 'Offered',
    waitingSince: now - ms - maxWaitTime * 1000,
    offeredAt: now,
  }),
  left: (now: number, ms: number) => ({
    state: 'Offered',
    waitingSince: now,
    offeredAt: now,
    seenAt: now - ms - visitorLostTime * 1000,
  }),
  finished: (now: number, ms: number) => ({
    state: 'Wrapping',
    acceptedAt: 0,
    activeAt: 0,
    endedAt: now - ms,
    outcome: 'processed',
  }),
} as const satisfies Record<string, (now: number, ms: number) => Partial<Chat>>;

interface Holding {
  readonly agent: string;
  readonly how: keyof typeof HELD;
  /** Since when the room is free. */
  readonly ms: number;
}

/** Everybody who is there, and what waits, as one look at all of it would see them. */
function wholeMatch(
  world: World,
  present: ReadonlySet<string>,
  waiting: readonly Chat[],
  held: readonly Holding[],
) {
  const { store, clock } = world;
  const candidates = AGENTS.filter(({ name }) => present.has(name)).map((agent) => ({
    name: agent.name,
    skills: agent.skills,
    groups: new Set(
      Object.entries(GROUPS).flatMap(([group, agents]) =>
        agents.includes(agent.name) ? [group] : [],
      ),
    ),
    capacity: agent.capacity ?? 0,
    held: held.filter((each) => each.agent === agent.name && each.how === 'talked').length,
    idleSince: Math.max(
      0,
      ...held.flatMap((each) =>
        each.agent === agent.name && each.how !== 'talked' ? [clock.now() - each.ms] : [],
      ),
    ),
  }));
  return match(waiting, candidates, inForce(store.lastSettings().timeline), clock.now()).matches;
}

t.test(
  'in short rounds everybody gets what one look at all that waits would give them',
  async (t) => {
    const world = await createWorld(t);
    await createStaff(world);
    const { database, clock } = world;
    // Long after the start, since which visitors have been silent at most.
    await clock.advance(3_600_000);
    const Case = fc.tuple(
      fc.array(Placed, { minLength: 30, maxLength: 90, size: 'max' }),
      fc.subarray(AGENTS.map(({ name }) => name)),
      fc.array(
        fc.record({
          agent: fc.constantFrom('a1', 'a3'),
          how: fc.constantFrom<Holding['how']>('talked', 'talked', 'waited', 'left', 'finished'),
          ms: fc.constantFrom(0, 1, 5000),
        }),
        { maxLength: 30 },
      ),
    );
    let most = 0;
    await fc.assert(
      fc.asyncProperty(Case, async ([placed, present, busy]) => {
        const now = clock.now();
        database.exec(`delete from chats; delete from agent_history;
        update agents set state = 'LoggedOut', seen_at = null, idle_since = 0, sequence = 0`);
        const waiting = placed.map(({ route: to, secondsAgo, raisedTo, declined, named }, index) =>
          chatOf({
            id: `c${String(index).padStart(3, '0')}`,
            visitId: `v${index}`,
            route: to,
            seenAt: null,
            queuedAt: now - secondsAgo * 1000,
            waitingSince: now - secondsAgo * 1000,
            raisedTo,
            named,
            declines: declined ? [{ agent: declined, at: now, times: 1 }] : [],
          }),
        );
        const held = busy.map(({ agent, how, ms }, index) =>
          chatOf({
            id: `h${index}`,
            visitId: `h${index}`,
            agent,
            seenAt: null,
            ...HELD[how](now, ms),
          }),
        );
        const standing = present.map(
          (name): Change => ({
            kind: 'agent_status',
            before: statusOf('LoggedOut', { name }),
            after: statusOf('Ready', { name, seenAt: now }),
            facts: [],
          }),
        );
        await write(world, [...[...waiting, ...held].map(made), ...standing]);
        most = Math.max(most, await route(world));
        const wanted = wholeMatch(world, new Set(present), waiting, busy).map(
          ({ chat, agent }) => `${chat.id}:${agent}`,
        );
        t.strictSame(offersOf(world), wanted.sort());
        return true;
      }),
      { numRuns: 30, endOnFailure: true },
    );
    t.ok(most > 2, `it took ${most} rounds`);
  },
);

t.test(
  'waiting chats that are not looked at yet are not overtaken by others that are',
  async (t) => {
    const world = await createWorld(t);
    await createStaff(world);
    const now = world.clock.now();
    const many = (kind: string, priority: number) =>
      Array.from({ length: 30 }, (_, index) =>
        chatOf({
          id: `${kind}${index}`,
          visitId: `${kind}${index}`,
          route: routeTo('g0', { priority }),
          seenAt: null,
        }),
      );
    await write(world, [
      ...[...many('urgent', 50), ...many('other', 0)].map(made),
      {
        kind: 'agent_status',
        before: statusOf('LoggedOut', { name: 'a3' }),
        after: statusOf('Ready', { name: 'a3', seenAt: now }),
        facts: [],
      },
    ]);
    await route(world);
    const offers = offersOf(world);
    t.equal(offers.length, 25, 'as many as there is room for');
    t.ok(offers.every((offer) => offer.startsWith('urgent')));
  },
);

t.test('however many waits differ, somebody behind them is not forgotten', async (t) => {
  const world = await createWorld(t);
  await createStaff(world);
  const now = world.clock.now();
  const lost = Array.from({ length: 600 }, (_, index) =>
    chatOf({
      id: `l${index}`,
      visitId: `l${index}`,
      route: routeTo('g0'),
      seenAt: null,
      queuedAt: now - 1000,
      waitingSince: now,
      raisedTo: 95,
      acceptedAt: now - 500,
    }),
  );
  const other = chatOf({ id: 'other', visitId: 'other', route: routeTo('g1'), seenAt: null });
  await write(world, [
    ...[...lost, other].map(made),
    {
      kind: 'agent_status',
      before: statusOf('LoggedOut', { name: 'a2' }),
      after: statusOf('Ready', { name: 'a2', seenAt: now }),
      facts: [],
    },
  ]);
  await route(world);
  t.strictSame(offersOf(world), ['other:a2']);
});
