// A queue of ten thousand chats: whoever pulls from it, counts it or cleans it looks at a part.

import t from 'tap';
import type { Change } from '#src/decisions/change.js';
import { find } from '#src/domain/objects/kinds.js';
import { createChats } from '#src/engine/chats.js';
import { createCleaning } from '#src/engine/cleaning-by-hand.js';
import { createId } from '#src/ids.js';
import { QUERIES } from '#src/store/queries.js';
import { createQueries } from '#src/store/sqlite/queries.js';
import { createChatLeaseReads } from '#src/store/sqlite/rows/chat-leases.js';

import { CHAT_QUEUE, chatOf } from './support/chats.js';
import { deciding } from './support/deciding.js';
import { T0 } from './support/lifecycle.js';
import { startPulling } from './support/pulling.js';
import { countRows } from './support/rows.js';
import { createWorld, OPERATOR } from './support/world.js';

const MANY = 10_000;
const VIEW = 'Webengagement_Chat.ChatRouting.View';

const world = await createWorld(t);
const { database, store, clock } = world;
const pulling = await startPulling(world);

const named = (n: number): string => `c${String(n).padStart(5, '0')}`;

/** Chats that came one after another; the last is more urgent, and of a category of its own. */
t.before(async () => {
  const kind = 'enhanced-routing' as const;
  const name = 'Webengagement_Chat.Routing';
  const before = find(store.lastSettings().objects, kind, name);
  if (before === undefined) throw new Error('the installation is provisioned');
  const properties = { ...before.properties, annex: { Application: { url: 'none' } } };
  const object = { kind, name, properties };
  await store.apply('putObject', { seed: createId(T0), object, operator: OPERATOR });
  const chats = Array.from({ length: MANY }, (_, n) =>
    chatOf({
      id: named(n),
      visitId: `v${n}`,
      route: null,
      seenAt: null,
      queuedAt: T0 - MANY + n,
      waitingSince: T0 - MANY + n,
      ...(n === MANY - 1 && { raisedTo: 95, category: 'Last' }),
    }),
  );
  const changes = chats.map(
    (after): Change => ({ kind: 'chat', before: undefined, after, facts: [] }),
  );
  await deciding(store, {}, () => ({ changes, result: null }));
});

/** The numbers of the chats that are handed out through a view that says this. */
async function pulled(max: number, says: Parameters<typeof pulling.setView>[0]) {
  await pulling.setView(
    { condition: { minTimeInQueueSeconds: 0 }, order: 'oldest_first', ...says },
    VIEW,
  );
  const answer = await pulling.pull({ view: VIEW, max });
  if (!('items' in answer)) throw new Error(answer.refusal.code);
  return answer.items.map((item) => ('chat' in item ? Number(item.chat.id.slice(1)) : null));
}

t.test('a pull reads no more chats inside the write than it hands out', async (t) => {
  const rows = countRows(database);
  const queries = createQueries(database, 0);
  const { pulledChats } = createChatLeaseReads(database, queries);
  const { objects } = store.lastSettings();
  const now = clock.now();
  const { waiting, next } = pulledChats({ view: VIEW, limit: 5 }, objects, now);
  t.strictSame(
    waiting.map(({ chat }) => chat.id),
    [0, 1, 2, 3, 4].map(named),
  );
  // Each by the index, and once whole; none was handed out before.
  t.equal(rows(), 10);
  const after = next ?? '';
  t.match(pulledChats({ view: VIEW, limit: 1, after }, objects, now).waiting, [
    { chat: { id: named(5) } },
  ]);
  rows();
  const condition = { minTimeInQueueSeconds: 0, category: ['Nobody'] };
  await pulling.setView({ condition }, VIEW);
  const none = pulledChats({ view: VIEW, limit: 5 }, store.lastSettings().objects, now);
  t.match(none, { waiting: [], next: String });
  t.ok(rows() <= 1010, 'a part of what nobody may see');
});

t.test('the conditions and the order of a view hold for ten thousand chats', async (t) => {
  const last = { minTimeInQueueSeconds: 0, category: ['Last'] };
  t.strictSame(await pulled(3, { condition: last }), [MANY - 1], 'behind many that are not seen');
  await clock.advance(30_000);
  t.strictSame(await pulled(2, { orderBy: 'priority' }), [MANY - 1, 0], 'the urgent first');
  t.strictSame(await pulled(2, { orderBy: 'createdAt' }), [1, 2], 'what nobody holds');
  t.strictSame(await pulled(2, { order: 'newest_first' }), [MANY - 2, MANY - 3]);
  t.strictSame(await pulled(2, { orderBy: 'placedAt' }), [3, 4]);
});

t.test('a dry run of cleaning asks nothing on the event loop', async (t) => {
  const read: typeof store.read = (name, ...args) => {
    t.equal(QUERIES[name], 'scan', name);
    return store.read(name, ...args);
  };
  const chats = createChats({ store, clock, application: 'Web_Engagement_Server' });
  const cleaning = createCleaning(world.engine, { ...store, read }, chats);
  const request = { olderThanSeconds: 31, dryRun: true };
  const { matched } = await cleaning.clean(CHAT_QUEUE, OPERATOR, request);
  t.equal(matched, MANY - 999 - 5, 'without those that are handed out');
});
