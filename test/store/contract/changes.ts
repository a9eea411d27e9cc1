import type { Change } from '#src/decisions/change.js';
import type { Settings } from '#src/decisions/settings.js';
import { CATALOGUE } from '#src/domain/options/catalogue.js';
import type { Store } from '#src/store/store.js';
import { happening, placing } from '../../support/changes.js';
import { agentOf, chatOf, statusOf } from '../../support/chats.js';
import { T0 } from '../../support/lifecycle.js';
import { ANN, AWAY, CHAT_TRIALS, PLACED, SAID } from '../chat-trials.js';
import { CREDENTIAL_TRIALS } from '../credential-trials.js';
import { changeFrom, look, place, setOption, write } from '../decisions.js';
import { fits } from '../fits.js';
import { PUSHED, STRATEGY_TRIALS, versionOf } from '../strategy-trials.js';
import {
  apiKey,
  auditEntry,
  DELIVERED,
  ENDPOINT,
  erasedMark,
  keptAnswer,
  LEASE,
  LEASED,
  MADE,
  message,
  publishableKey,
  QUEUE,
  refusal,
  SENT,
  SESSION,
  signingKey,
  strategySecret,
} from '../things.js';
import { ofSettings, type Trial } from '../trial.js';
import type { Contract } from '../under-test.js';
import { SERIES_TRIAL, TALLY_TRIAL } from './tallies.js';

const KEY = signingKey('s1');
const OPTION = { name: CATALOGUE.autoStop.name, version: 2, value: 'false', at: T0, by: 'ops' };
const LOGIC = { version: 2, rules: [], at: T0, by: 'ops' } as const;
/** Each kind of change, and where it is found again. */
const TRIALS = {
  interaction: {
    change: (made) => changeFrom(made, placing({ id: 'i1', userData: { a: 'b' } })),
    back: (store) => store.read('interaction', 'i1'),
    found: { id: 'i1', state: 'Qualified', userData: { a: 'b' }, version: 1 },
    isSetting: false,
  },
  option: {
    change: { kind: 'option', option: OPTION },
    back: (store) => store.read('optionVersion', OPTION.name, 2),
    found: OPTION,
    isSetting: true,
  },
  object: {
    change: { kind: 'object', before: undefined, after: QUEUE },
    back: async (store) => (await store.settings()).objects.at(-1),
    found: QUEUE,
    isSetting: true,
  },
  ...CHAT_TRIALS,
  rules: {
    change: { kind: 'rules', of: 'engagementLogic', version: LOGIC },
    back: (store) => store.read('rulesVersion', 'engagementLogic', 2),
    found: LOGIC,
    isSetting: true,
  },
  ...CREDENTIAL_TRIALS,
  ...STRATEGY_TRIALS,
  webhook_endpoint: {
    change: MADE,
    back: ofSettings('endpoints'),
    found: [ENDPOINT],
    isSetting: true,
  },
  erased_visitor: {
    first: [{ kind: 'signing_key', key: KEY }],
    change: { kind: 'erased_visitor', visitorId: 'p1' },
    back: (store) => store.read('wasErased', erasedMark(KEY, 'p1')),
    found: true,
    isSetting: false,
  },
  kept_answer: {
    change: { kind: 'kept_answer', answer: keptAnswer() },
    back: async (store) => (await look(store, { answer: keptAnswer() })).keptAnswer,
    found: keptAnswer(),
    isSetting: false,
  },
  lease: {
    first: (made) => [changeFrom(made, placing({ id: 'i1' }))],
    change: LEASED,
    back: (store) => look(store, { lease: LEASE.id }),
    found: { lease: LEASE, current: { id: 'i1', version: 1, hold: LEASED.after } },
    isSetting: false,
  },
  refusal: {
    change: { kind: 'refusal', refusal: refusal() },
    back: async (store) => (await store.read('refusals', {}, { size: 2 })).items,
    found: [refusal()],
    isSetting: false,
  },
  message: {
    change: SENT,
    back: async (store) => (await store.read('events', {}, { size: 2 })).items,
    found: [{ id: 'm1', type: 'option.changed', createdAt: T0, body: message('m1').body }],
    isSetting: false,
  },
  delivery: {
    first: [MADE, { ...MADE, after: { ...ENDPOINT, id: 'e2' } }, SENT],
    change: DELIVERED,
    back: async (store) => (await store.read('deliveries', {}, { size: 2 })).items,
    found: [{ id: 'd1', endpointId: 'e1', status: 'pending', attempts: [], nextAttemptAt: T0 }],
    isSetting: false,
  },
  redelivery: {
    first: [MADE, SENT, DELIVERED],
    change: { kind: 'redelivery', id: 'd1' },
    back: (store) => store.read('delivery', 'd1'),
    found: { id: 'd1', status: 'pending', nextAttemptAt: T0 + 1000 },
    isSetting: false,
  },
  tally: TALLY_TRIAL,
  counted_series: SERIES_TRIAL,
  audit: {
    change: { kind: 'audit', entry: auditEntry('s1', { before: { a: null }, after: [1] }) },
    back: async (store) => (await store.read('audit', {}, { size: 2 })).items,
    found: [auditEntry('s1', { before: { a: null }, after: [1] })],
    isSetting: false,
  },
} as const satisfies { readonly [K in Change['kind']]: Trial<K> };

/** Everything that operators set, but how often that changed. */
async function settingsOf(store: Store): Promise<Omit<Settings, 'revision' | 'servingSince'>> {
  const { revision: _revision, servingSince: _servingSince, ...rest } = await store.settings();
  return rest;
}

const { properties } = QUEUE;
const changedQueue = { ...QUEUE, version: 2, properties: { ...properties, description: 'Boots' } };
const changedAgent = { ...ANN.after, version: 2, capacity: 5, skills: { french: 10 } };
const changedEndpoint = { ...ENDPOINT, version: 2, url: 'https://other.example/', updatedAt: T0 };

/** What else changes settings: changes of what is there, in their order. */
const MORE: readonly (readonly [string, ...Change[]])[] = [
  ['a second object', { kind: 'object', before: undefined, after: { ...QUEUE, name: 'Hats' } }],
  [
    'an object that changed',
    { kind: 'object', before: QUEUE, after: changedQueue as typeof QUEUE },
  ],
  ['one taken away', { kind: 'object', before: changedQueue as typeof QUEUE, after: undefined }],
  ['and made again', { kind: 'object', before: undefined, after: QUEUE }],
  ['an agent that changed', { ...ANN, before: ANN.after, after: changedAgent }],
  ['a second agent', { ...ANN, after: agentOf({ name: 'bob' }) }],
  ['an agent taken away', { ...ANN, before: changedAgent, after: undefined }],
  ['a key of an agent', { kind: 'api_key', key: apiKey('k3', { agent: 'bob' }) }],
  [
    'rules of Chat Routing',
    { kind: 'rules', of: 'chatRouting', version: { ...LOGIC, version: 3 } },
  ],
  ['an endpoint', { ...MADE, after: { ...ENDPOINT, id: 'e2' } }],
  ['an endpoint that changed', { ...MADE, before: ENDPOINT, after: changedEndpoint }],
  ['an endpoint deleted', { ...MADE, before: changedEndpoint, after: undefined }],
  ['a key revoked', { kind: 'api_key', key: apiKey('k1', { revokedAt: T0 }) }],
  ['another key', { kind: 'api_key', key: apiKey('k2') }],
  ['a key restored', { kind: 'api_key', key: apiKey('k1') }],
  [
    'a page key with another spelling of its origin',
    {
      kind: 'publishable_key',
      key: publishableKey('p2', { origins: ['https://shop.example:443'] }),
    },
  ],
  [
    'a secret revoked',
    {
      kind: 'strategy_secret',
      secret: strategySecret('t1', { secret: null, revokedAt: T0 }),
    },
  ],
  ['rules', { kind: 'rules', of: 'engagementLogic', version: { ...LOGIC, version: 3 } }],
  ['a second strategy', { ...PUSHED, version: versionOf('b', 1, { name: 'routing' }) }],
  ['a second version', { ...PUSHED, version: versionOf('c', 2) }],
  ['a strategy taken away', { kind: 'strategy_removal', name: 'logic' }],
  ['and pushed again', { ...PUSHED, version: versionOf('a', 3) }],
  ['a second signing key', { kind: 'signing_key', key: signingKey('s2', 2) }],
  ['another session', { kind: 'session', session: { ...SESSION, id: 'y2', hash: 'y2#' } }],
  ['the first of them ended', { kind: 'session_removal', id: SESSION.id }],
  ['the first removed', { kind: 'signing_key_removal', id: KEY.id }],
];

/** Whatever a decision can write is found again, at once and after a restart. */
export const changes: Contract = (t, makeStore) => {
  for (const [kind, trial] of Object.entries(TRIALS) as [Change['kind'], Trial<Change['kind']>][])
    t.test(`a change of the kind ${kind} is found again, and is a setting or not`, async (t) => {
      const made = makeStore(t);
      const { first, change, back, found, isSetting } = trial;
      if (first) await write(made.store, ...(typeof first === 'function' ? first(made) : first));
      await made.clock.advance(kind === 'redelivery' ? 1000 : 0);
      const before = await made.store.settings();
      let told: boolean | undefined;
      made.store.watch(({ settings }) => {
        told = settings;
      });
      await write(made.store, typeof change === 'function' ? change(made) : change);
      fits(t, await back(made.store), found as object);
      const settings = await made.store.settings();
      t.equal(made.store.lastSettings(), settings, 'known here at once');
      t.equal(settings === before, !isSetting, 'the same value as long as nothing changed');
      t.equal(settings.revision > before.revision, isSetting);
      t.equal(told ?? false, isSetting, 'and told of');
      const left = await settingsOf(made.store);
      await made.reopen();
      fits(t, await back(made.store), found as object, 'after a restart');
      t.strictSame(await settingsOf(made.store), left, 'settings are what is loaded');
    });

  t.test('settings in force are those that a restart would load, after every change', async (t) => {
    const made = makeStore(t);
    const settings = (Object.values(TRIALS) as Trial<Change['kind']>[]).filter(
      ({ isSetting, first, change }) => isSetting && !first && typeof change !== 'function',
    );
    const all: [string, ...Change[]][] = [
      ...settings.map(({ change }): [string, Change] => [
        (change as Change).kind,
        change as Change,
      ]),
      ...MORE.map(([what, ...changes]): [string, ...Change[]] => [what, ...changes]),
    ];
    for (const [what, ...changes] of all) {
      await write(made.store, ...changes);
      const before = await settingsOf(made.store);
      await made.reopen();
      t.strictSame(await settingsOf(made.store), before, what);
    }
    const { store } = makeStore(t);
    await write(store, ...all.flatMap(([, ...changes]) => changes));
    const apart = await settingsOf(made.store);
    t.strictSame(await settingsOf(store), apart, 'one by one, or in one decision');
  });

  t.test('options in force are those that a restart would load, while clocks run', async (t) => {
    const made = makeStore(t);
    for (const [round, value] of ['60', '20', '11', '45', '10'].entries()) {
      await place(made.store, { visitId: `v${round}` });
      await made.clock.advance(4000);
      await setOption(made.store, CATALOGUE.engagementExpirationTime.name, value);
      const { timeline, lastChanges } = await made.store.settings();
      await made.reopen();
      const loaded = await made.store.settings();
      t.strictSame([loaded.timeline, loaded.lastChanges], [timeline, lastChanges], value);
    }
  });

  t.test('nothing is written of what is no longer as it was read', async (t) => {
    const made = makeStore(t);
    const { store } = made;
    await write(store, MADE, ANN, PLACED, PUSHED, {
      kind: 'object',
      before: undefined,
      after: QUEUE,
    });
    const one = await place(store, { id: 'i1' });
    const stale: readonly Change[] = [
      { ...MADE, before: changedEndpoint, after: { ...changedEndpoint, version: 3 } },
      { kind: 'object', before: changedQueue as typeof QUEUE, after: QUEUE },
      { kind: 'object', before: changedQueue as typeof QUEUE, after: undefined },
      { kind: 'object', before: undefined, after: QUEUE },
      changeFrom(made, happening({ type: 'engage' }), { ...one, version: 2 }),
      ANN,
      PUSHED,
      { ...ANN, before: changedAgent, after: { ...changedAgent, version: 3 } },
      { kind: 'agent_status', before: statusOf('Ready', { sequence: 1 }), after: AWAY, facts: [] },
      PLACED,
      { ...PLACED, before: chatOf({ version: 2 }), after: chatOf({ version: 3, messages: 1 }) },
      { kind: 'chat_message', chatId: 'c9', message: SAID },
    ];
    const before = await settingsOf(store);
    for (const change of stale) await t.rejects(write(store, change, SENT), change.kind);
    t.strictSame(await settingsOf(store), before);
    t.strictSame((await store.read('events', {}, { size: 2 })).items, []);
  });
};
