import type { Operator } from '../../decisions/audit.js';
import type { Message } from '../../decisions/change.js';
import type { Context } from '../../decisions/context.js';
import { idAt, type NamedDecision } from '../../decisions/decision.js';
import { DECISIONS, type DecisionName, type Decisions } from '../../decisions/decisions.js';
import type { WebhookEndpoint } from '../../decisions/endpoint.js';
import type { Answered } from '../../decisions/question.js';
import { SHIPPED_RULES } from '../../decisions/rules.js';
import { settingsOf } from '../../decisions/settings.js';
import type { WebhookEventType } from '../../domain/event-types.js';
import type { Event, Interaction, Request } from '../../domain/interactions/interaction.js';
import { type OptionKey, parseOptions } from '../../domain/options/catalogue.js';

/** The body of a message, read. */
export interface WebhookBody {
  readonly type: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const STARTED_AT = Date.UTC(2026, 0, 15, 9, 30);

const EVERYTHING: WebhookEndpoint = {
  id: '0199c0de-0000-7000-8000-00000000e9d1',
  url: 'https://crm.example.com/hooks/webengagement',
  eventTypes: ['*'],
  description: 'CRM',
  enabled: true,
  disabledReason: null,
  rateLimitPerSecond: null,
  secret: '',
  previousSecret: null,
  previousSecretExpiresAt: null,
  version: 1,
  createdAt: STARTED_AT,
  updatedAt: STARTED_AT,
};

const REQUEST: Omit<Request, 'id'> = {
  visitId: 'v-7f3a',
  visitorId: 'visitor-12',
  visitorIdClaimed: false,
  pageId: 'cart',
  pageUrl: 'https://shop.example.com/cart',
  category: null,
  channel: 'proactiveCallback',
  caseData: {},
  userData: { EmailAddress: 'ann@example.com' },
};

const FORM = { PhoneNumber: '+1 555 0100', FirstName: 'Ann' };

/** An id that looks like any other; in the examples they are numbered as they appear. */
const SEED = '0199c0de-0000-7000-8000-5eed00000000';
const OPERATOR: Operator = { keyId: 'admin', keyName: 'admin' };

const contextAt = (
  now: number,
  options: Partial<Record<OptionKey, string>> = {},
  current: Interaction | null = null,
): Context => ({
  now,
  ageTime: now,
  settings: settingsOf(
    {
      timeline: [{ since: 0, values: parseOptions(options) }],
      lastChanges: new Map(),
      objects: [],
      engagementLogic: SHIPPED_RULES,
      endpoints: [EVERYTHING, { ...EVERYTHING, id: 'another' }],
      apiKeys: [],
      publishableKeys: [],
      signingKeys: [],
      sessions: [],
      strategySecrets: [],
      chatRouting: SHIPPED_RULES,
      strategies: new Map(),
      agents: [],
      countedSeries: new Map(),
    },
    0,
  ),
  current,
  liveAttempts: current ? [current] : [],
  ofPerson: [],
  keptAnswer: null,
  missed: { messages: [], next: null },
  pulled: { waiting: [], next: null },
  lease: null,
  chatLease: null,
  pulledChats: { waiting: [], next: null },
  answers: [],
  chat: null,
  openChat: null,
  agent: null,
  calm: [],
  routing: null,
  said: { before: null, lately: 0 },
  chatsOfPerson: [],
});

/** Makes a decision, whatever it asks being unknown. */
function decide<D extends DecisionName>(
  name: D,
  args: Decisions[D]['args'],
  context: Context,
): { readonly messages: readonly Message[]; readonly result: Decisions[D]['result'] } {
  const { decide: run }: NamedDecision<Decisions[D]['args'], Decisions[D]['result']> = DECISIONS[
    name
  ] as never;
  const decision = run(args, context);
  if ('needs' in decision) {
    const answers = decision.needs.map((need) => ({ ...need, answer: null }) as Answered);
    return decide(name, args, { ...context, answers: [...context.answers, ...answers] });
  }
  const messages = (decision.changes ?? []).flatMap((change) =>
    change.kind === 'message' ? [change.message] : [],
  );
  return { messages, result: decision.result };
}

/** A seed for each step, so that no two of them make the same ids. */
const seedOf = (step: number): string => idAt(SEED, step * 0x1000);

/** The messages of a creation and the events after it, each so many seconds after the one before. */
function tell(
  steps: readonly (readonly [seconds: number, event: Event | null])[],
  options?: Partial<Record<OptionKey, string>>,
): readonly Message[] {
  const creation = { seed: seedOf(0), request: REQUEST };
  const first = decide('create', creation, contextAt(STARTED_AT, options));
  const messages = [...first.messages];
  let current = 'interaction' in first.result ? first.result.interaction : null;
  let now = STARTED_AT;
  for (const [index, [seconds, event]] of steps.entries()) {
    now += seconds * 1000;
    const args = { seed: seedOf(index + 1), id: current?.id ?? '', event };
    const next = decide('event', args, contextAt(now, options, current));
    messages.push(...next.messages);
    current = next.result?.interaction ?? current;
  }
  return messages;
}

/** A second creation for a visit with a live attempt. */
function refuse(): readonly Message[] {
  const { result } = decide('create', { seed: seedOf(0), request: REQUEST }, contextAt(STARTED_AT));
  const live = 'interaction' in result ? result.interaction : null;
  const again = { seed: seedOf(1), request: REQUEST };
  return decide('create', again, contextAt(STARTED_AT + 4000, {}, live)).messages;
}

/** What operators do, as others are told of it. */
function operate(): readonly Message[] {
  const context = contextAt(STARTED_AT);
  const on = { seed: seedOf(0), id: EVERYTHING.id, operator: OPERATOR };
  const change = { key: 'engagementExpirationTime', text: '45' } as const;
  return [
    ...decide('changeOption', { ...on, ...change }, context).messages,
    ...decide('disableEndpoint', { ...on, reason: 'failing' }, context).messages,
    ...decide('testEndpoint', on, context).messages,
  ];
}

const shown: readonly (readonly [number, Event])[] = [
  [1, { type: 'engage' }],
  [1, { type: 'displayed' }],
];

/** Ids are random: in examples they are numbered in the order in which they appear. */
function withStableIds(bodies: readonly string[]): readonly string[] {
  const ids = new Map<string, string>();
  return bodies.map((body) =>
    body.replace(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) => {
      if (id === EVERYTHING.id) return id;
      const known =
        ids.get(id) ?? `0199c0de-0000-7000-8000-${(ids.size + 1).toString(16).padStart(12, '0')}`;
      ids.set(id, known);
      return known;
    }),
  );
}

/** One message of each type, as the rules of the service make it. */
export function webhookExamples(): ReadonlyMap<WebhookEventType, WebhookBody> {
  const messages = [
    ...tell([...shown, [5, { type: 'acceptCall' }], [40, { type: 'formCompleted', fields: FORM }]]),
    ...tell([...shown, [5, { type: 'reject' }]]),
    ...tell([...shown, [20, { type: 'timeout' }]]),
    ...tell([[2, { type: 'noengage', detail: 'no agent is free' }]]),
    ...tell([[30, null]], { queueMissed: 'Webengagement_Missed' }),
    ...tell([...shown, [5, { type: 'acceptCall' }], [120, null]]),
    ...tell([[3600, { type: 'erase' }]]),
    ...refuse(),
    ...operate(),
  ];
  const first = new Map<WebhookEventType, WebhookBody>();
  for (const text of withStableIds(messages.map(({ body }) => body))) {
    const body = JSON.parse(text) as WebhookBody & { readonly type: WebhookEventType };
    if (!first.has(body.type)) first.set(body.type, body);
  }
  return first;
}
