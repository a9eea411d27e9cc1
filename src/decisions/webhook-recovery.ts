import { wantsOf } from '../domain/event-types.js';
import type { Operator } from './audit.js';
import type { Change } from './change.js';
import type { Decided } from './context.js';
import { type Deciding, decision, NOTHING_READ } from './decision.js';
import { type EndpointRefusal, usable } from './webhook-endpoints.js';

/** Notes that what an endpoint missed since a moment is sent to it, or how much that was. */
function decideNoting(
  args: {
    readonly id: string;
    readonly operator: Operator;
    readonly since: number;
    /** Null at the beginning. */
    readonly recovered: number | null;
  },
  context: Deciding,
): Decided<EndpointRefusal | null> {
  const endpoint = usable(args, context);
  if (typeof endpoint === 'string') return { result: endpoint };
  const { recovered } = args;
  const action = recovered === null ? 'recovery_started' : 'recovered';
  const entry = {
    at: context.now,
    ...args.operator,
    action: `webhook_endpoint.${action}`,
    target: endpoint.id,
    before: null,
    after: { since: new Date(args.since).toISOString(), ...(recovered !== null && { recovered }) },
  } as const;
  return { changes: [{ kind: 'audit', entry }], result: null };
}

/** Which part of what an endpoint missed. */
export interface Recovery {
  readonly seed: string;
  readonly id: string;
  /** The place after which it begins. */
  readonly after: string;
  /** Messages looked at. */
  readonly limit: number;
  /** Only counts. */
  readonly dryRun?: boolean;
}

/** Makes pending what has failed, or was never made, for an endpoint that is enabled still. */
function decideRecovering(
  args: Recovery,
  context: Deciding,
): Decided<{ readonly recovered: number; readonly next: string | null }> {
  const endpoint = usable(args, context);
  if (typeof endpoint === 'string') return { result: { recovered: 0, next: null } };
  const wants = wantsOf(endpoint.eventTypes);
  const { messages, next } = context.missed;
  const changes = messages
    .filter(({ type, endpointId }) =>
      endpointId === null ? wants(type) : endpointId === endpoint.id,
    )
    .flatMap(({ id: messageId, delivery }): Change[] => {
      if (delivery === null)
        return [{ kind: 'delivery', id: context.newId(), messageId, endpointId: endpoint.id }];
      return delivery.isFailed ? [{ kind: 'redelivery', id: delivery.id }] : [];
    });
  return { changes: args.dryRun ? [] : changes, result: { recovered: changes.length, next } };
}

/** Starts the schedule of a delivery again. */
function decideResending(
  args: {
    readonly id: string;
    readonly messageId: string;
    readonly endpointId: string;
    /** Audited when given. */
    readonly operator?: Operator | undefined;
  },
  { now }: Deciding,
): Decided<null> {
  const { id, messageId, endpointId, operator } = args;
  const changes: Change[] = [{ kind: 'redelivery', id }];
  if (operator) {
    const after = { messageId, endpointId };
    const entry = { at: now, ...operator, action: 'delivery.resent', target: id } as const;
    changes.push({ kind: 'audit', entry: { ...entry, before: null, after } });
  }
  return { changes, result: null };
}

/** What is sent once more, or at last. */
export const WEBHOOK_RECOVERY_DECISIONS = {
  noteRecovery: decision(NOTHING_READ, decideNoting),
  recover: decision(
    ({ id, after, limit }: Recovery) => ({ missed: { endpointId: id, after, limit } }),
    decideRecovering,
  ),
  resend: decision(NOTHING_READ, decideResending),
};
