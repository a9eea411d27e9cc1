import type { Known } from '../options/values.js';
import { type AnyObject, find, ofKind } from './kinds.js';
import { CASE_DATA, CATEGORIES } from './shipped.js';
import { chatQueuesOf } from './topology.js';

/** The names that decisions about options and interactions look up among the objects. */
export interface KnownObjects extends Known {
  readonly categories: ReadonlySet<string>;
  /** The case data attributes; null when the business attribute does not exist. */
  readonly caseData: ReadonlySet<string> | null;
  /** The queue to which chats of each Web Engagement Server come, where one does. */
  readonly chatQueues: ReadonlyMap<string, string>;
}

/** The names in these objects: derived once for each change of an object, not for each decision. */
export function knownOf(objects: readonly AnyObject[]): KnownObjects {
  const valuesOf = (attribute: string): ReadonlySet<string> | null => {
    const found = find(objects, 'business-attributes', attribute);
    return found ? new Set(Object.keys(found.properties.values)) : null;
  };
  return {
    queues: new Set(ofKind(objects, 'interaction-queues').map(({ name }) => name)),
    agentGroups: new Set(ofKind(objects, 'agent-groups').map(({ name }) => name)),
    categories: valuesOf(CATEGORIES) ?? new Set(),
    caseData: valuesOf(CASE_DATA),
    chatQueues: chatQueuesOf(objects),
  };
}
