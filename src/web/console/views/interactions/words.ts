import type { ViewedInteraction } from '../../../../domain/interactions/view.js';
import type {
  Actor,
  DispositionCode,
  FactType,
  NoteType,
  Reason,
} from '../../../../domain/interactions/vocabulary.js';

/** An interaction as the answer has it: without some members where the key may not see them. */
export type Shown = Omit<ViewedInteraction, Hidden> & Partial<Pick<ViewedInteraction, Hidden>>;
type Hidden = 'userData' | 'identity' | 'reasonDetail' | 'engagementRule';

/** A line of a history. */
export interface Line {
  readonly sequence: number;
  readonly type: FactType | NoteType;
  readonly at: string;
  readonly by: Actor;
  readonly from: Shown['state'] | null;
  readonly to: Shown['state'];
  readonly queue: string;
  readonly reason: Reason | null;
  readonly reasonDetail?: string;
  readonly detail?: string;
}

export const REASON_WORDS = {
  not_engaged: 'Decided against',
  engagement_expired: 'Not shown in time',
  abandoned: 'Abandoned',
  cleaned: 'Cleaned',
  erased: 'Erased',
} as const satisfies Record<Reason, string>;

const ANSWER_WORDS = {
  acceptCall: 'Said yes',
  reject: 'Said no',
  timeout: 'Gave no answer',
} as const satisfies Record<DispositionCode, string>;

export const ACTOR_WORDS = {
  site: 'the site',
  strategy: 'the strategy',
  browser: "the visitor's browser",
  clock: 'a clock',
  ops: 'an operator',
  system: 'the service',
} as const satisfies Record<Actor, string>;

export const LINE_WORDS = {
  'interaction.created': 'Found worth an offer',
  'interaction.engaged': 'Invitation decided',
  'interaction.displayed': 'Invitation on screen',
  'interaction.accepted': 'Visitor said yes',
  'interaction.rejected': 'Visitor said no',
  'interaction.timed_out': 'Display time ran out',
  'interaction.failed': 'Ended without an answer',
  'interaction.missed': 'Never shown in time',
  'registration_form.completed': 'Form filled in',
  'registration_form.expired': 'Form not filled in in time',
  'interaction.stopped': 'Processing ended',
  'interaction.erased': 'Person forgotten',
  'chat.not_started': 'No chat began',
  'strategy.requested': 'Strategy asked',
  'strategy.answered': 'Strategy answered',
  'strategy.failed': 'Strategy did not answer',
  'strategy.refused': 'Strategy refused',
} as const satisfies Record<FactType | NoteType, string>;

/** Why it is where it is, in two words; empty while nothing has decided. */
export function becauseOf({ reason, dispositionCode, state }: Shown): string {
  if (reason) return REASON_WORDS[reason];
  if (dispositionCode) return ANSWER_WORDS[dispositionCode];
  return state === 'Qualified' ? 'Waits for a decision' : '';
}

/** The end of an id: enough to tell two apart. */
export const shortId = (id: string): string => id.slice(-8);
