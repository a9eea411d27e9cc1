import type { Kind, ObjectOf, Properties } from './kinds.js';

/** An object that must exist, with the properties it has at first; descriptions last, as tables cut. */
export type Definition<K extends Kind = Kind> = Pick<ObjectOf<K>, 'kind' | 'name' | 'properties'>;

const define = <K extends Kind>(
  kind: K,
  name: string,
  properties: Properties[K],
): Definition<K> => ({ kind, name, properties });

/** The agent group that the default strategies route to, and that pacing reads. */
export const AGENT_GROUP = 'Web Engagement Chat';
/** The business attribute whose values are the categories. */
export const CATEGORIES = 'Web Engagement Categories';
/** The business attribute that names what agents see; made by the agents' desktop, never by us. */
export const CASE_DATA = 'Case Data';
/** The queue that the chat endpoint leads to. */
export const CHAT_QUEUE = 'Webengagement_Chat';
/** The endpoint of the Chat Server through which chats of ours come in. */
export const CHAT_ENDPOINT = 'webme';
/** The ending of the names of views that drive cleaning. */
export const CLEAN_ENDING = '.Clean';

/** Seconds in a terminal queue after which what auto-stop left is stopped: a day. */
const TERMINAL_CLEAN_SECONDS = 86_400;

/** The queues in the order of an attempt's life, with what each is for. */
export const QUEUES = {
  Webengagement_Qualified: 'Attempts that wait for the decision of Engagement Logic.',
  Webengagement_Chat: 'Chats that wait for Chat Routing to find an agent.',
  Webengagement_Engaged: 'Attempts whose visitor is being invited.',
  Webengagement_Accepted: 'Attempts whose visitor accepted.',
  Webengagement_Missed: 'Attempts that expired before they were displayed, when it is in use.',
  Webengagement_Rejected: 'Attempts whose visitor declined.',
  Webengagement_Timeout: "Attempts whose invitation timed out in the visitor's browser.",
  Webengagement_Failed: 'Attempts that expired, were cleaned, or were decided against.',
} as const;
export type QueueName = keyof typeof QUEUES;

const CLEANED = {
  Webengagement_Engaged: 600,
  Webengagement_Accepted: TERMINAL_CLEAN_SECONDS,
  Webengagement_Missed: TERMINAL_CLEAN_SECONDS,
  Webengagement_Rejected: TERMINAL_CLEAN_SECONDS,
  Webengagement_Timeout: TERMINAL_CLEAN_SECONDS,
  Webengagement_Failed: TERMINAL_CLEAN_SECONDS,
} as const satisfies Partial<Record<QueueName, number>>;

/** The view whose time is the option `engagement.abandonedTime`. */
export const ENGAGED_CLEAN = `Webengagement_Engaged${CLEAN_ENDING}`;

const strategyView = (name: string, queue: QueueName, description: string) =>
  define('interaction-queue-views', name, {
    queue,
    condition: { minTimeInQueueSeconds: 0 },
    order: 'oldest_first',
    enabled: true,
    checkIntervalSeconds: 1,
    description,
  });

const cleanView = ([queue, minTimeInQueueSeconds]: readonly [string, number]) =>
  define('interaction-queue-views', `${queue}${CLEAN_ENDING}`, {
    queue,
    condition: { minTimeInQueueSeconds },
    order: 'oldest_first',
    enabled: true,
    checkIntervalSeconds: 30,
    description: `What has been in ${queue} for too long, to be cleaned.`,
  });

const STRATEGIES: Readonly<Record<string, string>> = {
  Webengagement_Qualified: 'Engagement Logic: decides which attempts become invitations.',
  Webengagement_Chat: 'Chat Routing: finds an agent for each chat.',
};

const routing = (queue: string) =>
  define('enhanced-routing', `${queue}.Routing`, {
    queue,
    annex: { Application: { url: 'builtin' } },
    description: STRATEGIES[queue] ?? `Cleaning: takes out what is stuck in ${queue}.`,
  });

/** The objects that are provisioning's own, whole: made when absent, replaced with `overwrite`. */
export const OWN_OBJECTS: readonly Definition[] = [
  define('agent-groups', AGENT_GROUP, {
    agents: [],
    description: 'The agents who take the chats of this service.',
  }),
  ...Object.entries(QUEUES).map(([name, description]) =>
    define('interaction-queues', name, { description }),
  ),
  strategyView(
    'Webengagement_Qualified.EngagementLogic.View',
    'Webengagement_Qualified',
    'What Engagement Logic takes its attempts from.',
  ),
  strategyView(
    'Webengagement_Chat.ChatRouting.View',
    'Webengagement_Chat',
    'What Chat Routing takes its chats from.',
  ),
  ...Object.entries(CLEANED).map(cleanView),
  ...Object.keys(QUEUES).map(routing),
];

/** Values that a business attribute must have, among others that are not ours. */
export interface ValueDefinition {
  readonly attribute: string;
  readonly displayName: string;
  /** Whether the attribute is made when it is absent. */
  readonly create: boolean;
  readonly values: Properties['business-attributes']['values'];
}

const displayed = (displayName: string, description: string) => ({ displayName, description });

export const OWN_VALUES: readonly ValueDefinition[] = [
  {
    attribute: CATEGORIES,
    displayName: CATEGORIES,
    create: true,
    values: {
      'PlayGround-Products': displayed('Products', 'The visit looks at products.'),
      'PlayGround-Prices': displayed('Prices', 'The visit compares prices.'),
      'PlayGround-Cart': displayed('Cart', 'The visit has something in its cart.'),
      'PlayGround-Support': displayed('Support', 'The visit looks for help.'),
    },
  },
  {
    attribute: CASE_DATA,
    displayName: CASE_DATA,
    create: false,
    values: {
      'WebEngagement.CurrentWebPage': displayed('Current Web Page', 'The page the visit is on.'),
      'WebEngagement.EngagementStartPage': displayed(
        'Engagement Start Page',
        'The page on which the visit was found worth an offer.',
      ),
    },
  },
];

/** The applications of a new installation, connected; options are provisioning's part. */
export const INSTALLATION: readonly Definition<'applications'>[] = [
  define('applications', 'Web_Engagement_Server', {
    type: 'Web Engagement Server',
    connections: ['Web_Engagement_Cluster', 'Interaction_Server', 'Stat_Server'],
    options: {},
    description: 'This service.',
  }),
  define('applications', 'Web_Engagement_Cluster', {
    type: 'Web Engagement Cluster',
    connections: ['Chat_Server', 'Stat_Server'],
    options: {},
    description: 'What every server of this service has in common.',
  }),
  define('applications', 'Interaction_Server', {
    type: 'Interaction Server',
    connections: [],
    options: {},
    description: 'Keeps the interactions and their queues; part of this service.',
  }),
  define('applications', 'Chat_Server', {
    type: 'Chat Server',
    connections: [],
    options: {},
    description: 'Where accepted chats go.',
  }),
  define('applications', 'Stat_Server', {
    type: 'Stat Server',
    connections: [],
    options: {},
    description: 'Evaluates the statistics that its options define.',
  }),
];
