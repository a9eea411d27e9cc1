import type { Creation, EventOutcome } from '../../decisions/interactions.js';
import type { Interaction, Moment } from '../../domain/interactions/interaction.js';
import type { Refusal, State } from '../../domain/interactions/vocabulary.js';
import { CATALOGUE } from '../../domain/options/catalogue.js';
import { inForce, type Timeline } from '../../domain/options/timeline.js';
import { PROBLEMS, Problem, REFUSAL_PROBLEMS } from '../../domain/problems.js';
import { quote } from '../../domain/quote.js';
import { isId } from '../../ids.js';
import { keyReused } from '../../settings/once.js';

/** The id of an interaction in an address; what is no id names nothing. */
export function interactionOf(id: string): string {
  if (!isId(id)) throw new Problem('not_found', `${quote(id)} is not the id of an interaction.`);
  return id;
}

/** What was looked up, or 404. */
export function found<T>(value: T | null | undefined, what = 'interaction'): T {
  if (value === undefined || value === null)
    throw new Problem('not_found', `There is no such ${what}.`);
  return value;
}

const since = (moment: Moment | null | undefined): string =>
  moment == null ? '' : ` since ${new Date(moment).toISOString()}`;

/** Why not, for whoever has nothing but this sentence. */
const SENTENCES: Readonly<Record<Refusal, (interaction: Interaction) => string>> = {
  engagement_in_progress: () => 'The visit has a live attempt.',
  engagement_expired: ({ state, reason, displayedAt, disposedAt }) =>
    `It is in ${state}${since(disposedAt)}: ${displayedAt === null ? 'not displayed in time' : 'displayed, never answered'} (${reason}).`,
  already_disposed: ({ state, dispositionCode, reason, disposedAt }) =>
    `It is in ${state}${since(disposedAt)}: ${dispositionCode ? `the browser answered ${dispositionCode} first` : reason}.`,
  not_allowed: ({ state }) =>
    `It is in ${state}: ${WAITS_FOR[state] ?? 'only an accepted invitation has a form'}.`,
  form_already_completed: ({ form }) =>
    `The form was completed with other fields${since(form?.completedAt)}; they stand.`,
  chat_in_progress: () => 'The visit has an open chat.',
  phone_number_required: () => 'A callback form needs a phone number, with digits.',
};

/** What has not happened yet, so that what was asked for is not possible. */
const WAITS_FOR: Readonly<Partial<Record<State, string>>> = {
  Qualified: 'the strategy has not engaged it yet',
  Engaged: 'the visitor has not answered yet',
};

/** Refusals that the history of the interaction explains. */
const ROADS: ReadonlySet<Refusal> = new Set([
  'engagement_expired',
  'already_disposed',
  'not_allowed',
]);

/** The interaction after an event, or the refusal as a problem that says where it stands. */
export function respond(outcome: EventOutcome | undefined, timeline?: Timeline): Interaction {
  const { interaction, refusal } = found(outcome);
  if (refusal === null) return interaction;
  if (refusal === 'precondition_failed')
    throw new Problem(
      refusal,
      `The interaction is at version ${interaction.version}; read it again.`,
    );
  const { state, dispositionCode, reason } = interaction;
  const phoneNumber =
    refusal === 'phone_number_required' && timeline ? inForce(timeline).phoneNumber : undefined;
  const detail = phoneNumber
    ? `A callback form needs a phone number, with digits, under ${phoneNumber}.`
    : SENTENCES[refusal](interaction);
  throw new Problem(REFUSAL_PROBLEMS[refusal], detail, {
    state,
    dispositionCode,
    reason,
    ...(ROADS.has(refusal) && {
      help: `${PROBLEMS[REFUSAL_PROBLEMS[refusal]].help} How it came there: \`webengagement interactions history ${interaction.id}\`.`,
    }),
    ...(phoneNumber && {
      errors: [
        {
          pointer: `#/fields/${phoneNumber}`,
          detail: `is required for a callback, with digits (option ${CATALOGUE.phoneNumber.name})`,
        },
      ],
    }),
  });
}

/** The created interaction, or the id of the one that the same request made; or why there is none. */
export function created(creation: Creation): Interaction | string {
  if ('interaction' in creation) return creation.interaction;
  if ('kept' in creation) return creation.kept;
  const { refusal } = creation;
  switch (refusal.code) {
    case 'idempotency_key_reused':
      throw keyReused();
    case 'unknown_category': {
      const known = refusal.known.length > 0 ? refusal.known.join(', ') : 'none';
      throw new Problem(refusal.code, `Provisioned categories: ${known}.`, {
        errors: [{ pointer: '#/category', detail: `must be one of: ${known}` }],
      });
    }
    case 'chat_in_progress': {
      const { chatId } = refusal;
      throw new Problem(refusal.code, `Chat ${chatId} of this visit is open.`, { chatId });
    }
    case 'engagement_in_progress': {
      const { live } = refusal;
      const blockedUntil = new Date(refusal.blockedUntil).toISOString();
      throw new Problem(
        refusal.code,
        `Interaction ${live.id} of this visit is in ${live.state}; the visit is blocked until ${blockedUntil}, unless it ends before or goes on.`,
        {
          interactionId: live.id,
          blockedUntil,
          help: `Wait until then, or end that attempt: \`webengagement interactions clean ${live.id}\`.`,
        },
      );
    }
  }
}
