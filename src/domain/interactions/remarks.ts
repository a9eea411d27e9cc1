import type { Fact, Moment } from './interaction.js';
import { record, type Step } from './step.js';
import { type FactType, NOTES, type NoteType } from './vocabulary.js';

/** A line about a call to the strategy, to go into the history before what came of it. */
export interface Remark {
  readonly type: NoteType;
  readonly detail: string;
  /** What somebody else wrote, to follow the detail; it goes when the person is erased. */
  readonly words?: string | undefined;
}

/** Whether a line of a history tells of the interaction, and not of calls to the strategy only. */
export function isOfLifecycle(fact: Fact): fact is Fact & { readonly type: FactType } {
  return !NOTES.some((note) => note === fact.type);
}

/** The step with such a line. */
export function remark(step: Step, { type, detail, words }: Remark, now: Moment): Step {
  const by = type === 'strategy.requested' || type === 'strategy.failed' ? 'system' : 'strategy';
  const said = words !== undefined && step.interaction.erasedAt === null ? `: ${words}` : '';
  return record(step, { type, at: now, by, detail: detail + said });
}
