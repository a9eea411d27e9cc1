import type { Creation, Outcome } from '../decisions.js';
import { Problem, REFUSAL_PROBLEMS } from '../errors.js';
import { isId } from '../ids.js';
import type { Interaction } from '../lifecycle/interaction.js';
import type { Refusal } from '../lifecycle/vocabulary.js';
import { CATALOGUE } from '../options/catalogue.js';
import { inForce, type Timeline } from '../options/timeline.js';
import { quote } from '../quote.js';

/** The id of an interaction in an address; what is no id names nothing. */
export function interactionOf(id: string): string {
  if (!isId(id)) throw new Problem('not_found', `${quote(id)} is not the id of an interaction.`);
  return id;
}

/** What was looked up, or 404. */
export function found<T>(value: T | undefined, what = 'interaction'): T {
  if (value === undefined) throw new Problem('not_found', `There is no such ${what}.`);
  return value;
}

const SENTENCES: Readonly<Record<Refusal, (interaction: Interaction) => string>> = {
  engagement_in_progress: () => 'The visit has a live attempt.',
  engagement_expired: ({ reason }) => `A clock ended it: ${String(reason)}.`,
  already_disposed: ({ state, dispositionCode, reason }) =>
    `It is in ${state}: ${dispositionCode ?? reason ?? 'ended'}.`,
  not_allowed: ({ state }) => `It is in ${state}; that is not possible there.`,
  form_already_completed: () => 'The form was completed with other fields; they stand.',
  phone_number_required: () => 'A callback form needs a phone number.',
};

/** The interaction after an event, or the refusal as a problem that says where it stands. */
export function respond(outcome: Outcome | undefined, timeline?: Timeline): Interaction {
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
  throw new Problem(REFUSAL_PROBLEMS[refusal], SENTENCES[refusal](interaction), {
    state,
    dispositionCode,
    reason,
    ...(phoneNumber && {
      errors: [
        {
          pointer: `#/fields/${phoneNumber}`,
          detail: `is required for a callback (option ${CATALOGUE.phoneNumber.name})`,
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
      throw new Problem(
        refusal.code,
        'The payload differs from the one first sent with this key.',
        {
          errors: [{ pointer: '#', detail: 'must be the payload first sent with this key' }],
        },
      );
    case 'unknown_category': {
      const known = refusal.known.length > 0 ? refusal.known.join(', ') : 'none';
      throw new Problem(refusal.code, `Provisioned categories: ${known}.`, {
        errors: [{ pointer: '#/category', detail: `must be one of: ${known}` }],
      });
    }
    case 'engagement_in_progress': {
      const { live } = refusal;
      const blockedUntil = new Date(refusal.blockedUntil).toISOString();
      throw new Problem(
        refusal.code,
        `Interaction ${live.id} of this visit is in ${live.state} and blocks it until ${blockedUntil} at the latest.`,
        { interactionId: live.id, blockedUntil },
      );
    }
  }
}
