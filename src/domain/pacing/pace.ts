import type { Estimates } from './estimates.js';
import { largestLoad, progressiveLimit, ROUNDING } from './probability.js';
import { type Algorithm, type Because, isDual, isPredictive, type Target } from './vocabulary.js';

/** What there is now, of the group that takes the chats. */
export interface Room {
  /** Chats at a time of those who are ready, and the open ones of those who only finish. */
  readonly slots: number;
  /** Chats that those who are ready would take now. */
  readonly free: number;
  readonly readyAgents: number;
  /** Queued chats. */
  readonly waiting: number;
  /** Accepted invitations whose form is not completed. */
  readonly forms: number;
  /** Invitations that are not answered. */
  readonly outstanding: number;
}

/** Everything a limit depends on beside the options. */
export interface PacingInputs extends Room, Estimates {
  /** From 0 to below 1, for each interaction its own: which of them has the fraction of a limit. */
  readonly draw: number;
}

export interface PacingOptions {
  readonly pacingAlgorithm: Algorithm;
  readonly optimizationTarget: Target;
  /** Percent, 1 to 99. */
  readonly optimizationGoal: number;
  /** Percent of the load that is for invitations; null for not set. */
  readonly proactiveRatio: number | null;
  readonly maxInvitationsPerAgent: number;
}

export interface Paced {
  /** How many invitations may be outstanding. */
  readonly limit: number;
  readonly outstanding: number;
  /** How many more. */
  readonly allowed: number;
  /** The share of reactive chats that are let through, 0 to 1; 1 unless the algorithm is dual. */
  readonly reactiveState: number;
  /** Chats that the agents would take now. */
  readonly channelCapacity: number;
  readonly because: Because;
}

/** Chats that gave up lately are too few below this to say anything. */
const LEAST_FOR_FEEDBACK = 20;

/** A limit before it is a whole number, and what it follows from. */
interface Raw {
  readonly limit: number;
  readonly because: Because;
}

const wholeOf = (value: number): number => Math.floor(value + ROUNDING);

/** Loads, in chats at a time. */
export interface Loads {
  /** Of chats that visitors ask for by themselves. */
  readonly load: number;
  /** What of it is reckoned with, and the most that there may be of it. */
  readonly counted: number;
  readonly most: number;
  /** What the slots bear; null when it is not looked at. */
  readonly largest: number | null;
}

/** The reactive load, beside what there may be of it. */
export function loadsOf(
  inputs: Pick<PacingInputs, 'slots' | 'reactivePerSecond' | 'handlingSeconds'>,
  options: PacingOptions,
): Loads {
  const load = inputs.reactivePerSecond * inputs.handlingSeconds;
  const { pacingAlgorithm, proactiveRatio } = options;
  const isLimited = isDual(pacingAlgorithm);
  if (!isLimited && !isPredictive(pacingAlgorithm))
    return { load, counted: load, most: Number.POSITIVE_INFINITY, largest: null };
  const goal = options.optimizationGoal / 100;
  const largest =
    options.optimizationTarget === 'BUSY_FACTOR'
      ? inputs.slots * goal
      : largestLoad(inputs.slots, goal);
  const most = isLimited ? (1 - (proactiveRatio ?? 0) / 100) * largest : Number.POSITIVE_INFINITY;
  return { load, counted: Math.min(load, most), most, largest };
}

/** By who is free now. */
function progressive(
  inputs: PacingInputs,
  options: PacingOptions,
  { counted }: Loads,
  most: number,
): Raw {
  const { free, waiting, forms, outstanding, hitRate, handlingSeconds, invitationSeconds } = inputs;
  const m = free - waiting - forms;
  if (m < 1) return { limit: 0, because: waiting + forms > 0 ? 'waiting_chats' : 'goal' };
  const goal = options.optimizationGoal / 100;
  if (options.optimizationTarget === 'BUSY_FACTOR')
    return { limit: Math.max(wholeOf((m * goal) / hitRate), 1), because: 'goal' };
  const reactive = (counted / handlingSeconds) * invitationSeconds;
  const limit = progressiveLimit(m, hitRate, reactive, goal, most);
  const isIdle = waiting + forms + outstanding === 0;
  const isLess =
    reactive > 0 && limit < most && limit < progressiveLimit(m, hitRate, 0, goal, most);
  return { limit: isIdle ? Math.max(limit, 1) : limit, because: isLess ? 'reactive' : 'goal' };
}

/** By the traffic that the slots bear, with as many invitations under way as bring that (J. D. C. Little, 1961). */
function predictive(inputs: PacingInputs, { counted, largest }: Loads): Raw {
  const { waiting, forms, hitRate, handlingSeconds, invitationSeconds } = inputs;
  const limitAt = (reactive: number): number =>
    (((largest ?? 0) - reactive) * invitationSeconds) / (handlingSeconds * hitRate);
  const alone = limitAt(counted);
  const limit = Math.max(alone - (waiting + forms) / hitRate, 0);
  if (limit === 0 && alone > 0) return { limit, because: 'waiting_chats' };
  return { limit, because: counted > 0 && alone < limitAt(0) ? 'reactive' : 'goal' };
}

/** By how much there are fewer while more give up waiting than should; 1 while it is well. */
function feedbackOf(
  { abandonmentRate, abandonmentChats }: PacingInputs,
  { optimizationTarget, optimizationGoal }: PacingOptions,
): number {
  const goal = optimizationGoal / 100;
  const counts = optimizationTarget === 'ABANDONEMENT_RATE';
  const isKnown = abandonmentChats >= LEAST_FOR_FEEDBACK;
  return counts && isKnown && abandonmentRate > goal ? goal / abandonmentRate : 1;
}

/** How many invitations may be outstanding, and how many reactive chats are let through. Pure. */
export function pace(inputs: PacingInputs, options: PacingOptions): Paced {
  const { outstanding, readyAgents, free, draw } = inputs;
  const load = loadsOf(inputs, options);
  const most = options.maxInvitationsPerAgent * readyAgents;
  const isByTraffic = isPredictive(options.pacingAlgorithm);

  function limited(): Raw {
    if (readyAgents === 0) return { limit: 0, because: 'no_agents' };
    const feedback = feedbackOf(inputs, options);
    const raw = isByTraffic
      ? predictive(inputs, load)
      : // One beyond the cap, and it is known that it is the cap that binds.
        progressive(inputs, options, load, Math.ceil((most + 1) / feedback));
    // Never none where there would be some.
    const isLess = feedback < 1 && raw.limit > 0;
    const least = raw.limit >= 1 ? 1 : 0;
    const fed: Raw = isLess
      ? { limit: Math.max(raw.limit * feedback, least), because: 'feedback' }
      : raw;
    const whole = wholeOf(fed.limit);
    const limit = isByTraffic && draw < fed.limit - whole ? whole + 1 : whole;
    return limit > most ? { limit: most, because: 'cap' } : { limit, because: fed.because };
  }

  const { limit, because } = limited();
  return {
    limit,
    outstanding,
    allowed: Math.max(limit - outstanding, 0),
    reactiveState: load.load <= load.most ? 1 : load.most / load.load,
    channelCapacity: free,
    because,
  };
}
