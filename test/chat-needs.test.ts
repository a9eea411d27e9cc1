// Chats that wait in more ways than one round looks at: each as if all were looked at.

import t from 'tap';
import type { Change } from '#src/decisions/change.js';
import { MOST_NEEDS } from '#src/decisions/context.js';
import type { Chat } from '#src/domain/chats/chat.js';
import { match } from '#src/domain/chats/match.js';
import { inForce } from '#src/domain/options/timeline.js';
import { createRouter } from '#src/engine/router.js';
import { createId } from '#src/ids.js';
import { createLog } from '#src/log/log.js';
import { agentOf, CHAT_QUEUE, chatOf, GROUP, routeTo, statusOf } from './support/chats.js';
import { deciding } from './support/deciding.js';
import { T0 } from './support/lifecycle.js';
import { byHand } from './support/objects.js';
import { createWorld, type World } from './support/world.js';

const ANN = agentOf({ name: 'ann', capacity: 20 });

const write = (world: World, changes: readonly Change[]): Promise<unknown> =>
  deciding(world.store, {}, () => ({ changes, result: null }));

/** A service in which these chats wait, and one agent is ready. */
async function waiting(t: Parameters<typeof createWorld>[0], chats: readonly Chat[]) {
  const world = await createWorld(t);
  const group = byHand('agent-groups', GROUP, { description: '', agents: ['ann'] });
  await write(world, [
    { kind: 'object', before: undefined, after: group },
    { kind: 'agent', before: undefined, after: ANN },
    {
      kind: 'agent_status',
      before: statusOf('LoggedOut'),
      after: statusOf('Ready', { seenAt: world.clock.now() }),
      facts: [],
    },
    ...chats.map((after): Change => ({ kind: 'chat', before: undefined, after, facts: [] })),
  ]);
  return world;
}

async function route({ store, clock }: World): Promise<readonly string[]> {
  const router = createRouter({ store, clock: clock.make(0), log: createLog('silent') });
  router.start();
  await router.idle();
  await router.stop();
  const { items } = await store.read(
    'chats',
    { state: 'Offered' },
    { size: 100, after: undefined },
  );
  return items.map(({ id }) => id).sort();
}

/** A chat that nobody else is like: somebody declined it. */
const single = (id: number, more: Partial<Chat> = {}): Chat =>
  chatOf({
    id: `c${String(id).padStart(4, '0')}`,
    visitId: `v${id}`,
    seenAt: null,
    declines: [{ agent: 'bob', at: T0 - 600_000, times: 1 }],
    ...more,
  });
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
const MANY = MOST_NEEDS + 300;

t.test('somebody behind more needs than a round looks at is not forgotten', async (t) => {
  const declined = [{ agent: 'ann', at: T0 - 600_000, times: 3 }];
  const others = numbers(MANY).map((id) => single(id, { declines: declined }));
  const last = chatOf({ id: 'last', visitId: 'last', seenAt: null });
  const world = await waiting(t, [...others, last]);
  t.strictSame(await route(world), ['last']);
});

t.test(
  'of more needs than a round looks at, those are served that one look at all would',
  async (t) => {
    const alike = numbers(30).map((id) =>
      chatOf({
        id: `a${id}`,
        visitId: `a${id}`,
        seenAt: null,
        queuedAt: T0 - id,
        route: routeTo(GROUP, { priority: 41 }),
      }),
    );
    const singles = numbers(MANY).map((id) =>
      single(id, {
        queuedAt: T0 - ((id * 7919) % 1000),
        route: routeTo(id % 2 === 0 ? 'Elsewhere' : GROUP, { priority: (id * 31) % 47 }),
      }),
    );
    const world = await waiting(t, [...alike, ...singles]);
    const ann = { ...ANN, groups: new Set([GROUP]), capacity: 20, held: 0, idleSince: 0 };
    const options = inForce(world.store.lastSettings().timeline);
    const wanted = match([...alike, ...singles], [ann], options, world.clock.now()).matches;
    t.strictSame(await route(world), wanted.map(({ chat }) => chat.id).sort());
  },
);

t.test(
  'chats that wait for a strategy from outside are not looked at again and again',
  async (t) => {
    const unrouted = numbers(9).map((id) => single(id, { route: null, declines: [] }));
    const world = await waiting(t, unrouted);
    const annex = { Application: { url: 'none' } };
    const properties = { description: '', queue: CHAT_QUEUE, annex };
    const object = byHand('enhanced-routing', `${CHAT_QUEUE}.Routing`, properties as never);
    await write(world, [{ kind: 'object', before: undefined, after: object }]);
    const round = await world.store.apply('matchChats', { seed: createId(0), queue: CHAT_QUEUE });
    t.match(round, { offers: 0, more: false });
  },
);
