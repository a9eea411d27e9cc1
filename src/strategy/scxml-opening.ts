import type { Chat } from '../domain/chats/chat.js';
import type { Interaction, Moment, UserData } from '../domain/interactions/interaction.js';
import { ofKind } from '../domain/objects/kinds.js';
import { CATALOGUE, OPTION_KEYS } from '../domain/options/catalogue.js';
import { inForce } from '../domain/options/timeline.js';
import type { StrategyVersion } from '../domain/strategies/version.js';
import type { Chats } from '../engine/chats.js';
import type { PacingReads } from '../engine/pacing.js';
import type { Opening, OpeningInteraction } from '../scxml/host.js';
import type { Store } from '../store/store.js';

/** Groups whose figures are shown to a session. */
const MOST_GROUPS = 50;

/** The names under which the data of what is decided on has more than what was attached. */
const told = (members: Readonly<Record<string, string | null>>): UserData =>
  Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) =>
      value === null ? [] : [[`WebEngagement.${name}`, value] as const],
    ),
  );

/** An interaction as a session sees it: its own data, what pages said, and what it is known by. */
export function openingOf(interaction: Interaction, tenantId: string): OpeningInteraction {
  const { id, category, queue, userData, caseData } = interaction;
  return {
    id,
    g_uid: id,
    udata: {
      ...caseData,
      ...userData,
      ...told({
        InteractionId: id,
        VisitId: interaction.visitId,
        VisitorId: interaction.visitorId,
        PageId: interaction.pageId,
        CurrentWebPage: interaction.pageUrl,
        Category: category,
        Channel: interaction.channel,
      }),
    },
    category,
    location: queue,
    parentid: null,
    tenantid: tenantId,
    msgbased: false,
  };
}

/** A chat as a session sees it; its parent is the interaction that it came of. */
export function openingOfChat(chat: Chat, tenantId: string): OpeningInteraction {
  const { id, category, queue, userData, interactionId } = chat;
  return {
    id,
    g_uid: id,
    udata: {
      ...userData,
      ...told({
        ChatId: id,
        VisitId: chat.visitId,
        VisitorId: chat.visitorId,
        CurrentWebPage: userData['WebEngagement.CurrentWebPage'] ?? chat.pageUrl,
      }),
    },
    category,
    location: queue,
    parentid: interactionId,
    tenantid: tenantId,
    msgbased: false,
  };
}

/** What sessions may ask of the service: its options, and its own figures. */
export interface Surroundings {
  readonly store: Pick<Store, 'lastSettings'>;
  readonly chats: Pick<Chats, 'load'>;
  readonly pacing: Pick<PacingReads, 'read'>;
  readonly tenantId: string;
}

/** Every option by its full name, as the text that is in force. */
function optionsOf({ lastSettings }: Surroundings['store']): Readonly<Record<string, string>> {
  const { lastChanges } = lastSettings();
  return Object.fromEntries(
    OPTION_KEYS.map((key) => {
      const { name, default: initial } = CATALOGUE[key];
      return [name, lastChanges.get(name)?.value ?? initial];
    }),
  );
}

const asksFigures = ({ bundle }: StrategyVersion): boolean =>
  Object.values(bundle.files).some((text) => text.includes('sData'));

/** The figures of every agent group, and how many may be invited to the chats of one of them. */
async function figuresOf({ store, chats, pacing }: Surroundings): Promise<Opening['statistics']> {
  const { objects, timeline } = store.lastSettings();
  const groups = ofKind(objects, 'agent-groups').slice(0, MOST_GROUPS);
  const rows = groups.map(async ({ name }) => {
    const { slots, free, waiting, handlingSeconds } = await chats.load(name);
    const ahead = Math.max(waiting + 1 - free, 0);
    const wait = slots === 0 || handlingSeconds === null ? 0 : (ahead * handlingSeconds) / slots;
    const figures = {
      StatAgentsTotal: slots,
      StatAgentsAvailable: free,
      StatAgentsBusy: Math.max(slots - free, 0),
      StatCallsInQueue: waiting,
      StatExpectedWaitingTime: Math.round(wait),
      StatEstimatedWaitingTime: Math.round(wait),
    };
    return [name, figures] as const;
  });
  const all: Record<string, Record<string, number>> = Object.fromEntries(await Promise.all(rows));
  const { chatGroup } = inForce(timeline);
  const { allowed, limit, outstanding } = await pacing.read();
  all[chatGroup] = {
    ...all[chatGroup],
    InvitationsAllowed: allowed,
    InvitationsLimit: limit,
    InvitationsOutstanding: outstanding,
  };
  return all;
}

/** What a session begins with that decides on one interaction or chat. */
export async function createOpening(
  surroundings: Surroundings,
  version: StrategyVersion,
  interaction: OpeningInteraction,
  now: Moment,
  clock: Opening['clock'] = 'real',
): Promise<Opening> {
  const { store, tenantId } = surroundings;
  return {
    sessionId: interaction.id,
    interactions: [interaction],
    session: { tenant: tenantId, tenantid: tenantId, now, options: optionsOf(store) },
    statistics: asksFigures(version) ? await figuresOf(surroundings) : {},
    clock,
  };
}
