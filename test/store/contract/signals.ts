import { CATALOGUE } from '#src/domain/options/catalogue.js';
import type { Signal, Tally } from '#src/store/signal.js';
import type { Store } from '#src/store/store.js';
import { afterEvents, chatOf } from '../../support/chats.js';
import { T0 } from '../../support/lifecycle.js';
import { ANN, NOT_READY, OFFERED, PLACED, RUNG, STANDS } from '../chat-things.js';
import { happen, place, setOption, write } from '../decisions.js';
import { fits } from '../fits.js';
import { ENDPOINT, keptAnswer, LEASED, message, refusal } from '../things.js';
import type { Contract } from '../under-test.js';

/** Every signal of a store, from now on. */
function heard(store: Store): Signal[] {
  const signals: Signal[] = [];
  store.watch((signal) => signals.push(signal));
  return signals;
}

const MINUTE_MS = 60_000;

/** What says each part of a signal; every part is asked for in one of them. */
const PARTS = {
  visits: async (store) => {
    await place(store, { visitId: 'v1' });
    return [['v1']];
  },
  created: async (store) => {
    await place(store, { id: 'i1' });
    await happen(store, 'i1', 'engage');
    return [['i1'], []];
  },
  chats: async (store) => {
    await write(store, PLACED);
    await write(store, { kind: 'message', message: message('m1') });
    return [['c1'], []];
  },
  agents: async (store) => {
    await write(store, ANN);
    await write(store, STANDS);
    await write(store, { ...PLACED, after: OFFERED.chat });
    return [[], ['ann'], ['ann']];
  },
  routing: async (store) => {
    await write(store, ANN);
    await write(store, PLACED);
    await write(store, { ...PLACED, before: chatOf({ hold: LEASED.after }) });
    await write(store, RUNG);
    await write(store, STANDS);
    return [true, false, true, true, true];
  },
  dueFrom: async (store) => {
    await setOption(store, CATALOGUE.engagementExpirationTime.name, '60');
    await place(store, { id: 'i1' });
    await happen(store, 'i1', 'noengage');
    return [null, T0 + MINUTE_MS, null];
  },
  messages: async (store) => {
    await place(store);
    await write(store, { kind: 'message', message: message('m1') });
    await write(store, { kind: 'redelivery', id: 'd1' });
    return [false, true, true];
  },
  settings: async (store) => {
    await setOption(store, 'autoStop', 'true');
    await place(store);
    return [true, false];
  },
  leases: async (store) => {
    await place(store, { id: 'i1' });
    await write(store, LEASED);
    await write(store, { ...LEASED, before: LEASED.after, after: null });
    return [false, true, true];
  },
  tally: async (store) => {
    await place(store, { category: 'Cart' });
    return [{ changes: 1, categories: ['Cart'] }];
  },
} as const satisfies Record<keyof Signal, (store: Store) => Promise<readonly unknown[]>>;

/** The same of what is counted, by the signals of its own. */
const TALLIED = {
  changes: async (store) => {
    await Promise.all([place(store), place(store)]);
    return [2];
  },
  facts: async (store) => {
    await Promise.all([place(store, { id: 'i1' }), place(store)]);
    await happen(store, 'i1', 'noengage');
    return [
      [{ type: 'interaction.created', by: 'site', count: 2 }],
      [
        { type: 'interaction.failed', by: 'strategy', count: 1 },
        { type: 'interaction.stopped', by: 'system', count: 1 },
      ],
    ];
  },
  moves: async (store) => {
    await Promise.all([place(store, { id: 'i1' }), place(store)]);
    await happen(store, 'i1', 'noengage');
    return [
      [{ from: null, to: 'Qualified', reason: null, count: 2 }],
      [{ from: 'Qualified', to: 'Failed', reason: 'not_engaged', count: 1 }],
    ];
  },
  chatFacts: async (store) => {
    await write(store, ANN, { ...PLACED, facts: OFFERED.facts }, STANDS);
    return [['chat.offered', 'agent.not_ready']];
  },
  outcomes: async (store) => {
    const { chat: after } = afterEvents(chatOf(), [{ type: 'leave' }]);
    await write(store, PLACED, { ...PLACED, before: chatOf(), after });
    return [['abandoned']];
  },
  durations: async (store, advance) => {
    await place(store, { id: 'i1' });
    await happen(store, 'i1', 'engage');
    await advance(1500);
    await happen(store, 'i1', 'displayed');
    await advance(500);
    await happen(store, 'i1', 'reject');
    const { chat, facts } = afterEvents(OFFERED.chat, [{ type: 'accept', agent: 'ann' }], T0 + 7);
    await write(store, ANN, PLACED, RUNG, { ...RUNG, before: OFFERED.chat, after: chat, facts });
    await write(
      store,
      { ...STANDS, facts: [{ ...NOT_READY, by: 'clock' }] },
      { kind: 'handling', group: 'g', durationMs: 9, at: T0 },
    );
    const measured = [
      { of: 'handling', ms: 9 },
      { of: 'lateness', ms: 2000 },
    ];
    return [
      [],
      [],
      [{ of: 'display', ms: 1500 }],
      [{ of: 'answer', ms: 500 }],
      [{ of: 'agent', ms: 7 }],
      measured,
    ];
  },
  categories: async (store) => {
    await place(store, { id: 'i1', category: 'Cart' });
    await happen(store, 'i1', 'engage');
    await place(store);
    return [['Cart'], [], []];
  },
  refusals: async (store) => {
    await write(store, { kind: 'refusal', refusal: refusal() });
    return [['engagement_in_progress']];
  },
  removed: async (store) => {
    await place(store, { id: 'i1' });
    await happen(store, 'i1', 'noengage');
    await store.tidy({ step: 'purge', stoppedBy: T0 });
    return [0, 0, 1];
  },
  leases: async (store, advance) => {
    const again = { ...LEASED, lease: { ...LEASED.lease, id: 'l2', delivery: 2 } };
    const [first, second] = [T0 + 5000, T0 + 6000];
    const before = { lease: LEASED.lease.id, until: first };
    await place(store, { id: 'i1' });
    await write(store, { ...LEASED, after: before });
    await advance(5000);
    await write(store, { ...again, before, after: { lease: 'l2', until: second } });
    await advance(1000);
    await happen(store, 'i1', 'noengage');
    const none = { handedOut: 0, expired: 0 };
    const one = { handedOut: 1, expired: 0 };
    return [none, one, { handedOut: 1, expired: 1 }, { handedOut: 0, expired: 1 }];
  },
} as const satisfies Record<
  keyof Tally,
  (store: Store, advance: (ms: number) => Promise<void>) => Promise<readonly unknown[]>
>;

/** Who watches is told to look again, and may count. */
export const signals: Contract = (t, makeStore) => {
  for (const [part, run] of Object.entries(PARTS))
    t.test(`signals say of ${part} what they have to`, async (t) => {
      const { store } = makeStore(t);
      const told = heard(store);
      const expected = await run(store);
      const found = told.map((signal) => signal[part as keyof Signal]);
      t.equal(found.length, expected.length);
      fits(t, found, expected);
    });

  for (const [part, run] of Object.entries(TALLIED))
    t.test(`what is tallied of ${part} adds up`, async (t) => {
      const { store, clock } = makeStore(t);
      const told = heard(store);
      const expected = await run(store, clock.advance);
      t.strictSame(
        told.map(({ tally }) => tally?.[part as keyof Tally]),
        expected,
      );
    });

  t.test('an erased interaction is told of by the visit that it had', async (t) => {
    const { store } = makeStore(t);
    await place(store, { id: 'i1', visitId: 'v1' });
    const told = heard(store);
    await happen(store, 'i1', 'erase');
    t.strictSame(told[0]?.visits, ['v1']);
  });

  t.test('what was committed since a place is found by it, whoever was told', async (t) => {
    const { store } = makeStore(t);
    const { place: start } = await store.read('changesSince', null);
    fits(t, await store.read('changesSince', start), {
      place: start,
      interactions: [],
      messages: false,
    });
    await place(store, { id: 'i1', visitId: 'v1' });
    await happen(store, 'i1', 'engage');
    const after = await store.read('changesSince', start);
    t.strictSame(
      after.interactions?.findLast(({ id }) => id === 'i1'),
      { id: 'i1', visitId: 'v1', sequence: 2 },
    );
    t.equal(after.messages, false);
    await write(store, { kind: 'message', message: message('m1') });
    const end = await store.read('changesSince', after.place);
    fits(t, end, { interactions: [], messages: true });
    t.match(await store.read('changesSince', end.place), { interactions: [], messages: false });
    t.match(await store.read('changesSince', start), { interactions: after.interactions });
  });

  t.test('a place that is not known any more may have been followed by anything', async (t) => {
    const made = makeStore(t);
    const { place: start } = await made.store.read('changesSince', null);
    await made.reopen();
    await place(made.store, { id: 'i1' });
    const { interactions, messages } = await made.store.read('changesSince', start);
    t.ok(interactions === null || interactions.some(({ id }) => id === 'i1'));
    t.ok(interactions !== null || messages);
  });

  t.test('what concerns nobody who watches is not told', async (t) => {
    const { store } = makeStore(t);
    const told = heard(store);
    await write(store, { kind: 'kept_answer', answer: keptAnswer() });
    await write(store, { kind: 'erased_visitor', visitorId: 'p1' });
    t.strictSame(told, []);
  });

  t.test('who is told finds what it is told of', async (t) => {
    const { store } = makeStore(t);
    const found: Promise<unknown>[] = [];
    store.watch(({ created: [id = ''], settings }) => {
      found.push(
        store.read('interaction', id).then((one) => one?.id),
        Promise.resolve(settings && store.lastSettings().endpoints.length),
      );
    });
    await Promise.all([
      place(store, { id: 'i1' }),
      write(store, { kind: 'webhook_endpoint', before: undefined, after: ENDPOINT }),
    ]);
    t.strictSame(await Promise.all(found), ['i1', 1]);
  });

  t.test('who no longer listens is not told of commits', async (t) => {
    const { store } = makeStore(t);
    let told = 0;
    const forget = store.watch(() => {
      told += 1;
    });
    await place(store);
    forget();
    forget();
    await place(store);
    t.equal(told, 1);
  });

  t.test('a listener that throws fails alone', async (t) => {
    const { store } = makeStore(t);
    store.watch(() => {
      throw new Error('a bug of a listener');
    });
    const told = heard(store);
    await place(store, { id: 'i1' });
    await place(store, { id: 'i2' });
    t.strictSame(
      told.map(({ created }) => created),
      [['i1'], ['i2']],
    );
  });
};
