import { type Served, type Service, serviceOf } from '../domain/chats/service.js';
import { inForce } from '../domain/options/timeline.js';
import type { TallyRow } from './change.js';
import type { Counter } from './counter.js';
import { QUARTER } from './funnel.js';

/** The counters behind the reports on queues and agents. */
export const SERVICE = '\tservice';

/** Waits are told apart up to the longest service level that can be set. */
const LONGEST_SECONDS = 3600;
/** Of what did not wait for a first accept. */
const NO_WAIT = LONGEST_SECONDS + 2;

/** What a counter is of. */
export interface Counted {
  readonly what: Served;
  readonly queue: string;
  readonly agent: string | null;
}

/** What a label stands for. */
export function readService(label: string): Counted {
  const [what, queue, agent] = JSON.parse(label) as [Served, string, string | null];
  return { what, queue, agent };
}

/** The seconds of waiting that a part of a counter is of; null for no wait. */
export const waitOf = ({ bucket }: Pick<TallyRow, 'bucket'>): number | null =>
  bucket === NO_WAIT ? null : bucket;

function rowOf({ what, at, agent, waitedSeconds, ms, isAgain }: Service, queue: string): TallyRow {
  return {
    series: SERVICE,
    label: JSON.stringify([what, queue, agent]),
    minute: Math.floor(at / 60_000 / QUARTER) * QUARTER,
    bucket: waitedSeconds === null ? NO_WAIT : Math.min(waitedSeconds, LONGEST_SECONDS + 1),
    count: isAgain ? 0 : 1,
    totalMs: ms,
    minMs: ms,
    maxMs: ms,
  };
}

/** Counts how chats are served. */
export const countService: Counter = (changes, { settings }) =>
  changes.flatMap((change) => {
    if (change.kind !== 'chat' || change.facts.length === 0) return [];
    const { before, after, facts } = change;
    const names = {
      chatGroup: inForce(settings.timeline).chatGroup,
      tenant: settings.statistics.tenant,
    };
    return serviceOf(before, after, facts, names).map((service) => rowOf(service, after.queue));
  });
