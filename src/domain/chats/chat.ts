import type { Skills } from '../agents/agent.js';
import type { Hold, Identity, Moment, UserData } from '../interactions/interaction.js';
import type {
  ChatActor,
  ChatEventType,
  ChatFactType,
  ChatNoteType,
  ChatState,
  Outcome,
  Side,
} from './vocabulary.js';

/** Where a chat is to go: judged once for each placement. */
export interface Route {
  readonly group: string;
  /** The least level of each skill that an agent must have. */
  readonly skills: Skills;
  /** 0 to 80; the higher is served first. */
  readonly priority: number;
  /** Another group that may take it too, once it has waited for so long. */
  readonly overflow: { readonly afterSeconds: number; readonly group: string } | null;
  /** The rule of Chat Routing that decided; null for none, and for a remote strategy. */
  readonly rule: string | null;
}

/** An agent who did not take a chat: not asked again for a while, and three times at most. */
export interface Decline {
  readonly agent: string;
  readonly at: Moment;
  /** How often in this wait. */
  readonly times: number;
}

/** The last offer that did not lead to anything. */
export interface FormerOffer {
  readonly agent: string;
  readonly end: 'rejected' | 'expired' | 'withdrawn';
}

/** That an agent has handled a chat, and for which group; null where nobody had said. */
export interface Handling {
  readonly agent: string;
  readonly group: string | null;
}

/** One conversation to be routed. Immutable; every change makes a new one. */
export interface Chat {
  readonly id: string;
  readonly state: ChatState;
  readonly outcome: Outcome | null;
  /** The Interaction Queue that its endpoint leads to. */
  readonly queue: string;
  /** Null only once the person is erased. */
  readonly visitId: string | null;
  readonly visitorId: string | null;
  readonly visitorIdClaimed: boolean;
  readonly identity: Identity | null;
  /** Of the accepted invitation; null for one that the visitor began. */
  readonly interactionId: string | null;
  readonly category: string | null;
  /** As its interaction has it. */
  readonly engagementRule: string | null;
  readonly pageUrl: string | null;
  readonly userData: UserData;
  /** What a browser sent along: proves nothing. */
  readonly visitorData: UserData;
  /** Null until a strategy has said where to. */
  readonly route: Route | null;
  /** The agent that a transfer or a strategy names; asked once, before the group. */
  readonly named: string | null;
  /** Who transferred it, and is not asked. */
  readonly notAgent: string | null;
  readonly note: string | null;
  /** The agent of the visitor's last chat, who is asked first when there is a choice. */
  readonly preferred: string | null;
  /** What keeps it from being pulled: a lease, or the pause after one. */
  readonly hold: Hold | null;
  /** For this wait: of a transfer 90, of a lost agent 95. */
  readonly raisedTo: number;
  readonly declines: readonly Decline[];
  readonly formerOffer: FormerOffer | null;
  /** Who has handled it before, each once. */
  readonly handledBy: readonly Handling[];
  /** Who holds it, or held it last. */
  readonly agent: string | null;
  readonly queuedAt: Moment;
  readonly waitingSince: Moment;
  readonly offeredAt: Moment | null;
  /** When the offer was shown to the agent. */
  readonly offerSeenAt: Moment | null;
  /** The first accept. */
  readonly acceptedAt: Moment | null;
  /** The last accept. */
  readonly activeAt: Moment | null;
  /** For the visitor. */
  readonly endedAt: Moment | null;
  /** When the agent's place was free, and nothing more can happen. */
  readonly closedAt: Moment | null;
  readonly erasedAt: Moment | null;
  /** When something was last heard of the visitor's browser; null before the first. */
  readonly seenAt: Moment | null;
  readonly visitorConnected: boolean;
  /** When the agent's connection was lost; null while it is there. */
  readonly agentLostAt: Moment | null;
  readonly lastMessageAt: Moment | null;
  /** How many there are. */
  readonly messages: number;
  /** Rises by one per committed change. */
  readonly version: number;
  /** The number of facts in its history. */
  readonly sequence: number;
}

/** One line of a chat's history. */
export interface ChatFact {
  readonly sequence: number;
  readonly type: ChatFactType | ChatNoteType;
  readonly at: Moment;
  readonly by: ChatActor;
  readonly from: ChatState | null;
  readonly to: ChatState;
  readonly agent: string | null;
  readonly group: string | null;
  readonly outcome: Outcome | null;
  readonly detail: string | null;
}

/** Something that was written in a conversation. */
export interface ChatMessage {
  readonly sequence: number;
  readonly from: Side;
  readonly text: string;
  readonly at: Moment;
  readonly clientId: string | null;
}

/** Where a chat is transferred to: a group, or an agent by name. */
export type TransferTarget = { readonly group: string } | { readonly agent: string };

/** What can happen to a chat, with what it brings along. */
export type ChatEvent =
  | {
      readonly type: Exclude<
        ChatEventType,
        'offer' | 'accept' | 'reject' | 'transfer' | 'end' | 'done'
      >;
      readonly by?: ChatActor;
    }
  | { readonly type: 'offer' | 'accept' | 'reject' | 'end' | 'done'; readonly agent: string }
  | {
      readonly type: 'transfer';
      /** The agent who transfers it; undefined for ops. */
      readonly agent?: string;
      readonly target: TransferTarget;
      readonly note: string | null;
    };

/** Whether a chat is somebody's, and takes room. */
export const isHeld = ({ state }: Pick<Chat, 'state'>): boolean =>
  state === 'Offered' || state === 'Active' || state === 'Wrapping';

/** Whether it goes on for the visitor. */
export const isOpen = ({ state }: Pick<Chat, 'state'>): boolean =>
  state === 'Queued' || state === 'Offered' || state === 'Active';

/** Those who have handled a chat, with one more; each once. */
export function withHandling(
  handledBy: readonly Handling[],
  { agent, group }: { readonly agent: string | null; readonly group: string | null },
): readonly Handling[] {
  const isKnown = handledBy.some((each) => each.agent === agent && each.group === group);
  return agent === null || isKnown ? handledBy : [...handledBy, { agent, group }];
}

/** Who has handled a chat once it goes on from where it is. */
export const handledUpTo = ({ state, handledBy, agent, route }: Chat): readonly Handling[] =>
  state === 'Active' ? withHandling(handledBy, { agent, group: route?.group ?? null }) : handledBy;
