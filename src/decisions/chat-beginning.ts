import type { Interaction } from '../domain/interactions/interaction.js';
import { record, type Step } from '../domain/interactions/step.js';
import { inForce } from '../domain/options/timeline.js';
import type { Change } from './change.js';
import { openChatOf, placeChat } from './chat-placement.js';
import type { Deciding } from './decision.js';
import { identify } from './interaction-change.js';
import { createLedger, type Ledger } from './ledger.js';

/** Whether a completed form leads to a chat here: not while nobody was ever there to take it. */
function isAutomatic({ settings }: Deciding): boolean {
  const { chatAutomatic } = inForce(settings.timeline);
  return chatAutomatic === 'auto' ? settings.agents.length > 0 : chatAutomatic === 'true';
}

/**
 * The chat that an accepted invitation leads to, in the write of the form; where there can be none,
 * the history says why.
 */
export function beginChat(
  step: Step,
  application: string | undefined,
  context: Deciding,
): { readonly step: Step; readonly changes: readonly Change[] } {
  const { channel, chatId, visitId } = step.interaction;
  const isWanted = channel === 'proactiveChat' && chatId === null && isAutomatic(context);
  if (!isWanted || application === undefined || visitId === null) return { step, changes: [] };
  // Who it is may only follow from the form.
  const interaction = identify(step.interaction, context);
  const ledger = createLedger(context);
  const open = openChatOf(visitId, ledger, context);
  const placed = open
    ? { chat: open }
    : placeChatOf(interaction, visitId, application, ledger, context);
  if ('chat' in placed)
    return {
      step: { ...step, interaction: { ...interaction, chatId: placed.chat.id } },
      changes: ledger.changes(),
    };
  const line = {
    type: 'chat.not_started',
    at: context.now,
    by: 'system',
    detail: placed.refusal,
  } as const;
  return { step: record({ ...step, interaction }, line), changes: ledger.changes() };
}

const placeChatOf = (
  interaction: Interaction,
  visitId: string,
  application: string,
  ledger: Ledger,
  context: Deciding,
) =>
  placeChat(
    {
      visitId,
      visitorId: interaction.visitorId,
      visitorIdClaimed: interaction.visitorIdClaimed,
      identity: interaction.identity,
      interaction,
      userData: {},
      visitorData: {},
      by: 'system',
      isSeen: true,
    },
    application,
    ledger,
    context,
    true,
  );
