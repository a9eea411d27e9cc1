import { type Handling, withHandling } from '../chats/chat.js';
import type { Moment } from '../interactions/interaction.js';
import { PLACEMENTS } from '../interactions/transition.js';
import type { Happening, Standing } from './standing.js';
import type { ActionName, ObjectType } from './words.js';

/** Something that has ended, or goes on, at the objects that it counts for. */
export interface Action {
  readonly name: ActionName;
  /** When it ended; of what goes on, now. */
  readonly at: Moment;
  readonly ms: number;
  readonly queue: string;
  /** Why the interaction or chat ended, if it has. */
  readonly reason: string | null;
  readonly objects: readonly CountedObject[];
}

export interface CountedObject {
  readonly type: ObjectType;
  readonly name: string;
  /** Whether it was counted there before, and only its time is added. */
  readonly isAgain: boolean;
}

/** Names that facts leave out. */
export interface Names {
  /** The group of what was sent nowhere. */
  readonly chatGroup: string;
  readonly tenant: string;
}

/** What a fact ends, counts and begins, in this order. */
interface Rule {
  /** Ends an offer. */
  readonly ring?: 'ends';
  /** Ends the wait, and how. */
  readonly wait?: 'Distributed' | 'Cleared';
  readonly handling?: 'ends' | 'ends unless wrapping';
  /** Something that takes no time. */
  readonly counts?: 'Entered' | 'Deleted' | 'Deleted when cleaned';
  /** `wait` unless it waits already. */
  readonly begins?: 'wait' | 'ring' | 'handling';
}

/** Facts → actions. What is not named counts nothing. */
const RULES: Readonly<Partial<Record<Happening['type'], Rule>>> = {
  ...Object.fromEntries(
    Object.values(PLACEMENTS).map(({ fact }): [string, Rule] => [
      fact,
      { wait: 'Cleared', counts: 'Entered', begins: 'wait' },
    ]),
  ),
  'interaction.stopped': { wait: 'Cleared', counts: 'Deleted' },
  'chat.queued': { counts: 'Entered', begins: 'wait' },
  'chat.routed': {},
  'chat.offered': { begins: 'ring' },
  'chat.accepted': { ring: 'ends', wait: 'Distributed', begins: 'handling' },
  // After an offer it waits as before; after a lost agent anew.
  'chat.requeued': { ring: 'ends', handling: 'ends', begins: 'wait' },
  'chat.transferred': {
    ring: 'ends',
    wait: 'Cleared',
    handling: 'ends',
    counts: 'Entered',
    begins: 'wait',
  },
  'chat.ended': {
    ring: 'ends',
    wait: 'Cleared',
    handling: 'ends unless wrapping',
    counts: 'Deleted when cleaned',
  },
  'chat.wrapped_up': { handling: 'ends' },
};

const object = (type: ObjectType, name: string, isAgain = false): CountedObject => ({
  type,
  name,
  isAgain,
});

const inQueue = ({ queue }: Standing): readonly CountedObject[] => [object('StagingArea', queue)];

/** The agent, the group and the tenant at which something is counted. */
function served(
  { agent, group }: Standing,
  names: Names,
  earlier: readonly Handling[] = [],
): readonly CountedObject[] {
  const target = group ?? names.chatGroup;
  const wasOf = (each: Handling): boolean => (each.group ?? names.chatGroup) === target;
  return [
    ...(agent === null
      ? []
      : [
          object(
            'Agent',
            agent,
            earlier.some((each) => each.agent === agent),
          ),
        ]),
    object('GroupAgents', target, earlier.some(wasOf)),
    object('Tenant', names.tenant, earlier.length > 0),
  ];
}

/** What has happened by these facts, and where it stands then. Pure. */
export function actionsOf(
  before: Standing,
  happenings: readonly Happening[],
  names: Names,
): { readonly standing: Standing; readonly actions: readonly Action[] } {
  const actions: Action[] = [];
  // Changed in place: this runs in every write.
  const now: { -readonly [K in keyof Standing]: Standing[K] } = { ...before };
  let isChat = false;

  function add(name: ActionName, at: Moment, since: Moment, objects: Action['objects']): void {
    const { queue, reason } = now;
    actions.push({ name, at, ms: Math.max(0, at - since), queue, reason, objects });
  }

  function endRing(at: Moment, isAccepted: boolean): void {
    if (now.rings === null) return;
    add('Delivering', at, now.rings, served(now, names));
    if (isAccepted) add('Accepted', at, now.rings, served(now, names));
  }

  function endWait(how: 'Distributed' | 'Cleared', at: Moment): void {
    if (now.waits === null) return;
    add('Wait', at, now.waits, inQueue(now));
    add(how, at, now.waits, inQueue(now));
    if (!isChat || now.reason !== 'abandoned' || now.isAccepted) return;
    add('Abandoned', at, now.waits, served(now, names));
    const group = now.group ?? names.chatGroup;
    add('CallAbandoned', at, now.waits, [object('Queue', group)]);
  }

  for (const { type, at, to, queue, agent, group, reason } of happenings) {
    const rule = RULES[type];
    if (rule === undefined) continue;
    isChat = type.startsWith('chat.');
    now.reason = reason ?? now.reason;
    if (rule.ring) endRing(at, rule.begins === 'handling');
    if (rule.wait) {
      const waited = now.waits !== null;
      endWait(rule.wait, at);
      if (waited && queue !== now.queue) add('DistributedToQueue', at, at, inQueue(now));
      now.waits = null;
    }
    const ends = rule.handling === 'ends' || (rule.handling && to !== 'Wrapping');
    if (ends && now.handled !== null) {
      add('HandlingInbound', at, now.handled, served(now, names, now.handledBy));
      now.handled = null;
      now.handledBy = withHandling(now.handledBy, now);
    }
    now.queue = queue;
    now.group = isChat ? group : null;
    if (rule.ring) now.rings = null;
    if (rule.counts === 'Entered') add('Entered', at, at, inQueue(now));
    else if (rule.counts === 'Deleted' || (rule.counts && now.reason === 'cleaned'))
      add('Deleted', at, at, inQueue(now));
    if (rule.begins === 'wait') {
      now.waits ??= at;
      now.agent = null;
    }
    if (rule.begins === 'ring') {
      now.rings = at;
      now.agent = agent;
    }
    if (rule.begins === 'handling') {
      now.handled = at;
      now.agent = agent;
      now.isAccepted = true;
    }
  }
  return { standing: now, actions };
}

/** What goes on at a moment, with its time so far. */
export function goingOn(standing: Standing, names: Names, at: Moment): readonly Action[] {
  const { waits, rings, handled, queue, reason } = standing;
  const one = (name: ActionName, since: Moment | null, objects: Action['objects']): Action[] =>
    since === null ? [] : [{ name, at, ms: Math.max(0, at - since), queue, reason, objects }];
  return [
    ...one('Wait', waits, inQueue(standing)),
    ...one('Delivering', rings, served(standing, names)),
    ...one('HandlingInbound', handled, served(standing, names)),
  ];
}
