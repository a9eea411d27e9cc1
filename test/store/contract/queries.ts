import type { Change } from '#src/decisions/change.js';
import { newStatus } from '#src/domain/agents/agent.js';
import type { ChatFact } from '#src/domain/chats/chat.js';
import { noteChat } from '#src/domain/chats/step.js';
import { FUNNEL_STEPS } from '#src/domain/funnel/words.js';
import { QUERIES, type Queries, type QueryName } from '#src/store/queries.js';
import type { Store } from '#src/store/store.js';
import { agentOf, CHAT_QUEUE, chatOf, GROUP, statusOf } from '../../support/chats.js';
import { T0 } from '../../support/lifecycle.js';
import { happen, place, setOption, write } from '../decisions.js';
import { fits } from '../fits.js';
import { attempt, claimEndpoint } from '../sending.js';
import { PUSHED, strategyOf } from '../strategy-trials.js';
import {
  auditEntry,
  ENDPOINT,
  erasedMark,
  LEASED,
  message,
  refusal,
  signingKey,
  TALLIED,
} from '../things.js';
import type { Contract } from '../under-test.js';

const KEY = signingKey('s1');
const QUALIFIED = 'Webengagement_Qualified';
const PAGE = { size: 9 };
const QUALIFIED_ROW = { ...TALLIED, series: 'way', label: '[null,null,null]', bucket: 0 };

/** Those that wait there and that nobody holds, by the wait. */
const SEEN_CHATS = ['c1', 'c2', 'c3'];

const PLACED = noteChat({ chat: chatOf(), facts: [] }, 'chat.queued', T0, 'browser', { from: null })
  .facts[0] as ChatFact;
const RULES = { version: 2, rules: [], at: T0, by: 'ops' };
const SAID = { from: 'visitor', text: 'Hello', at: T0, clientId: null } as const;

/** Something of everything that may be asked for. */
async function fill(store: Store): Promise<void> {
  const changes: readonly Change[] = [
    { kind: 'webhook_endpoint', before: undefined, after: ENDPOINT },
    { kind: 'signing_key', key: KEY },
    { kind: 'erased_visitor', visitorId: 'p3' },
    { kind: 'rules', of: 'engagementLogic', version: RULES },
    PUSHED,
    { kind: 'rules', of: 'chatRouting', version: RULES },
    { kind: 'agent', before: undefined, after: agentOf() },
    { kind: 'agent_status', before: newStatus('ann'), after: statusOf(), facts: [] },
    { kind: 'chat', before: undefined, after: chatOf({ visitorId: 'p1' }), facts: [PLACED] },
    { kind: 'chat', before: undefined, after: chatOf({ id: 'c2', visitId: 'v2' }), facts: [] },
    {
      kind: 'chat',
      before: undefined,
      after: chatOf({ id: 'c3', visitId: 'v3', route: null }),
      facts: [],
    },
    { kind: 'chat_message', chatId: 'c1', message: { ...SAID, sequence: 1 } },
    { kind: 'chat_message', chatId: 'c1', message: { ...SAID, sequence: 2 } },
    { kind: 'handling', group: GROUP, durationMs: 1500, at: T0 },
    { kind: 'reactive_request', group: GROUP, visitId: 'v1', at: T0 },
    { kind: 'audit', entry: auditEntry('s1') },
    { kind: 'refusal', refusal: refusal({ rule: 'r' }) },
    { kind: 'message', message: message('m1') },
    { kind: 'tally', rows: [TALLIED, QUALIFIED_ROW] },
    { kind: 'delivery', id: 'd1', messageId: 'm1', endpointId: ENDPOINT.id },
  ];
  await write(store, ...changes);
  await setOption(store, 'x', 'y');
  await place(store, { id: 'i1', visitId: 'v1', visitorId: 'p1' });
  await place(store, { id: 'i2', visitId: 'v2' });
  await happen(store, 'i2', 'noengage');
  await write(store, LEASED);
  const claim = await claimEndpoint(store);
  const results = claim.deliveries.map((one) => attempt(one, T0 + 1000));
  await store.finish(claim, results);
}

const LOOK = {
  queue: QUALIFIED,
  states: null,
  placedFrom: 0,
  placedBy: T0,
  categories: null,
  channels: null,
  order: 'oldest_first',
} as const;

/** Each question, with what its answer has to match. */
const ASKED = {
  interaction: [['i1'], { id: 'i1', state: 'Qualified' }],
  history: [['i1'], [{ sequence: 1, type: 'interaction.created' }]],
  liveAttempts: [['v1'], [{ id: 'i1' }]],
  due: [['engagement', T0, 9], ['i1']],
  earliest: [['engagement'], T0],
  earliestStopped: [[], T0],
  queueCounts: [
    [],
    [
      { queue: CHAT_QUEUE, active: 3, entered: 3, oldestActiveAt: T0 },
      { active: 0 },
      { queue: QUALIFIED, active: 1, oldestActiveAt: T0 },
    ],
  ],
  activeInQueue: [[QUALIFIED, T0, 9], ['i1']],
  seen: [[LOOK, { now: T0, forCleaning: true }, PAGE], { items: [], next: null }],
  nextSeen: [[LOOK, T0], LEASED.after.until],
  openLeases: [[T0], 1],
  undecided: [[PAGE], { items: ['i1'], next: null }],
  changesSince: [[null], { place: /./ }],
  optionVersion: [['x', 2], { value: 'y' }],
  rulesVersion: [['engagementLogic', 2], RULES],
  strategies: [[], [{ name: 'logic', version: 1, warnings: [{ line: 2 }] }]],
  strategyVersion: [['logic', 1], { bundle: strategyOf('a').bundle, at: T0 }],
  wasErased: [[erasedMark(KEY, 'p3')], true],
  refusalsOfVisit: [['v1', PAGE], { items: [{ rule: 'r', detail: null }] }],
  refusalCounts: [['v1'], [{ rule: 'r', total: 1 }]],
  chat: [['c1'], { id: 'c1', state: 'Queued', visitorId: 'p1' }],
  chatHistory: [['c1'], [PLACED]],
  chatMessages: [['c1', 1, 9], [{ ...SAID, sequence: 2 }]],
  openChat: [['v2'], { id: 'c2' }],
  agent: [['ann'], { status: { state: 'Ready' }, chats: [] }],
  staff: [[], [{ status: { name: 'ann' }, held: 0 }]],
  waitingQueues: [[], [CHAT_QUEUE]],
  chatsSeen: [
    [{ ...LOOK, queue: CHAT_QUEUE, placedBy: T0 + 9000 }, { now: T0, forCleaning: false }, PAGE],
    { items: SEEN_CHATS, next: null },
  ],
  nextChatSeen: [[{ ...LOOK, queue: CHAT_QUEUE, placedBy: T0 - 1000 }, T0], T0 + 1000],
  chatsWaiting: [[], [{ queue: CHAT_QUEUE, waiting: 3, longest: { id: 'c1', since: T0 } }]],
  unroutedChats: [[CHAT_QUEUE, PAGE], { items: ['c3'], next: null }],
  chatsAhead: [[{ group: GROUP, priority: 0, queuedAt: T0, id: 'c2' }], 1],
  needs: [[CHAT_QUEUE, '', 9], [{ id: 'c1' }]],
  handling: [[GROUP, 9], { count: 1, totalMs: 1500 }],
  measured: [
    [GROUP, { historyLength: 20, shortAbandonMs: 5000, now: T0 }],
    { engagements: { known: 0 }, handlings: { count: 1, totalMs: 1500 }, reactive: 1 },
  ],
  delivery: [['d1'], { messageId: 'm1', state: 'retrying', attempts: [{ status: 500 }] }],
  failingEndpoints: [[], [{ endpointId: ENDPOINT.id, since: T0 }]],
  placeOf: [['m1'], /./],
  placeBefore: [[T0 + 1], /./],
  nodes: [[], [{ id: /./, self: true }]],
  orphanedChats: [[9], []],
  interactions: [[{}, PAGE], { items: [{ id: 'i2' }, { id: 'i1' }], next: null }],
  audit: [[{ target: 's1' }, PAGE], { items: [{ target: 's1' }] }],
  optionHistory: [['x', PAGE], { items: [{ version: 2, value: 'y' }] }],
  rulesHistory: [['chatRouting', PAGE], { items: [{ version: 2 }] }],
  strategyHistory: [['logic', PAGE], { items: [{ version: 1 }], next: null }],
  chats: [[{ state: 'Queued' }, PAGE], { items: [{ id: 'c3' }, { id: 'c2' }, { id: 'c1' }] }],
  countInteractions: [
    [{}],
    [
      { state: 'Failed', isStopped: true, count: 1 },
      { state: 'Qualified', isStopped: false, count: 1 },
    ],
  ],
  countChats: [[{ visitId: 'v2' }], [{ state: 'Queued', count: 1 }]],
  countDeliveries: [[{ status: 'failed' }], [{ state: 'retrying', count: 1 }]],
  chatRecords: [
    [{ kind: 'visitor', id: 'p1' }, PAGE],
    {
      items: [
        { chat: { id: 'c1' }, history: [PLACED], messages: [{ sequence: 1 }, { sequence: 2 }] },
      ],
    },
  ],
  refusals: [[{ rule: 'r' }, PAGE], { items: [{ visitId: 'v1' }] }],
  deliveries: [[{ status: 'retrying' }, PAGE], { items: [{ id: 'd1' }] }],
  events: [[{ deliverySuccess: false }, PAGE], { items: [{ id: 'm1', body: message('m1').body }] }],
  records: [
    [{ kind: 'visitor', id: 'p1' }, PAGE],
    { items: [{ interaction: { id: 'i1' }, history: [{ sequence: 1 }] }], older: 0 },
  ],
  leases: [[{ now: T0 }, PAGE], { items: [{ id: 'l1', interactionId: 'i1', queue: QUALIFIED }] }],
  seenByCreation: [[LOOK, LEASED.after.until, 9], ['i1']],
  countActiveInQueue: [[QUALIFIED, T0], 1],
  countRunning: [['engagement', { after: T0 - 1, by: T0 }], 1],
  chatsSeenBy: [['priority', { ...LOOK, queue: CHAT_QUEUE }, T0, 9], SEEN_CHATS],
  countChatsInQueue: [[CHAT_QUEUE, T0, T0], SEEN_CHATS.length],
  endpointStatistics: [[ENDPOINT.id], { attempts: 1, failedAttempts: 1, failingSince: T0 }],
  backlog: [[], { pending: 1, oldestAt: T0 }],
  histories: [
    [{ of: 'interactions', endedSince: T0 }, { size: 1 }],
    { items: [{ interaction: { id: 'i1' }, facts: [{ sequence: 1 }] }] },
  ],
  tallies: [[{ series: 'shop', from: TALLIED.minute, to: TALLIED.minute + 1 }], [TALLIED]],
  standings: [[], [{ status: { name: 'ann', state: 'Ready' }, held: 0 }]],
  funnel: [
    [
      [{ series: 'way', from: TALLIED.minute, to: TALLIED.minute + 1 }],
      { starts: [TALLIED.minute], by: null, most: 9 },
    ],
    [
      {
        group: null,
        figures: FUNNEL_STEPS.map((step, at) => ({ step, number: at ? 0 : TALLIED.count })),
      },
    ],
  ],
} as const satisfies {
  readonly [Q in QueryName]: readonly [args: Queries[Q]['args'], answer: unknown];
};

/** Asks one question with arguments of which the table above has proven the type. */
const read = (store: Store, name: QueryName, args: readonly unknown[]): Promise<unknown> =>
  (store.read as (name: QueryName, ...args: readonly unknown[]) => Promise<unknown>)(name, ...args);

/** What has something to say of an empty store, too. */
const TELLING = /^(placeBefore|backlog|records|handling|measured|changesSince|funnel|nodes)$/;

/** Whatever may be asked is answered, of what is there and of nothing. */
export const queries: Contract = (t, makeStore) => {
  t.test('every question is answered by what is stored, the same after a restart', async (t) => {
    const made = makeStore(t);
    await fill(made.store);
    const before = new Map<string, unknown>();
    for (const [name, [args, answer]] of Object.entries(ASKED)) {
      const told = await read(made.store, name as QueryName, args);
      fits(t, told, answer, name);
      before.set(name, told);
    }
    await made.reopen();
    // Where a feed stands may begin anew with a store; `signals` holds what that must not lose.
    before.delete('changesSince');
    // Each process has another id.
    before.delete('nodes');
    for (const [name, told] of before)
      t.strictSame(
        await read(made.store, name as QueryName, ASKED[name as QueryName][0]),
        told,
        name,
      );
  });

  t.test('of an empty store every question has an answer, and none that is there', async (t) => {
    const { store } = makeStore(t);
    for (const [name, [args]] of Object.entries(ASKED)) {
      if (name === 'endpointStatistics') {
        await t.rejects(read(store, name, args), 'there is no such endpoint');
        continue;
      }
      const answer = await read(store, name as QueryName, args);
      const nothing = TELLING.test(name)
        ? answer
        : [null, false, 0, [], { items: [], next: null }].find(
            (none) => JSON.stringify(none) === JSON.stringify(answer),
          );
      t.strictSame(answer, nothing, name);
    }
    t.strictSame(await store.read('backlog'), { pending: 0, oldestAt: null });
    const nobody = { kind: 'visitor', id: 'p1' } as const;
    t.strictSame(await store.read('records', nobody, PAGE), {
      items: [],
      next: null,
      older: 0,
      oldest: null,
    });
  });

  t.test('a question sees everything that was answered before it was asked', async (t) => {
    const { store } = makeStore(t);
    for (const count of [1, 2, 3]) {
      const { id } = await place(store);
      fits(t, await store.read('interaction', id), { id });
      const [{ items }, active] = await Promise.all([
        store.read('interactions', {}, PAGE),
        store.read('countActiveInQueue', QUALIFIED, T0),
      ]);
      t.strictSame([items.length, items[0]?.id, active], [count, id, count]);
    }
  });

  t.test('more that may take long than can wait is refused, what goes on is not', async (t) => {
    const { store } = makeStore(t);
    await place(store, { visitorId: 'p1' });
    await place(store, { visitorId: 'p1' });
    const person = { kind: 'visitor', id: 'p1' } as const;
    const first = await store.read('records', person, { size: 1 });
    const asked = Promise.allSettled(
      Array.from({ length: 500 }, () => store.read('interactions', {}, { size: 1 })),
    );
    const more = store.read('records', person, { size: 1, after: first.next ?? '' });
    const cheap = Object.entries(ASKED).filter(([name]) => QUERIES[name as QueryName] === 'key');
    for (const [name, [args]] of cheap)
      await t.resolves(read(store, name as QueryName, args), `${name} does not wait`);
    const outcomes = await asked;
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    t.ok(refused.length > 0 && refused.length < 500, `${refused.length} of them`);
    for (const outcome of refused) fits(t, outcome, { reason: { name: 'StoreOverloaded' } });
    t.equal((await more).items.length, 1);
  });
};
