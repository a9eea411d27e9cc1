import type { Moment } from '../domain/interactions/interaction.js';
/** Everything that is noted of ops: what was done to which kind of thing. */
export const AUDIT_ACTIONS = [
  'agent.changed',
  'agent.created',
  'agent.deleted',
  'agent.key_rotated',
  'agent.state_changed',
  'api_key.created',
  'api_key.restored',
  'api_key.revoked',
  'backup.created',
  'statistic.recounted',
  'chat.bulk_finished',
  'chat.bulk_started',
  'chat.cleaned',
  'chat.messages_read',
  'chat.stopped',
  'chat.transferred',
  'chat_routing.changed',
  'delivery.bulk_finished',
  'delivery.bulk_started',
  'delivery.resent',
  'engagement_logic.changed',
  'interaction.bulk_finished',
  'interaction.bulk_started',
  'interaction.cleaned',
  'interaction.erased',
  'interaction.stopped',
  'object.changed',
  'object.created',
  'object.deleted',
  'option.changed',
  'person.erased',
  'provisioning.applied',
  'publishable_key.created',
  'publishable_key.revoked',
  'session.created',
  'session.ended',
  'signing_key.created',
  'signing_key.deleted',
  'strategy.changed',
  'strategy.deleted',
  'strategy_secret.created',
  'strategy_secret.revoked',
  'time.set_back',
  'webhook_endpoint.changed',
  'webhook_endpoint.created',
  'webhook_endpoint.deleted',
  'webhook_endpoint.disabled',
  'webhook_endpoint.recovered',
  'webhook_endpoint.recovery_started',
  'webhook_endpoint.secret_rotated',
  'webhook_endpoint.tested',
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** What can be done to one kind of thing. */
export type ActionOn<
  Kind extends string,
  Action = AuditAction,
> = Action extends `${Kind}.${infer Verb}` ? Verb : never;

/** Who in operations asked for a change: the key they used. */
export interface Operator {
  readonly keyId: string;
  readonly keyName: string;
}

/** One change made by ops. */
export interface AuditEntry extends Operator {
  readonly at: Moment;
  readonly action: AuditAction;
  /** What was changed: a name or an id; of an object its kind, a slash and its name. */
  readonly target: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** The process itself, where it makes a change that nobody asked for. */
export const SYSTEM: Operator = { keyId: 'system', keyName: 'system' };
