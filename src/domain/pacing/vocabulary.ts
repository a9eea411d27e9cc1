/** The words of pacing, each written once. */

/** How many invitations may be outstanding: `docs/pacing.md` says what each is made for. */
export const ALGORITHMS = [
  'SUPER_PROGRESSIVE',
  'SUPER_PROGRESSIVE_DUAL',
  'PREDICTIVE_B',
  'PREDICTIVE_B_DUAL',
] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

/** What the goal is a percentage of; the first in the spelling of the original. */
export const TARGETS = ['ABANDONEMENT_RATE', 'BUSY_FACTOR'] as const;
export type Target = (typeof TARGETS)[number];

/** What the limit follows from: of several reasons the one that binds. */
export const BECAUSE = [
  /** Nobody is ready to take chats. */
  'no_agents',
  /** Those who wait, and those who fill in their form, take all that is free. */
  'waiting_chats',
  /** More would miss the goal. */
  'goal',
  /** Visitors who ask for a chat by themselves are expected to take some of the room. */
  'reactive',
  /** As many as there may be for each agent. */
  'cap',
  /** More visitors than the goal allows gave up waiting lately. */
  'feedback',
] as const;
export type Because = (typeof BECAUSE)[number];

/** Whether reactive chats are limited too, so that invitations keep their share. */
export const isDual = (algorithm: Algorithm): boolean => algorithm.endsWith('_DUAL');

/** Whether the limit follows from the traffic, not from who is free now. */
export const isPredictive = (algorithm: Algorithm): boolean => algorithm.startsWith('PREDICTIVE_B');
