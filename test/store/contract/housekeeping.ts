import type { Change } from '#src/decisions/change.js';
import type { TidyStep } from '#src/store/work.js';
import { chatOf } from '../../support/chats.js';
import { T0 } from '../../support/lifecycle.js';
import { ask, happen, place, write } from '../decisions.js';
import { fits } from '../fits.js';
import { claimEndpoint, finishAll, post, sent } from '../sending.js';
import { ENDPOINT, erasedMark, message, refusal, signingKey, TALLIED } from '../things.js';
import type { Contract, StoreUnderTest } from '../under-test.js';

const ADA = { id: 'c1', key: 'EmailAddress', value: 'ada@example.com' };
const KEY = signingKey('s1');
const MADE = { kind: 'webhook_endpoint', before: undefined, after: ENDPOINT } as const;

/** One step after the other, until there is no more to do. */
async function through({ store }: StoreUnderTest, step: TidyStep): Promise<number> {
  let steps = 1;
  while (await store.tidy(step)) {
    steps += 1;
    if (steps > 1000) throw new Error(`${step.step} comes to no end`);
  }
  return steps;
}

/** Stops an interaction, without a form. */
const stopped = async (made: StoreUnderTest, id: string): Promise<void> => {
  await place(made.store, { id, visitId: `visit ${id}` });
  await happen(made.store, id, 'noengage');
};

const idsLeft = async ({ store }: StoreUnderTest): Promise<string> =>
  (await store.read('interactions', {}, { size: 500 })).items.map(({ id }) => id).join('');

/** What each step does, and what it leaves alone. */
const STEPS = {
  purge: async (t, made) => {
    const { store, clock } = made;
    await place(store, { id: 'a', visitId: 'va' }, { identity: ADA });
    await happen(store, 'a', 'noengage');
    await clock.advance(1000);
    await stopped(made, 'b');
    await place(store, { id: 'f', visitId: 'vf' });
    await happen(store, 'f', 'engage');
    await happen(store, 'f', 'acceptCall');
    await place(store, { id: 'l', visitId: 'vl' });
    await through(made, { step: 'purge', stoppedBy: T0 });
    t.equal(await idsLeft(made), 'lfb', 'what was stopped by then');
    t.strictSame(await store.read('history', 'a'), []);
    fits(t, await ask(store, [{ kind: 'identity', of: ADA }]), [{ answer: null }]);
    await through(made, { step: 'purge', stoppedBy: T0 + 9_000_000 });
    t.equal(await idsLeft(made), 'lf', 'a form is open, a clock runs');
    const failed = (await store.read('queueCounts')).find(
      ({ queue }) => queue === 'Webengagement_Failed',
    );
    fits(t, failed, { active: 0, stopped: 0, entered: 2 });
    await made.reopen();
    t.equal(await idsLeft(made), 'lf');
  },
  purge_chats: async (t, made) => {
    const { store } = made;
    const said = { sequence: 1, from: 'visitor', text: 'Hello', at: T0, clientId: null } as const;
    const over = (id: string, closedAt: number): Change => ({
      kind: 'chat',
      before: undefined,
      after: chatOf({
        id,
        visitId: null,
        state: 'Ended',
        outcome: 'processed',
        identity: ADA,
        endedAt: closedAt,
        closedAt,
      }),
      facts: [],
    });
    await write(store, over('old', T0), { kind: 'chat_message', chatId: 'old', message: said });
    await write(store, {
      kind: 'chat',
      before: undefined,
      after: chatOf({ id: 'open' }),
      facts: [],
    });
    await through(made, { step: 'purge_chats', closedBy: T0 });
    t.equal(await store.read('chat', 'old'), null);
    t.strictSame(await store.read('chatMessages', 'old', 0, 9), []);
    fits(t, await ask(store, [{ kind: 'identity', of: ADA }]), [{ answer: null }]);
    await write(store, over('young', T0 + 1));
    await through(made, { step: 'purge_chats', closedBy: T0 });
    await made.reopen();
    const { items } = await made.store.read('chats', {}, { size: 9 });
    t.strictSame(
      items.map(({ id }) => id),
      ['young', 'open'],
    );
  },
  tallies: async (t, made) => {
    const { minute } = TALLIED;
    const rows = [TALLIED, { ...TALLIED, minute: minute + 1 }];
    await write(made.store, { kind: 'tally', rows });
    await through(made, { step: 'tallies', minute });
    const range = { series: TALLIED.series, from: 0, to: minute + 9, step: 1 };
    fits(t, await made.store.read('tallies', range), [{ minute: minute + 1 }]);
  },
  forget: async (t, made) => {
    const { store, clock } = made;
    const marked = (visitorId: string) => store.read('wasErased', erasedMark(KEY, visitorId));
    await write(
      store,
      { kind: 'signing_key', key: KEY },
      { kind: 'refusal', refusal: refusal({ rule: 'old' }) },
      { kind: 'erased_visitor', visitorId: 'old' },
    );
    await clock.advance(1000);
    await write(
      store,
      { kind: 'refusal', refusal: refusal({ rule: 'new', at: clock.now() }) },
      { kind: 'erased_visitor', visitorId: 'new' },
    );
    await through(made, { step: 'forget', madeBy: T0 + 999 });
    fits(t, await store.read('refusals', {}, { size: 9 }), { items: [{ rule: 'new' }] });
    t.equal((await store.read('refusalCounts', null)).length, 2, 'counted for ever');
    t.strictSame([await marked('old'), await marked('new')], [false, true]);
  },
  messages: async (t, made) => {
    const { store, clock } = made;
    await write(store, MADE);
    await place(store, { id: 'i1' });
    await post(store, message('sent'), message('of i1', { interactionId: 'i1' }), message('due'));
    const claim = await claimEndpoint(store);
    await finishAll(
      store,
      { ...claim, deliveries: claim.deliveries.filter(({ messageId }) => messageId !== 'due') },
      'succeeded',
    );
    await clock.advance(1000);
    await post(store, message('young', { createdAt: clock.now() }));
    const left = async () =>
      (await store.read('events', {}, { size: 9 })).items.map(({ id }) => id);
    const all = ['sent', 'of i1', 'due', 'young'];
    await through(made, { step: 'messages', ages: null, limit: 10 });
    t.strictSame(await left(), all, 'nothing for its age');
    const ages = { now: clock.now(), purgeBefore: T0 + 1000 };
    await through(made, { step: 'messages', ages, limit: 1 });
    t.strictSame(await left(), ['of i1', 'due', 'young']);
    await write(store, { kind: 'webhook_endpoint', before: ENDPOINT, after: undefined });
    await through(made, { step: 'messages', ages: null, limit: 1 });
    t.strictSame((await store.read('deliveries', {}, { size: 9 })).items, [], 'it is deleted');
    fits(t, await store.read('backlog'), { pending: 0 });
    await through(made, { step: 'messages', ages, limit: 1 });
    t.strictSame(await left(), ['of i1', 'young'], 'nobody waits for it any more');
  },
  shrink: async (t, made) => {
    const { store } = made;
    const large = { text: 'x'.repeat(100_000) };
    for (const id of ['a', 'b', 'c']) await place(store, { id, visitId: id, userData: large });
    for (const id of ['a', 'b']) await happen(store, id, 'noengage');
    await through(made, { step: 'purge', stoppedBy: T0 });
    const one = await store.read('interaction', 'c');
    await through(made, { step: 'shrink' });
    t.strictSame(await store.read('interaction', 'c'), one);
    await made.reopen();
    t.strictSame(await made.store.read('interaction', 'c'), one);
  },
  scrub: async (t, made) => {
    await stopped(made, 'a');
    await place(made.store, { id: 'b', visitId: 'vb' });
    await happen(made.store, 'a', 'erase');
    const one = await made.store.read('interaction', 'a');
    await through(made, { step: 'scrub' });
    t.equal(await idsLeft(made), 'ba');
    t.strictSame(await made.store.read('interaction', 'a'), one);
    await place(made.store, { id: 'c', visitId: 'vc' });
    await made.reopen();
    t.equal(await idsLeft(made), 'cba');
  },
  touch: async (t, made) => {
    made.store.watch(() => t.fail('there is nothing to see'));
    const before = await made.store.settings();
    t.equal(await made.store.tidy({ step: 'touch' }), false);
    t.equal(await made.store.settings(), before);
    await made.store.close();
    await t.rejects(made.store.tidy({ step: 'touch' }), 'not possible any more');
    await made.reopen();
  },
} as const satisfies {
  readonly [S in TidyStep['step']]: (
    t: Parameters<Contract>[0],
    made: StoreUnderTest,
  ) => Promise<void>;
};

/** What is past its time goes, in short steps. */
export const housekeeping: Contract = (t, makeStore) => {
  for (const [step, run] of Object.entries(STEPS))
    t.test(`tidying by ${step} takes what it has to, and nothing else`, async (t) => {
      await run(t, makeStore(t));
    });

  t.test('what somebody is still to be told of is not purged, and holds up nothing', async (t) => {
    const made = makeStore(t);
    const { store, clock } = made;
    await write(store, MADE);
    for (const id of ['a', 'b', 'c']) {
      await stopped(made, id);
      await clock.advance(1000);
    }
    await post(
      store,
      ...['a', 'b'].map((id) => message(`of ${id}`, { interactionId: id, sequence: 1 })),
    );
    await finishAll(store, await claimEndpoint(store, { limit: 1 }), 'succeeded');
    const purge = { step: 'purge', stoppedBy: T0 + 9_000_000 } as const;
    await through(made, purge);
    t.equal(await idsLeft(made), 'b', 'of which nothing is sent');
    const claim = await claimEndpoint(store);
    t.strictSame(sent(claim), ['of b']);
    await through(made, purge);
    t.equal(await idsLeft(made), 'b', 'of which something is under way');
    await finishAll(store, claim, 'succeeded');
    await through(made, purge);
    t.equal(await idsLeft(made), '');
    t.strictSame((await store.read('events', {}, { size: 9 })).items, [], 'messages go with it');
  });

  t.test('much that is purged goes in several steps, the earliest first', async (t) => {
    const made = makeStore(t);
    const many = Array.from({ length: 100 }, (_, index) => `i${index}`);
    for (const id of many) {
      await Promise.all([
        place(made.store, { id, visitId: id }),
        happen(made.store, id, 'noengage'),
      ]);
      await made.clock.advance(1);
    }
    let removed = 0;
    made.store.watch(({ tally }) => {
      removed += tally?.removed ?? 0;
    });
    const step = { step: 'purge', stoppedBy: T0 + 200 } as const;
    t.equal(await made.store.tidy(step), true);
    const left = await made.store.read('interactions', {}, { size: 200 });
    t.ok(left.items.length > 0 && left.items.length < 100, 'a short step');
    t.strictSame(
      left.items.map(({ id }) => id),
      many.slice(100 - left.items.length).toReversed(),
    );
    await through(made, step);
    t.equal(removed, 100);
    t.equal(await idsLeft(made), '');
  });
};
