import { type AnyObject, find, type ObjectChange } from '../domain/objects/kinds.js';
import { ENGAGED_CLEAN } from '../domain/objects/shipped.js';
import { CATALOGUE, parseOption } from '../domain/options/catalogue.js';
import { inForce } from '../domain/options/timeline.js';
import type { Operator } from './audit.js';
import type { Change } from './change.js';
import type { Deciding } from './decision.js';
import { nextVersion } from './option-versions.js';

/*
 * One truth for how long an invitation may stay unanswered: the option `engagement.abandonedTime`,
 * from which deadlines derive. The clean view of Engaged shows it and can be written instead of it:
 * whichever is written, the other follows in the same transaction.
 */

type Objects = readonly AnyObject[];

/** The change of the view that an option value of so many seconds brings along. */
export function viewFollowing(objects: Objects, seconds: number): readonly Change[] {
  const before = find(objects, 'interaction-queue-views', ENGAGED_CLEAN);
  if (before === undefined || before.properties.condition.minTimeInQueueSeconds === seconds)
    return [];
  const condition = { ...before.properties.condition, minTimeInQueueSeconds: seconds };
  const properties = { ...before.properties, condition };
  return [
    { kind: 'object', before, after: { ...before, version: before.version + 1, properties } },
  ];
}

/** What is wrong with the view itself, as a place in its properties and a clause; null for nothing. */
export function misfitOf(view: AnyObject): readonly [place: string, detail: string] | null {
  if (view.kind !== 'interaction-queue-views' || view.name !== ENGAGED_CLEAN) return null;
  const { condition, enabled, queue } = view.properties;
  const { name, kind } = CATALOGUE.abandonedTime;
  if (!parseOption('abandonedTime', String(condition.minTimeInQueueSeconds)).ok)
    return ['condition/minTimeInQueueSeconds', `must be ${kind.valid}, as the option ${name}`];
  const narrowing = Object.keys(condition).find((each) => each !== 'minTimeInQueueSeconds');
  if (narrowing !== undefined)
    return [`condition/${narrowing}`, `must be left out: the clock of ${name} passes over nothing`];
  if (!enabled)
    return ['enabled', `must be true: the clock of the option ${name} carries this view out`];
  if (`${queue}.Clean` !== ENGAGED_CLEAN) return ['queue', 'must stay the queue it is named after'];
  return null;
}

/** These changes of objects, and what a written view changes of the option that it stands for. */
export function withOption(
  objects: readonly ObjectChange[],
  operator: Operator,
  context: Deciding,
): readonly Change[] {
  const changes = objects.map((change): Change => ({ kind: 'object', ...change }));
  const view = find(
    objects.map(({ after }) => after).filter((after) => after !== undefined),
    'interaction-queue-views',
    ENGAGED_CLEAN,
  );
  const seconds = view?.properties.condition.minTimeInQueueSeconds;
  if (seconds === undefined || seconds === inForce(context.settings.timeline).abandonedTime)
    return changes;
  return [...changes, ...nextVersion('abandonedTime', String(seconds), operator, context)];
}
