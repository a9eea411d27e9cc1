import { type AnyObject, find, type ObjectChange } from '../domain/objects/kinds.js';
import { ENGAGED_CLEAN } from '../domain/objects/shipped.js';
import { CATALOGUE, parseOption } from '../domain/options/catalogue.js';
import { inForce } from '../domain/options/timeline.js';
import type { AuditEntry, Operator } from './audit.js';
import type { Changes } from './change.js';
import type { Context } from './context.js';
import { changeOf } from './option-change.js';

/*
 * One truth for how long an invitation may stay unanswered: the option `engagement.abandonedTime`,
 * from which deadlines derive. The clean view of Engaged shows it and can be written instead of it:
 * whichever is written, the other follows in the same transaction.
 */

type Objects = readonly AnyObject[];

/** The change of the view that an option value of so many seconds brings along. */
export function viewFollowing(objects: Objects, seconds: number): readonly ObjectChange[] {
  const before = find(objects, 'interaction-queue-views', ENGAGED_CLEAN);
  if (before === undefined || before.properties.condition.minTimeInQueueSeconds === seconds)
    return [];
  const condition = { minTimeInQueueSeconds: seconds };
  const properties = { ...before.properties, condition };
  return [{ before, after: { ...before, version: before.version + 1, properties } }];
}

/** What is wrong with the view itself, as a place in its properties and a clause; null for nothing. */
export function misfitOf(view: AnyObject): readonly [place: string, detail: string] | null {
  if (view.kind !== 'interaction-queue-views' || view.name !== ENGAGED_CLEAN) return null;
  const { condition, enabled, queue } = view.properties;
  const { name, kind } = CATALOGUE.abandonedTime;
  if (!parseOption('abandonedTime', String(condition.minTimeInQueueSeconds)).ok)
    return ['condition/minTimeInQueueSeconds', `must be ${kind.valid}, as the option ${name}`];
  if (!enabled)
    return ['enabled', `must be true: the clock of the option ${name} carries this view out`];
  if (`${queue}.Clean` !== ENGAGED_CLEAN) return ['queue', 'must stay the queue it is named after'];
  return null;
}

/** These changes of objects, and the change of the option that a written view brings along. */
export function withOption(
  objects: readonly ObjectChange[],
  operator: Operator,
  context: Pick<Context, 'now' | 'lastChange' | 'timeline'>,
): Pick<Changes, 'objects' | 'option'> & { readonly audits: readonly AuditEntry[] } {
  const view = find(
    objects.map(({ after }) => after).filter((after) => after !== undefined),
    'interaction-queue-views',
    ENGAGED_CLEAN,
  );
  const seconds = view?.properties.condition.minTimeInQueueSeconds;
  if (seconds === undefined || seconds === inForce(context.timeline).abandonedTime)
    return { objects, audits: [] };
  const { option, audit } = changeOf('abandonedTime', String(seconds), operator, context);
  return { objects, option, audits: [audit] };
}
