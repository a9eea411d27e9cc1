import type { Moment } from '../domain/interactions/interaction.js';
import type { ActionOn, Operator } from './audit.js';
import type { Change } from './change.js';
import type { Decided } from './context.js';
import type { SigningKey } from './credentials.js';
import { type Deciding, decision, NOTHING_READ } from './decision.js';

/** How long a browser token is good for, in milliseconds. */
export const TOKEN_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** A signing key is replaced after this time, in milliseconds. */
export const ROTATION_MS = 30 * TOKEN_LIFETIME_MS;

/** From when on a key verifies nothing: the last token it can have signed is void. */
export function endOf({ createdAt }: SigningKey): Moment {
  return createdAt + ROTATION_MS + TOKEN_LIFETIME_MS;
}

/** A key to make: its text is drawn by whoever asks. */
export interface NewKey {
  readonly key: Pick<SigningKey, 'id' | 'secret'>;
  readonly operator: Operator;
}

const audit = (
  at: Moment,
  operator: Operator,
  verb: ActionOn<'signing_key'>,
  target: string,
): Change => ({
  kind: 'audit',
  entry: { at, ...operator, action: `signing_key.${verb}`, target, before: null, after: null },
});

/** A new key signs from now on; those that verify nothing any more go, and the one that is removed. */
function replace(
  { key, operator }: NewKey,
  { now, ageTime, settings }: Deciding,
  removed: SigningKey | null,
): Decided<SigningKey> {
  const isPast = (each: SigningKey): boolean => ageTime !== null && ageTime >= endOf(each);
  const gone = settings.signingKeys.filter((each) => each.id === removed?.id || isPast(each));
  const made = { ...key, createdAt: now };
  return {
    changes: [
      { kind: 'signing_key', key: made },
      ...gone.map(({ id }): Change => ({ kind: 'signing_key_removal', id })),
      ...(removed ? [audit(now, operator, 'deleted', removed.id)] : []),
      audit(now, operator, 'created', made.id),
    ],
    result: made,
  };
}

/** Makes the key that signs from now on, when it is time for it or when ops ask; else null. */
function decideRotating(
  { ifDue, ...request }: NewKey & { readonly ifDue: boolean },
  context: Deciding,
): Decided<SigningKey | null> {
  const newest = context.settings.signingKeys[0];
  if (ifDue && newest && context.now - newest.createdAt < ROTATION_MS) return { result: null };
  return replace(request, context, null);
}

/**
 * Makes every token void that the key of that id signed; false when there is none. The newest is
 * replaced by the new key in the same change.
 */
function decideRemoving(
  { id, ...request }: NewKey & { readonly id: string },
  context: Deciding,
): Decided<boolean> {
  const { settings, now, ageTime } = context;
  const key = settings.signingKeys.find((each) => each.id === id);
  if (key === undefined || (ageTime !== null && ageTime >= endOf(key))) return { result: false };
  if (key === settings.signingKeys[0])
    return { changes: replace(request, context, key).changes ?? [], result: true };
  return {
    changes: [{ kind: 'signing_key_removal', id }, audit(now, request.operator, 'deleted', id)],
    result: true,
  };
}

export const SIGNING_KEY_DECISIONS = {
  rotateSigningKey: decision(NOTHING_READ, decideRotating),
  removeSigningKey: decision(NOTHING_READ, decideRemoving),
};
