import type { Event } from '../domain/interactions/interaction.js';
import { CHANNELS } from '../domain/interactions/vocabulary.js';
import { isAbsent, isObject, isText, type Members, show } from './answers.js';

const MAX_TEXTS = 64;
const MAX_TEXT = 4096;
/** Of all texts of an invitation together, as everywhere else. */
const MAX_INVITATION_BYTES = 16_384;
const MAX_REASON = 256;

/** What is to become of an interaction that is Qualified. */
export type EngagementInstruction = Event & { readonly type: 'engage' | 'noengage' };

function readInvitation(value: unknown): Readonly<Record<string, string>> | undefined | null {
  if (isAbsent(value)) return undefined;
  if (!isObject(value)) return null;
  const texts = Object.entries(value);
  const fits =
    texts.length <= MAX_TEXTS &&
    texts.every(([key, text]) => isText(key, 128) && isText(text, MAX_TEXT)) &&
    Buffer.byteLength(JSON.stringify(value)) <= MAX_INVITATION_BYTES;
  return fits ? (value as Readonly<Record<string, string>>) : null;
}

/** What an answer about an interaction instructs, or what of it is not understood. */
export function readEngagement(members: Members): EngagementInstruction | string {
  const { instruction, channel, invitation, reason } = members;
  if (instruction !== 'engage' && instruction !== 'noengage')
    return `instruction is ${show(instruction)}, and must be "engage" or "noengage"`;
  if (instruction === 'noengage') {
    if (!isAbsent(reason) && !isText(reason, MAX_REASON))
      return `reason must be a text of at most ${MAX_REASON} characters`;
    return { type: 'noengage', detail: typeof reason === 'string' ? reason : undefined };
  }
  const chosen = CHANNELS.find((name) => name === channel);
  if (chosen === undefined && !isAbsent(channel))
    return `channel is ${show(channel)}, and must be one of ${CHANNELS.join(', ')}`;
  const texts = readInvitation(invitation);
  if (texts === null)
    return `invitation must be an object of texts: at most ${MAX_TEXTS}, of ${MAX_TEXT} characters, ${MAX_INVITATION_BYTES} bytes in all`;
  return { type: 'engage', channel: chosen, invitation: texts };
}
