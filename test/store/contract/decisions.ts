import { DECISIONS, type DecisionName, type Decisions } from '#src/decisions/decisions.js';
import type { Rules } from '#src/domain/rules/schema.js';
import { chatOf } from '../../support/chats.js';
import { T0 } from '../../support/lifecycle.js';
import { OPERATOR, requestOf } from '../../support/world.js';
import { ASIDE_TRIED } from '../aside-decisions.js';
import { CHAT_TRIED } from '../chat-decisions.js';
import { place, write } from '../decisions.js';
import { fits } from '../fits.js';
import { seed } from '../seed.js';
import { strategyOf } from '../strategy-trials.js';
import { ENDPOINT, QUEUE, signingKey } from '../things.js';
import type { Contract } from '../under-test.js';

const [INTERACTION, ERASED, API_KEY, PAGE_KEY, SECRET, HOOK] = [1, 2, 3, 4, 5, 6].map(seed) as [
  string,
  string,
  string,
  string,
  string,
  string,
];
const UNKNOWN_SERIES = { statistic: 'Nothing', series: 'Nothing#2', since: 0 };
const operator = OPERATOR;
const once = (scope: string) => ({ scope, key: 'once', fingerprint: 'f1' });
const self = { application: 'Web_Engagement_Server', tenantId: 1 };
const { url, eventTypes, description, rateLimitPerSecond, enabled } = ENDPOINT;
const userData = { EmailAddress: 'ada@example.com', PhoneNumber: '+44' };
const RULES: Rules = [
  { name: 'shoes', when: { category: ['Shoes'] }, result: { decision: 'noengage' } },
  {
    name: 'rarely',
    when: { attempts: [{ outcome: 'any', atLeast: 1, withinSeconds: 60 }] },
    result: { decision: 'noengage' },
  },
  { name: 'often', result: { decision: 'engage' } },
];

/** Placed before: of these a decision each. */
const QUALIFIED = [
  'event',
  'expire',
  'clean',
  'runOut',
  'decide',
  'preview',
  'remark',
  'receive',
  'pull',
] as const;
const LEASE = seed(40);

/** Every decision of the service in the order in which they are tried, with what it comes to. */
const TRIED = {
  install: [{ seed: seed(20), self, operator }, { ok: true }],
  provision: [
    {
      seed: seed(21),
      self,
      operator,
      request: { application: self.application, overwrite: false, dryRun: true },
    },
    { ok: true },
  ],
  makeEndpoint: [
    {
      seed: HOOK,
      endpoint: { url, eventTypes, description, rateLimitPerSecond, enabled },
      secret: 'whsec_AAAA',
      isAllowed: true,
      operator,
      idempotency: once('endpoint'),
    },
    { made: { id: HOOK, url } },
  ],
  changeEndpoint: [
    { seed: seed(22), id: HOOK, settings: { description: 'CRM' }, operator, expectedVersion: 1 },
    { endpoint: { version: 2, description: 'CRM' } },
  ],
  rotateEndpointSecret: [
    { seed: seed(23), id: HOOK, secret: 'whsec_BBBB', operator },
    { endpoint: { secret: 'whsec_BBBB', previousSecret: 'whsec_AAAA' } },
  ],
  testEndpoint: [{ seed: seed(24), id: HOOK, operator }, { messageId: seed(24) }],
  noteRecovery: [{ id: HOOK, operator, since: 0, recovered: null }, null],
  recover: [{ seed: seed(25), id: HOOK, after: '0', limit: 1 }, {}],
  resend: [{ id: 'd1', messageId: 'm1', endpointId: HOOK, operator }, null],
  create: [
    {
      seed: INTERACTION,
      request: requestOf({ visitorId: 'p1', userData }),
      idempotency: once('create'),
    },
    {
      interaction: { id: INTERACTION, state: 'Qualified', identity: { value: 'ada@example.com' } },
    },
  ],
  event: [
    {
      seed: seed(26),
      id: 'event',
      event: { type: 'engage', userData, invitation: { title: 'Hello' } },
      expectedVersion: 1,
      operator,
    },
    { interaction: { state: 'Engaged', identity: { key: 'EmailAddress' } }, refusal: null },
  ],
  ...ASIDE_TRIED,
  editInteractionData: [
    { seed: seed(50), id: 'event', edit: { set: { tier: 'gold' }, remove: ['PhoneNumber'] } },
    { userData: { tier: 'gold', EmailAddress: 'ada@example.com' } },
  ],
  runOut: [{ seed: seed(27), id: 'runOut', options: {} }, { interaction: { state: 'Failed' } }],
  putStrategy: [
    { strategy: strategyOf('a'), operator },
    { ok: true, version: 1, isNew: true },
  ],
  removeStrategy: [
    { name: 'logic', operator, expectedVersion: 1 },
    { ok: true, version: 1 },
  ],
  changeRules: [
    { of: 'engagementLogic', rules: RULES, operator },
    { ok: true, inForce: { version: 2 } },
  ],
  decide: [
    { seed: seed(28), id: 'decide' },
    { interaction: { state: 'Engaged' }, applied: true },
  ],
  preview: [
    { seed: seed(29), id: 'preview' },
    { version: 2, rule: 'often', missed: [{}, {}] },
  ],
  remark: [
    {
      seed: seed(30),
      id: 'remark',
      event: null,
      remark: { type: 'strategy.failed', detail: 'status 500', words: 'no' },
    },
    { id: 'remark', sequence: 2 },
  ],
  receive: [
    {
      seed: seed(31),
      id: 'receive',
      event: { type: 'noengage' },
      call: once('call'),
    },
    { interaction: { state: 'Failed', reason: 'not_engaged' }, refusal: null },
  ],
  pull: [
    {
      seed: LEASE,
      view: 'Webengagement_Qualified.EngagementLogic.View',
      keyId: 'k1',
      max: 1,
      leaseMs: 30_000,
      setting: 'none',
      among: ['pull'],
    },
    {
      items: [
        { leaseId: LEASE, leasedUntil: T0 + 30_000, deliveries: 1, interaction: { id: 'pull' } },
      ],
    },
  ],
  extendLease: [
    { leaseId: LEASE, keyId: 'k1', leaseMs: 10_000 },
    { leaseId: LEASE, leasedUntil: T0 + 30_000 },
  ],
  releaseLease: [
    { leaseId: LEASE, keyId: 'k1', delayMs: 1000 },
    { leaseId: LEASE, availableAt: T0 + 1000 },
  ],
  pullChats: [
    {
      seed: LEASE,
      view: 'Webengagement_Chat.ChatRouting.View',
      keyId: 'k1',
      max: 1,
      leaseMs: 30_000,
    },
    { refusal: { code: 'not_allowed', queue: 'Webengagement_Chat', decider: 'builtin' } },
  ],
  extendChatLease: [
    { leaseId: 'nobody', keyId: 'k1', leaseMs: 10_000 },
    { refusal: { code: 'not_found' } },
  ],
  releaseChatLease: [
    { leaseId: 'nobody', keyId: 'k1', delayMs: 0 },
    { refusal: { code: 'not_found' } },
  ],
  erase: [
    {
      seed: ERASED,
      person: { kind: 'visitor', id: 'p1' },
      limit: 9,
      operator,
      mayBeMissing: true,
    },
    1,
  ],
  makeApiKey: [
    {
      seed: API_KEY,
      draft: { hash: '#', prefix: 'we_a', name: 'site', scopes: ['interactions:read'] },
      operator,
      idempotency: once('key'),
    },
    { made: { id: API_KEY, revokedAt: null } },
  ],
  revokeApiKey: [
    { id: API_KEY, operator },
    { id: API_KEY, revokedAt: T0 },
  ],
  restoreApiKey: [
    { id: API_KEY, operator },
    { id: API_KEY, revokedAt: null },
  ],
  makePublishableKey: [
    {
      seed: PAGE_KEY,
      draft: { name: 'shop', key: 'pk_1', origins: ['https://shop.example'] },
      operator,
    },
    { made: { id: PAGE_KEY } },
  ],
  revokePublishableKey: [
    { id: PAGE_KEY, operator },
    { id: PAGE_KEY, origins: ['https://shop.example'] },
  ],
  makeStrategySecret: [
    { seed: SECRET, draft: { name: 'strategy', secret: 'whsec_CCCC' }, operator },
    { made: { id: SECRET, secret: 'whsec_CCCC' } },
  ],
  revokeStrategySecret: [
    { id: SECRET, operator },
    { id: SECRET, secret: null },
  ],
  rotateSigningKey: [{ key: signingKey('s1'), operator, ifDue: false }, { id: 's1' }],
  removeSigningKey: [{ id: 's1', key: signingKey('s2', 2), operator }, true],
  ...CHAT_TRIED,
  changeOption: [
    { seed: seed(32), key: 'abandonedTime', text: '700', operator, expectedVersion: 1 },
    { ok: true, option: { value: '700', version: 2 } },
  ],
  putObject: [
    { seed: seed(33), object: QUEUE, operator },
    { ok: true, created: true },
  ],
  removeObject: [
    { kind: QUEUE.kind, name: QUEUE.name, operator, expectedVersion: 1 },
    { ok: true, object: { name: QUEUE.name } },
  ],
  readPacing: [{}, { limit: 0, allowed: 0, because: 'no_agents' }],
  readRoom: [{ groups: ['Nobody'] }, { slots: 0, free: 0, waiting: 0 }],
  beginRecount: [{ statistic: 'Nothing', operator }, null],
  addRecounted: [{ counted: UNKNOWN_SERIES, rows: [] }, false],
  endRecount: [{ counted: UNKNOWN_SERIES, since: 0 }, false],
  beginSession: [
    { seed: seed(61), hash: 'y1#', operator },
    { id: seed(61), hash: 'y1#' },
  ],
  endSession: [{ id: seed(61), operator }, { id: seed(61) }],
  noteBulk: [{ of: 'chat', action: 'stop', filter: {}, operator: OPERATOR, counts: null }, null],
  noteBackup: [{ file: 'backups/a.db', bytes: 1, durationMs: 2, operator }, null],
  disableEndpoint: [
    { seed: seed(34), id: HOOK, reason: 'failing', operator },
    { endpoint: { enabled: false, disabledReason: 'failing' } },
  ],
  removeEndpoint: [{ seed: seed(35), id: HOOK, operator }, { endpoint: { id: HOOK } }],
} as const satisfies {
  readonly [D in DecisionName]: readonly [args: Decisions[D]['args'], result: unknown];
};

/** The decisions of the service, as a store has them made. */
export const decisions: Contract = (t, makeStore) => {
  t.test('every decision is made of plain data, and answered with plain data', async (t) => {
    const { store } = makeStore(t);
    for (const id of ['open', 'waits', 'unrouted', 'cleaned'])
      await write(store, {
        kind: 'chat',
        before: undefined,
        after: chatOf({
          id,
          visitId: id,
          ...(id === 'unrouted' && { queue: 'Others', route: null }),
        }),
        facts: [],
      });
    for (const id of QUALIFIED) await place(store, { id, visitId: `visit ${id}` });
    for (const [name, [args, result]] of Object.entries(TRIED)) {
      const told = await store.apply(name as DecisionName, args as never);
      fits(t, told, result, name);
    }
    t.strictSame(Object.keys(TRIED).sort(), Object.keys(DECISIONS).sort());
  });
};
