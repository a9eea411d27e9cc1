import { readStrategyName, STRATEGY_NAMES } from '../domain/call-address.js';
import { LIMITS } from '../domain/limits.js';
import { type AnyObject, find, type Kind, type ObjectOf, ofKind } from '../domain/objects/kinds.js';
import { namedBy } from '../domain/objects/strategy-uses.js';
import { type User, usersOf } from '../domain/objects/uses.js';
import { queueName } from '../domain/options/values.js';
import type { Misfit } from '../domain/problems.js';
import { quote } from '../domain/quote.js';
import { type FilterMisfit, filterMisfits } from '../domain/statistics/known.js';
import {
  type KnownStrategies,
  misfitOfReference,
  readReference,
} from '../domain/strategies/reference.js';
import { isSame } from '../domain/typebox.js';
import type { AuditAction, AuditEntry, Operator } from './audit.js';
import type { Change } from './change.js';
import type { Decided } from './context.js';
import { type Deciding, decision, NOTHING_READ } from './decision.js';
import { misfitOf, withOption } from './engaged-clean.js';
import { announce } from './messages.js';
import type { Settings } from './settings.js';

/** How ops changes an object: the writer, and the version it expects to replace (undefined: any). */
export interface ObjectWrite {
  readonly operator: Operator;
  readonly expectedVersion?: number | undefined;
}

/** What came of a change; `created` tells a new object from a changed one. */
export type ObjectOutcome =
  | { readonly ok: true; readonly object: AnyObject; readonly created: boolean }
  | { readonly ok: false; readonly code: 'not_found' }
  | { readonly ok: false; readonly code: 'precondition_failed'; readonly detail: string }
  | { readonly ok: false; readonly code: 'validation_failed'; readonly errors: readonly Misfit[] }
  | { readonly ok: false; readonly code: 'filter_invalid'; readonly misfit: FilterMisfit }
  | { readonly ok: false; readonly code: 'object_in_use'; readonly users: readonly User[] };

const conflict = (object: AnyObject | undefined, { expectedVersion }: ObjectWrite) => {
  if (expectedVersion === undefined || expectedVersion === object?.version) return undefined;
  const detail = object
    ? `It is at version ${object.version}, not ${expectedVersion}; read it again.`
    : 'It does not exist; leave out If-Match to make it.';
  return { ok: false, code: 'precondition_failed', detail } as const;
};

const auditOf = (
  action: AuditAction,
  before: AnyObject | undefined,
  after: AnyObject | undefined,
  operator: Operator,
  at: number,
): AuditEntry => {
  const summary = (object: AnyObject | undefined) =>
    object ? { version: object.version, properties: object.properties } : null;
  const { kind, name } = (after ?? before) as AnyObject;
  return {
    at,
    ...operator,
    action,
    target: `${kind}/${name}`,
    before: summary(before),
    after: summary(after),
  };
};

/** Times of a condition between which nothing is ever seen. */
function timesMisfit(object: AnyObject): readonly [place: string, detail: string] | null {
  if (object.kind !== 'interaction-queue-views') return null;
  const { minTimeInQueueSeconds: least, maxTimeInQueueSeconds: most } = object.properties.condition;
  return most !== undefined && most < least
    ? ['condition/maxTimeInQueueSeconds', `must be at least minTimeInQueueSeconds (${least})`]
    : null;
}

/** What routing names that nobody is; a strategy that is named already may have gone since. */
function misfitsOfRouting(
  { properties }: ObjectOf<'enhanced-routing'>,
  before: AnyObject | undefined,
  strategies: KnownStrategies,
): readonly (readonly [place: string, detail: string])[] {
  const known = before?.kind === 'enhanced-routing' ? namedBy(before) : [];
  return Object.entries(properties.annex.Application).flatMap(([member, text]) => {
    const place = `annex/Application/${member}`;
    if (!readStrategyName(text)) return [[place, `must be ${STRATEGY_NAMES}`] as const];
    const reference = known.includes(text) ? undefined : readReference(text);
    const misfit = reference && misfitOfReference(reference, strategies);
    return misfit ? [[place, misfit] as const] : [];
  });
}

/** What an object names that does not exist, or that another object names already. */
function misfitsOf(
  object: AnyObject,
  before: AnyObject | undefined,
  { objects, strategies }: Settings,
): readonly Misfit[] {
  const { kind, name } = object;
  const wrong = (place: string, detail: string): Misfit => ({
    pointer: `#/properties/${place}`,
    detail,
  });
  if (before === undefined && ofKind(objects, kind).length >= LIMITS.objects.most)
    return [{ pointer: '#/name', detail: `there are ${LIMITS.objects.most} of this kind already` }];
  switch (kind) {
    case 'interaction-queues':
      return queueName.parse(name).ok
        ? []
        : [
            {
              pointer: '#/name',
              detail:
                'must be 1–255 letters A–Z a–z, digits, underscores and spaces, no space at an end',
            },
          ];
    case 'interaction-queue-views':
    case 'enhanced-routing': {
      const { queue } = object.properties;
      if (!find(objects, 'interaction-queues', queue))
        return [wrong('queue', `there is no interaction queue ${quote(queue)}`)];
      const other =
        kind === 'enhanced-routing' &&
        ofKind(objects, kind).find((each) => each.name !== name && each.properties.queue === queue);
      if (other) return [wrong('queue', `${other.name} names the strategy of this queue already`)];
      if (kind === 'enhanced-routing') {
        const misfits = misfitsOfRouting(object, before, strategies);
        if (misfits.length > 0) return misfits.map((each) => wrong(...each));
      }
      const misfit = misfitOf(object) ?? timesMisfit(object);
      return misfit ? [wrong(...misfit)] : [];
    }
    case 'applications':
      return object.properties.connections.flatMap((connection, index) =>
        connection === name || find(objects, 'applications', connection)
          ? connection === name
            ? [wrong(`connections/${index}`, 'an application does not connect to itself')]
            : []
          : [wrong(`connections/${index}`, `there is no application ${quote(connection)}`)],
      );
    case 'agent-groups':
    case 'business-attributes':
      return [];
  }
}

/** What an object is to be. */
export interface ObjectRequest extends ObjectWrite {
  readonly seed: string;
  readonly object: Pick<AnyObject, 'kind' | 'name' | 'properties'>;
}

/** Makes or changes an object; what it says of the Engaged clock becomes the option's value. */
function decidePut(
  { object: wanted, ...write }: ObjectRequest,
  context: Deciding,
): Decided<ObjectOutcome> {
  const { settings, now } = context;
  const { objects } = settings;
  const before = find(objects, wanted.kind, wanted.name) as AnyObject | undefined;
  const refusal = conflict(before, write);
  if (refusal) return { result: refusal };
  if (before && isSame(before.properties, wanted.properties))
    return { result: { ok: true, object: before, created: false } };
  const after = {
    ...wanted,
    version: (before?.version ?? 0) + 1,
    provisioned: before?.provisioned ?? false,
  } as AnyObject;
  const errors = misfitsOf(after, before, settings);
  if (errors.length > 0) return { result: { ok: false, code: 'validation_failed', errors } };
  const [misfit] = filterMisfits(before, after);
  if (misfit) return { result: { ok: false, code: 'filter_invalid', misfit } };
  const action = before ? 'object.changed' : 'object.created';
  const entry = auditOf(action, before, after, write.operator, now);
  const changes: Change[] = [
    ...withOption([{ before, after }], write.operator, context),
    { kind: 'audit', entry },
  ];
  return {
    changes: announce(changes, context),
    result: { ok: true, object: after, created: before === undefined },
  };
}

/** Takes an object away unless something depends on it. */
function decideRemoval(
  { kind, name, ...write }: ObjectWrite & { readonly kind: Kind; readonly name: string },
  { settings, now, ask }: Deciding,
): Decided<ObjectOutcome> {
  const before = find(settings.objects, kind, name) as AnyObject | undefined;
  if (before === undefined) return { result: { ok: false, code: 'not_found' } };
  const refusal = conflict(before, write);
  if (refusal) return { result: refusal };
  const { objects, timeline } = settings;
  const users = usersOf(before, {
    objects,
    timeline,
    chatRouting: settings.chatRouting.rules,
    heldIn: (queue) => ask('held', queue) ?? 0,
    chatsIn: (queue) => ask('waitingIn', queue) ?? 0,
    chatsFor: (group) => ask('chatsFor', group) ?? 0,
  });
  if (users.length > 0) return { result: { ok: false, code: 'object_in_use', users } };
  const entry = auditOf('object.deleted', before, undefined, write.operator, now);
  return {
    changes: [
      { kind: 'object', before, after: undefined },
      { kind: 'audit', entry },
    ],
    result: { ok: true, object: before, created: false },
  };
}

export const OBJECT_DECISIONS = {
  putObject: decision(NOTHING_READ, decidePut),
  removeObject: decision(NOTHING_READ, decideRemoval),
};
