import { CATALOGUE } from '#src/domain/options/catalogue.js';
import type { Signal, Tally } from '#src/store/signal.js';
import type { Store } from '#src/store/store.js';
import { T0 } from '../../support/lifecycle.js';
import { happen, place, setOption, write } from '../decisions.js';
import { fits } from '../fits.js';
import { ENDPOINT, keptAnswer, message, refusal } from '../things.js';
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
    await place(store, { id: 'i1' });
    await happen(store, 'i1', 'noengage');
    return [
      [{ type: 'interaction.created', by: 'site' }],
      [
        { type: 'interaction.failed', by: 'strategy' },
        { type: 'interaction.stopped', by: 'system' },
      ],
    ];
  },
  displayDelaysMs: async (store, advance) => {
    await place(store, { id: 'i1' });
    await happen(store, 'i1', 'engage');
    await advance(1500);
    await happen(store, 'i1', 'displayed');
    return [[], [], [1500]];
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
