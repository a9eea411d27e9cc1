import type { Sections } from './kinds.js';

const CHAT = 'chat';
const WEBENGAGEMENT = 'webengagement';

const statistic = (
  Category: string,
  MainMask: string,
  Objects: string,
  MediaType: string,
  Description: string,
) => ({ Category, MainMask, Subject: 'Action', Objects, MediaType, Description });

/** Who handles interactions. */
const HANDLERS = 'Agent, Place, GroupAgents, GroupPlaces, Tenant';
/** Where interactions wait: interaction queues are staging areas to a Stat Server. */
const QUEUES = 'StagingArea';

/**
 * The statistics that provisioning adds to the Stat Server, each an option section of this name.
 * The bodies are our choice: the product's are not public. `docs/provisioning.md` tells why each.
 */
export const STATISTICS: Sections = {
  Chat_Interactions_Abandoned: statistic(
    'TotalNumber',
    'InteractionAbandoned',
    HANDLERS,
    CHAT,
    'Chats that the visitor left before an agent took them.',
  ),
  Chat_Interactions_Accepted: statistic(
    'TotalNumber',
    'InteractionAccepted',
    HANDLERS,
    CHAT,
    'Chats that an agent took when they were offered.',
  ),
  Chat_Interactions_Processed: statistic(
    'TotalNumber',
    'InteractionHandlingInbound',
    HANDLERS,
    CHAT,
    'Chats with a visitor that an agent has finished handling.',
  ),
  Chat_Interactions_Processing_Time: statistic(
    'TotalTime',
    'InteractionHandlingInbound',
    HANDLERS,
    CHAT,
    'Seconds that agents spent handling chats with visitors.',
  ),
  Chat_Interactions_Reactive_Total_Entered: {
    ...statistic(
      'TotalNumber',
      'InteractionEntered',
      QUEUES,
      CHAT,
      'Chats that entered a queue because the visitor asked for one, without an offer.',
    ),
    Filter: '~Webengagement_chat_filter',
  },
  Chat_Total_Entered_Queue: statistic(
    'TotalNumber',
    'InteractionEntered',
    QUEUES,
    CHAT,
    'Chats that entered a queue, offered or asked for.',
  ),
  Interactions_Average_Waiting_Time: statistic(
    'AverageTime',
    'InteractionWait',
    QUEUES,
    `${CHAT}, ${WEBENGAGEMENT}`,
    'Average seconds that an interaction waited in a queue, whatever came of it.',
  ),
  Virtual_Queue_Abandoned: statistic(
    'TotalNumber',
    'CallAbandoned',
    'Queue, GroupQueues',
    CHAT,
    'Chats that the visitor left while they waited in a virtual queue for an agent.',
  ),
  Webengagement_Total_Entered_Queue: statistic(
    'TotalNumber',
    'InteractionEntered',
    QUEUES,
    WEBENGAGEMENT,
    'Engagement attempts that entered a queue: each queue counts one stage of the engagement.',
  ),
};

/** The option section in which a Stat Server keeps its filters. */
export const FILTER_SECTION = 'Filters';

/** The user data key that marks a chat as the outcome of an engagement attempt. */
const ENGAGED_CHAT_KEY = 'WebEngagement.InteractionId';

/** The user data key under which an interaction keeps the rule that found the visit. */
const RULE_KEY = 'WebEngagement.Rule';

/** The filters that provisioning adds to the Stat Server, by name, as expressions. */
export const FILTERS: Readonly<Record<string, string>> = {
  Webengagement_chat_filter: `MediaType=${CHAT} & PairExists("${ENGAGED_CHAT_KEY}","*")`,
  Webengagement_filter: `MediaType=${WEBENGAGEMENT}`,
  Webengagement_rule_TEMPLATE: `MediaType=${WEBENGAGEMENT} & PairExists("${RULE_KEY}","TEMPLATE")`,
};
