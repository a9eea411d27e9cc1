/** What was counted, lately, of what pacing has to know. Plain sums. */
export interface Measured {
  /** Of the last invitations to a chat of which it is known what became of them. */
  readonly engagements: {
    readonly known: number;
    /** Those that became chats. */
    readonly chats: number;
    /** From the engagement to the end of the invitation, of all of them together. */
    readonly totalMs: number;
  };
  /** Of the last chats of the group: from accepting to being free again. */
  readonly handlings: { readonly count: number; readonly totalMs: number };
  /** Visits that asked for a chat of the group by themselves in the last 15 minutes. */
  readonly reactive: number;
  /** Chats of the group that came of invitations in the last hour, and how many were given up. */
  readonly proactive: { readonly chats: number; readonly abandoned: number };
}

/** Before anything was measured. */
export const NOTHING_MEASURED: Measured = {
  engagements: { known: 0, chats: 0, totalMs: 0 },
  handlings: { count: 0, totalMs: 0 },
  reactive: 0,
  proactive: { chats: 0, abandoned: 0 },
};

/** Over how long each is counted, in milliseconds, and of how many chats at most. */
export const REACTIVE_MS = 15 * 60_000;
export const PROACTIVE_MS = 60 * 60_000;
export const PROACTIVE_CHATS = 100;

/** Fewer say nothing about how long something takes. */
const LEAST = 5;
const ASSUMED_INVITATION_S = 30;
/** Where nothing is known, every invitation is taken to become a chat; so many known ones outweigh that. */
const PRIOR = 10;
const LEAST_HIT_RATE = 0.02;

/** What is taken to be so, from what was counted. */
export interface Estimates {
  /** The share of invitations that become chats, above 0. */
  readonly hitRate: number;
  /** From accepting a chat until its place is free again. */
  readonly handlingSeconds: number;
  /** From an engagement to the end of its invitation. */
  readonly invitationSeconds: number;
  /** Chats that visitors ask for by themselves, a second. */
  readonly reactivePerSecond: number;
  /** The share of proactive chats that were given up before an accept, and of how many. */
  readonly abandonmentRate: number;
  readonly abandonmentChats: number;
}

export interface EstimateOptions {
  /** Engagements, and chats, that are looked at. */
  readonly historyLength: number;
  /** Seconds, until enough chats were measured. */
  readonly assumedHandlingTime: number;
}

const secondsOf = (count: number, totalMs: number, assumed: number): number =>
  count < LEAST ? assumed : totalMs / count / 1000;

/** What is taken to be so; of what was hardly measured, what is assumed. Pure. */
export function estimate(
  { engagements, handlings, reactive, proactive }: Measured,
  { historyLength, assumedHandlingTime }: EstimateOptions,
): Estimates {
  const { known, chats, totalMs } = engagements;
  const prior = PRIOR * Math.max(1 - known / historyLength, 0);
  return {
    hitRate: Math.max(LEAST_HIT_RATE, (chats + prior) / (known + prior)),
    handlingSeconds: secondsOf(handlings.count, handlings.totalMs, assumedHandlingTime),
    invitationSeconds: secondsOf(known, totalMs, ASSUMED_INVITATION_S),
    reactivePerSecond: reactive / (REACTIVE_MS / 1000),
    abandonmentRate: proactive.chats === 0 ? 0 : proactive.abandoned / proactive.chats,
    abandonmentChats: proactive.chats,
  };
}
