import type { Changes, Message, OptionChange } from '../../decisions/change.js';
import type { Context } from '../../decisions/context.js';
import type { WebhookEndpoint } from '../../decisions/endpoint.js';
import { decideCreation, decideEvent } from '../../decisions/interactions.js';
import { SHIPPED_LOGIC } from '../../decisions/logic.js';
import { announce, messageOf } from '../../decisions/messages.js';
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

const contextAt = (
  now: number,
  options: Partial<Record<OptionKey, string>> = {},
  current?: Interaction,
): Context => ({
  now,
  timeline: [{ since: 0, values: parseOptions(options) }],
  objects: [],
  known: { queues: new Set(), categories: new Set(), caseData: null },
  current,
  liveAttempts: current ? [current] : [],
  ofPerson: [],
  keptAnswer: undefined,
  endpoints: [EVERYTHING, { ...EVERYTHING, id: 'another' }],
  identityOf: () => undefined,
  wasErased: () => false,
  lastChange: () => undefined,
  engagementLogic: SHIPPED_LOGIC,
  attemptsOf: () => [],
  heldIn: () => 0,
});

/** The messages of a creation and the events after it, each so many seconds after the one before. */
function tell(
  steps: readonly (readonly [seconds: number, event: Event | null])[],
  options?: Partial<Record<OptionKey, string>>,
): readonly Message[] {
  const creation = decideCreation(REQUEST, undefined, contextAt(STARTED_AT, options));
  const messages = [...(creation.changes?.messages ?? [])];
  let current = 'interaction' in creation.result ? creation.result.interaction : undefined;
  let now = STARTED_AT;
  for (const [seconds, event] of steps) {
    now += seconds * 1000;
    const { changes, result } = decideEvent({ event }, contextAt(now, options, current));
    messages.push(...(changes?.messages ?? []));
    current = result?.interaction ?? current;
  }
  return messages;
}

/** A second creation for a visit with a live attempt. */
function refuse(): readonly Message[] {
  const { result } = decideCreation(REQUEST, undefined, contextAt(STARTED_AT));
  const live = 'interaction' in result ? result.interaction : undefined;
  const again = decideCreation(REQUEST, undefined, contextAt(STARTED_AT + 4000, {}, live));
  return again.changes?.messages ?? [];
}

function beside(changes: Changes): readonly Message[] {
  return announce(changes, contextAt(STARTED_AT)).messages ?? [];
}

const OPTION: OptionChange = {
  name: 'wmsg.connector.engagementExpirationTime',
  version: 2,
  value: '45',
  at: STARTED_AT,
  by: 'admin',
};

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
    ...beside({ option: OPTION }),
    ...beside({
      webhookEndpoint: {
        before: EVERYTHING,
        after: { ...EVERYTHING, enabled: false, disabledReason: 'failing' },
      },
    }),
    messageOf(
      'webhook_endpoint.tested',
      { endpointId: EVERYTHING.id, description: EVERYTHING.description },
      STARTED_AT,
    ),
  ];
  const first = new Map<WebhookEventType, WebhookBody>();
  for (const text of withStableIds(messages.map(({ body }) => body))) {
    const body = JSON.parse(text) as WebhookBody & { readonly type: WebhookEventType };
    if (!first.has(body.type)) first.set(body.type, body);
  }
  return first;
}
