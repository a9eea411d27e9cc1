import { DISABLED_REASONS, type WebhookEndpoint } from '../../decisions/endpoint.js';
import type { EndpointRefusal, EndpointSettings } from '../../decisions/webhook-endpoints.js';
import { isKnownPattern, WEBHOOK_EVENT_TYPES } from '../../domain/event-types.js';
import { isoOrNull } from '../../domain/interactions/view.js';
import { LIMITS } from '../../domain/limits.js';
import { type Misfit, Problem } from '../../domain/problems.js';
import { Type } from '../../domain/typebox.js';
import { moment, momentOrNull } from './schemas.js';

/** How often an endpoint may be called. */
export const RateLimitField = Type.Unsafe<number | null>({
  type: ['integer', 'null'],
  minimum: 1,
  maximum: 10_000,
  description: 'Attempts a second at most; null for as many as there are.',
});

/** The words of ops. */
export const Description = Type.String({
  maxLength: LIMITS.label.most,
  format: 'text',
  description: 'Who or what it is.',
});

/** What an endpoint subscribes to. */
export const EventTypes = Type.Array(Type.String(), {
  minItems: 1,
  maxItems: LIMITS.eventTypes.most,
  uniqueItems: true,
  description: 'Event types, `prefix.*` for a family of them, `*` for all.',
});

/** Where messages go. */
export const Url = Type.String({
  maxLength: LIMITS.address.most,
  description: 'An http or https address; a private one only if `WEBHOOK_ALLOW_PRIVATE` lists it.',
});

const ENDPOINT = {
  id: Type.String({ format: 'uuid' }),
  url: Url,
  eventTypes: Type.Array(Type.String()),
  description: Type.String(),
  enabled: Type.Boolean(),
  disabledReason: Type.Unsafe<(typeof DISABLED_REASONS)[number] | null>({
    type: ['string', 'null'],
    enum: [...DISABLED_REASONS, null],
    description:
      '`ops`: by an operator. `gone`: it answered 410. `failing`: it only failed for 120 hours.',
  }),
  rateLimitPerSecond: RateLimitField,
  previousSecretExpiresAt: momentOrNull('Until when the secret before the rotation signs too.'),
  createdAt: moment('When it was made.'),
  updatedAt: moment('When it was changed last.'),
  version: Type.Integer({ description: 'Rises by one with each change.' }),
};

/** An endpoint, without its secret. */
export const Endpoint = Type.Object(ENDPOINT);
/** An endpoint when its secret was just made. */
export const EndpointWithSecret = Type.Object({
  ...ENDPOINT,
  secret: Type.String({ description: '`whsec_…`; shown this once.' }),
});

/** A day of an endpoint. */
export const Statistics = Type.Object({
  since: moment('The 24 hours begin.'),
  attempts: Type.Integer(),
  succeeded: Type.Integer({ description: 'Attempts answered with 2xx.' }),
  failedAttempts: Type.Integer(),
  givenUp: Type.Integer({ description: 'Deliveries that failed for good.' }),
  averageDurationMs: Type.Unsafe<number | null>({ type: ['number', 'null'] }),
  pending: Type.Integer({ description: 'Deliveries to be attempted, now or later.' }),
  failingSince: momentOrNull('Since when every attempt has failed; null after a success.'),
});

/** The address of one endpoint. */
export const EndpointParams = Type.Object({
  id: Type.String({ description: 'The id of the endpoint.' }),
});

/** An endpoint as it is shown: without its secrets. */
export const presentEndpoint = (endpoint: WebhookEndpoint) => {
  const { secret: _secret, previousSecret: _previous, ...shown } = endpoint;
  return {
    ...shown,
    eventTypes: [...shown.eventTypes],
    previousSecretExpiresAt: isoOrNull(shown.previousSecretExpiresAt),
    createdAt: new Date(shown.createdAt).toISOString(),
    updatedAt: new Date(shown.updatedAt).toISOString(),
  };
};

/** What does not fit in the settings of an endpoint, beyond its schema. */
export function misfitsOf({ url, eventTypes = [] }: Partial<EndpointSettings>): readonly Misfit[] {
  const misfits: Misfit[] = [];
  if (url !== undefined) {
    const parsed = URL.canParse(url) ? new URL(url) : null;
    if (parsed === null || !/^https?:$/.test(parsed.protocol))
      misfits.push({ pointer: '#/url', detail: 'must be an http or https address' });
    else if (parsed.username || parsed.password)
      misfits.push({ pointer: '#/url', detail: 'must have no user and no password' });
    else if (parsed.hash) misfits.push({ pointer: '#/url', detail: 'must have no fragment' });
  }
  for (const [index, pattern] of eventTypes.entries())
    if (!isKnownPattern(pattern))
      misfits.push({
        pointer: `#/eventTypes/${index}`,
        detail: `must be *, a prefix.* or one of: ${WEBHOOK_EVENT_TYPES.join(', ')}`,
      });
  return misfits;
}

/** A refusal of an operation on an endpoint, as a problem. */
export function endpointProblem(refusal: EndpointRefusal, version?: number): Problem {
  switch (refusal) {
    case 'not_found':
      return new Problem(refusal, 'There is no such webhook endpoint.');
    case 'endpoint_disabled':
      return new Problem(refusal, 'A disabled endpoint is sent nothing.');
    case 'precondition_failed':
      return new Problem(refusal, `The endpoint is at version ${version}; read it again.`);
  }
}
