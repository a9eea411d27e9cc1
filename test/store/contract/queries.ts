import type { Change } from '#src/decisions/change.js';
import { QUERIES, type Queries, type QueryName } from '#src/store/queries.js';
import type { Store } from '#src/store/store.js';
import { T0 } from '../../support/lifecycle.js';
import { happen, place, setOption, write } from '../decisions.js';
import { fits } from '../fits.js';
import { attempt, claimEndpoint } from '../sending.js';
import { auditEntry, ENDPOINT, erasedMark, message, refusal, signingKey } from '../things.js';
import type { Contract } from '../under-test.js';

const KEY = signingKey('s1');
const QUALIFIED = 'Webengagement_Qualified';
const PAGE = { size: 9 };

/** Something of everything that may be asked for. */
async function fill(store: Store): Promise<void> {
  const changes: readonly Change[] = [
    { kind: 'webhook_endpoint', before: undefined, after: ENDPOINT },
    { kind: 'signing_key', key: KEY },
    { kind: 'erased_visitor', visitorId: 'p3' },
    { kind: 'engagement_logic', logic: { version: 2, rules: [], at: T0, by: 'ops' } },
    { kind: 'audit', entry: auditEntry('s1') },
    { kind: 'refusal', refusal: refusal({ rule: 'r' }) },
    { kind: 'message', message: message('m1') },
    { kind: 'delivery', id: 'd1', messageId: 'm1', endpointId: ENDPOINT.id },
  ];
  await write(store, ...changes);
  await setOption(store, 'x', 'y');
  await place(store, { id: 'i1', visitId: 'v1', visitorId: 'p1' });
  await place(store, { id: 'i2', visitId: 'v2' });
  await happen(store, 'i2', 'noengage');
  const claim = await claimEndpoint(store);
  const results = claim.deliveries.map(({ delivery }) => attempt(delivery, T0 + 1000));
  await store.finish(claim, results);
}

/** Each question, with what its answer has to match. */
const ASKED = {
  interaction: [['i1'], { id: 'i1', state: 'Qualified' }],
  history: [['i1'], [{ sequence: 1, type: 'interaction.created' }]],
  liveAttempts: [['v1'], [{ id: 'i1' }]],
  due: [['engagement', T0, 9], ['i1']],
  earliest: [['engagement'], T0],
  earliestStopped: [[], T0],
  queueCounts: [[], [{ active: 0 }, { queue: QUALIFIED, active: 1, oldestActiveAt: T0 }]],
  activeInQueue: [[QUALIFIED, T0, 9], ['i1']],
  activeOfState: [[QUALIFIED, 'Qualified', T0, 9], ['i1']],
  undecided: [[PAGE], { items: ['i1'], next: null }],
  changesSince: [[null], { place: /./ }],
  optionVersion: [['x', 2], { value: 'y' }],
  logicVersion: [[2], { version: 2, rules: [], at: T0, by: 'ops' }],
  wasErased: [[erasedMark(KEY, 'p3')], true],
  refusalsOfVisit: [['v1', PAGE], { items: [{ rule: 'r', detail: null }] }],
  refusalCounts: [['v1'], [{ rule: 'r', total: 1 }]],
  delivery: [['d1'], { messageId: 'm1', state: 'retrying', attempts: [{ status: 500 }] }],
  failingEndpoints: [[], [{ endpointId: ENDPOINT.id, since: T0 }]],
  placeOf: [['m1'], /./],
  placeBefore: [[T0 + 1], /./],
  interactions: [[{}, PAGE], { items: [{ id: 'i2' }, { id: 'i1' }], next: null }],
  audit: [[{ target: 's1' }, PAGE], { items: [{ target: 's1' }] }],
  optionHistory: [['x', PAGE], { items: [{ version: 2, value: 'y' }] }],
  logicHistory: [[PAGE], { items: [{ version: 2 }] }],
  refusals: [[{ rule: 'r' }, PAGE], { items: [{ visitId: 'v1' }] }],
  deliveries: [[{ status: 'retrying' }, PAGE], { items: [{ id: 'd1' }] }],
  events: [[{ deliverySuccess: false }, PAGE], { items: [{ id: 'm1', body: message('m1').body }] }],
  records: [
    [{ kind: 'visitor', id: 'p1' }, PAGE],
    { items: [{ interaction: { id: 'i1' }, history: [{ sequence: 1 }] }], older: 0 },
  ],
  countActiveInQueue: [[QUALIFIED, T0], 1],
  endpointStatistics: [[ENDPOINT.id], { attempts: 1, failedAttempts: 1, failingSince: T0 }],
  backlog: [[], { pending: 1, oldestAt: T0 }],
} as const satisfies {
  readonly [Q in QueryName]: readonly [args: Queries[Q]['args'], answer: unknown];
};

/** Asks one question with arguments of which the table above has proven the type. */
const read = (store: Store, name: QueryName, args: readonly unknown[]): Promise<unknown> =>
  (store.read as (name: QueryName, ...args: readonly unknown[]) => Promise<unknown>)(name, ...args);

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
    for (const [name, [args]] of Object.entries(ASKED))
      t.strictSame(await read(made.store, name as QueryName, args), before.get(name), name);
  });

  t.test('of an empty store every question has an answer, and none that is there', async (t) => {
    const { store } = makeStore(t);
    for (const [name, [args]] of Object.entries(ASKED)) {
      if (name === 'endpointStatistics') {
        await t.rejects(read(store, name, args), 'there is no such endpoint');
        continue;
      }
      const answer = await read(store, name as QueryName, args);
      const nothing = ['placeBefore', 'backlog', 'records'].includes(name)
        ? answer
        : [null, false, 0, [], { items: [], next: null }].find(
            (none) => JSON.stringify(none) === JSON.stringify(answer),
          );
      t.strictSame(answer, nothing, name);
    }
    t.strictSame(await store.read('backlog'), { pending: 0, oldestAt: null });
    const nobody = { kind: 'visitor', id: 'p1' } as const;
    t.strictSame(await store.read('records', nobody, PAGE), { items: [], next: null, older: 0 });
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
    const asked = Array.from({ length: 500 }, () => store.read('interactions', {}, { size: 1 }));
    const more = store.read('records', person, { size: 1, after: first.next ?? '' });
    const cheap = Object.entries(ASKED).filter(([name]) => QUERIES[name as QueryName] === 'key');
    for (const [name, [args]] of cheap)
      await t.resolves(read(store, name as QueryName, args), `${name} does not wait`);
    const outcomes = await Promise.allSettled(asked);
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    t.ok(refused.length > 0 && refused.length < 500, `${refused.length} of them`);
    for (const outcome of refused) fits(t, outcome, { reason: { name: 'StoreOverloaded' } });
    t.equal((await more).items.length, 1);
  });
};
