/** The words of a Stat Server that can be evaluated here (`docs/statistics.md`). */

/** What a statistic may be of. */
export const OBJECT_TYPES = ['Agent', 'GroupAgents', 'Tenant', 'StagingArea', 'Queue'] as const;
export type ObjectType = (typeof OBJECT_TYPES)[number];

/** Object types of which there is nothing here: named, they do no harm. */
export const ABSENT_TYPES: ReadonlySet<string> = new Set(['Place', 'GroupPlaces', 'GroupQueues']);

/** Everything that is counted, without the prefix `Interaction` that may stand before each. */
export const ACTIONS = [
  /** Placed in a queue. */
  'Entered',
  /** From the placement until it was taken out, or ended. */
  'Wait',
  /** Taken out by an agent. */
  'Distributed',
  /** Taken out otherwise. */
  'Cleared',
  /** Taken out into another queue. */
  'DistributedToQueue',
  /** Stopped. */
  'Deleted',
  /** An offer, as long as it rings. */
  'Delivering',
  /** Accepted; lasts from the offer. */
  'Accepted',
  /** From the accept until the agent's place is free. */
  'HandlingInbound',
  /** Left before anybody had accepted it. */
  'Abandoned',
  /** The same, at the virtual queue: it is named like the agent group. */
  'CallAbandoned',
] as const;
export type ActionName = (typeof ACTIONS)[number];

export const CATEGORIES = [
  'TotalNumber',
  'TotalTime',
  'AverageTime',
  'MaxTime',
  'MinTime',
  'TotalNumberInTimeRange',
  'TotalNumberInTimeRangePercentage',
  'ServiceFactor1',
  'AverageNumberPerRelativeHour',
  'CurrentNumber',
  'CurrentMaxTime',
  'CurrentAverageTime',
] as const;
export type Category = (typeof CATEGORIES)[number];

export const MEDIA_TYPES = ['chat', 'webengagement'] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

/** Over which time a statistic is evaluated: from midnight on, or over the last so many seconds. */
export const PROFILES = ['Growing', 'Sliding'] as const;
export type Profile = (typeof PROFILES)[number];
