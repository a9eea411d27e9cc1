import type { Chat } from '../domain/chats/chat.js';
import type { RequestRefusal } from '../domain/chats/vocabulary.js';
import { claimIdentity } from '../domain/interactions/identity.js';
import type {
  Identity,
  Interaction,
  RegistrationForm,
  UserData,
} from '../domain/interactions/interaction.js';
import { advance } from '../domain/interactions/transition.js';
import { inForce } from '../domain/options/timeline.js';
import type { Measured } from '../domain/pacing/estimates.js';
import type { Change } from './change.js';
import { openChatOf, type Placement, placeChat } from './chat-placement.js';
import type { Decided } from './context.js';
import { type Deciding, decision } from './decision.js';
import { changeOf } from './interaction-change.js';
import { createLedger } from './ledger.js';
import { announce } from './messages.js';
import { decideOnce, type Idempotency } from './once.js';

/** A request for a chat, of which the seed becomes the id. */
export interface ChatRequest {
  readonly seed: string;
  /** The application whose endpoint it comes through. */
  readonly application: string;
  /** Null with an interaction, whose visit it is. */
  readonly visitId: string | null;
  readonly visitorId: string | null;
  readonly visitorIdClaimed: boolean;
  readonly interactionId: string | null;
  readonly userData: UserData;
  readonly visitorData: UserData;
  /** Whether a browser asks, or a back end for it. */
  readonly isBrowser: boolean;
  /** Whether as many chats of its address wait as may: it gets no other than it got before. */
  readonly isOneTooMany?: boolean | undefined;
  readonly idempotency?: Idempotency | undefined;
  /** How chats went lately. */
  readonly measured?: Measured | undefined;
}

/** What came of a request for a chat. */
export type ChatRequested =
  | { readonly chat: Chat; readonly isNew: boolean }
  /** One that there is; `isNew` when the same request made it. */
  | { readonly kept: string; readonly isNew: boolean }
  | {
      readonly refusal: RequestRefusal;
      /** The open chat in the way. */
      readonly chatId?: string;
      readonly message?: string | null;
    }
  | { readonly refusal: 'not_found' | 'idempotency_key_reused' | 'too_many_requests' }
  | { readonly refusal: 'not_allowed'; readonly interaction: NotChatting };

/** As much of an interaction as says why it leads to no chat. */
export interface NotChatting extends Pick<Interaction, 'state' | 'channel'> {
  readonly form: Pick<RegistrationForm, 'status'> | null;
}

/** Whether an interaction leads to a chat when somebody asks. */
const mayChat = ({ state, channel, form, erasedAt }: Interaction): boolean =>
  state === 'Accepted' &&
  channel === 'proactiveChat' &&
  erasedAt === null &&
  (form?.status === 'completed' || form?.status === 'completed_late');

/** The interaction with the chat that it led to. */
function withChat(interaction: Interaction, chatId: string, context: Deciding): Change {
  const after = { ...interaction, chatId, version: interaction.version + 1 };
  return changeOf(interaction, { interaction: after, facts: [] }, context);
}

/** Who a back end says that it is; what a browser says proves nothing. */
function identityOf({ isBrowser, userData }: ChatRequest, context: Deciding): Identity | null {
  const claim = isBrowser ? null : claimIdentity(userData, inForce(context.settings.timeline));
  if (claim === null) return null;
  return context.ask('identity', claim) ?? { id: context.newId(), ...claim };
}

/** An invitation that stands is answered by a chat that the visitor begins. */
function rejectInvitations(context: Deciding): readonly Change[] {
  const { settings, now } = context;
  return context.liveAttempts.flatMap((before): Change[] => {
    if (before.state !== 'Engaged') return [];
    const step = advance(before, { type: 'reject' }, settings.timeline, now);
    return step.facts.length === 0 ? [] : [changeOf(before, step, context)];
  });
}

/** That somebody wants to chat, whether they get to or not: how many do so decides how many are invited. */
function demandOf(visitId: string, placed: Placement, { settings, now }: Deciding): Change[] {
  const group =
    'refusal' in placed
      ? placed.group
      : (placed.chat.route?.group ?? inForce(settings.timeline).chatGroup);
  return group === undefined ? [] : [{ kind: 'reactive_request', group, visitId, at: now }];
}

/** What is not kept: our own fault, and what is so for a moment. */
const PASSING: ReadonlySet<string> = new Set(['chat_endpoint_missing', 'too_many_requests']);

/** Places a chat, or refuses it; the same request only once. */
const decideRequest = (args: ChatRequest, context: Deciding): Decided<ChatRequested> =>
  decideOnce<ChatRequested>(args.idempotency, context, {
    reused: { refusal: 'idempotency_key_reused' },
    again({ subjectId, refusal }) {
      if (subjectId === null) return refusal as ChatRequested;
      // An interaction with its chat is found as it was the first time.
      return subjectId === args.interactionId ? undefined : { kept: subjectId, isNew: true };
    },
    decide: () =>
      args.isOneTooMany ? { result: { refusal: 'too_many_requests' } } : request(args, context),
    keep(made) {
      if ('isNew' in made)
        return { subjectId: made.isNew ? chatOf(made) : args.interactionId, refusal: null };
      return PASSING.has(made.refusal) ? null : { subjectId: null, refusal: made };
    },
  });

const chatOf = (made: Extract<ChatRequested, { readonly isNew: boolean }>): string =>
  'chat' in made ? made.chat.id : made.kept;

function request(args: ChatRequest, context: Deciding): Decided<ChatRequested> {
  const { interactionId, application, isBrowser } = args;
  const { current, settings, now } = context;
  const interaction = current && advance(current, null, settings.timeline, now).interaction;
  if (interactionId !== null && interaction === null) return { result: { refusal: 'not_found' } };
  if (interaction?.chatId) return { result: { kept: interaction.chatId, isNew: false } };
  if (interaction && !mayChat(interaction)) {
    const { state, channel, form } = interaction;
    const why = { state, channel, form: form && { status: form.status } };
    return { result: { refusal: 'not_allowed', interaction: why } };
  }
  const visitId = interaction?.visitId ?? args.visitId ?? '';
  const ledger = createLedger(context);
  const open = openChatOf(visitId, ledger, context);
  if (open && interaction === null) {
    const isMissing = settings.known.chatQueues.get(application) === undefined;
    const refusal = isMissing ? 'chat_endpoint_missing' : 'chat_in_progress';
    return {
      changes: announce(ledger.changes(), context),
      result: { refusal, ...(!isMissing && { chatId: open.id }) },
    };
  }
  const placed = open
    ? { chat: open }
    : placeChat(
        {
          visitId,
          visitorId: interaction?.visitorId ?? args.visitorId,
          visitorIdClaimed: interaction?.visitorIdClaimed ?? args.visitorIdClaimed,
          identity: interaction ? interaction.identity : identityOf(args, context),
          interaction,
          userData: args.userData,
          visitorData: args.visitorData,
          by: isBrowser ? 'browser' : 'site',
          isSeen: isBrowser,
          measured: args.measured,
        },
        application,
        ledger,
        context,
        false,
      );
  const demand = interaction || open ? [] : demandOf(visitId, placed, context);
  if ('refusal' in placed) {
    const { group: _group, ...refused } = placed;
    return { changes: announce([...ledger.changes(), ...demand], context), result: refused };
  }
  const { chat } = placed;
  const changes: readonly Change[] = [
    ...ledger.changes(),
    ...demand,
    ...(interaction ? [withChat(interaction, chat.id, context)] : rejectInvitations(context)),
  ];
  return { changes: announce(changes, context), result: { chat, isNew: open === null } };
}

export const CHAT_REQUEST_DECISIONS = {
  requestChat: decision(
    ({ interactionId, visitId, idempotency }: ChatRequest) => ({
      ...(interactionId !== null && { interaction: interactionId }),
      ...(visitId !== null && { visit: visitId }),
      answer: idempotency,
    }),
    decideRequest,
  ),
};
