import { type Definition, ours, wmsg } from './definition.js';
import { PACING_OPTIONS } from './pacing.js';
import {
  channel,
  flag,
  integer,
  type Known,
  keyList,
  optional,
  type Parsed,
  queueName,
  timeZone,
  userDataKey,
  word,
} from './values.js';

const engagement = ours('engagement');
const agents = ours('agents');
const chat = ours('chat');

const queue = (role: string, description: string): Definition<string> =>
  wmsg(`interactionServer.queue${role}`, queueName, `Webengagement_${role}`, description);

/**
 * Every option, once: name, valid values, default, meaning. A change takes effect immediately.
 * The first twelve are the product's (`wmsg 1.1`–`1.12`), in its order; the others are ours.
 */
export const CATALOGUE = {
  engagementExpirationTime: wmsg(
    'engagementExpirationTime',
    integer(10, 60),
    '30',
    'Seconds from creation within which the invitation must be displayed; later it has expired.',
  ),
  registrationFormExpirationTime: wmsg(
    'registrationFormExpirationTime',
    integer(10, 1800),
    '120',
    'Seconds from acceptance within which the registration form must be completed. Later the attempt is invalid: the visit may be invited again, and the form is still taken as completed late.',
  ),
  autoStop: wmsg(
    'interactionServer.autoStopWebengagementIntr',
    flag,
    'true',
    'Whether an interaction is stopped in the moment it reaches a terminal queue. Otherwise it stays active there until it is stopped or cleaned.',
  ),
  queueAccepted: queue('Accepted', 'The queue of interactions whose visitor accepted.'),
  queueEngaged: queue('Engaged', 'The queue of interactions whose visitor is being invited.'),
  queueFailed: queue(
    'Failed',
    'The queue of interactions that expired, were cleaned, or that the strategy decided against.',
  ),
  queueQualified: queue('Qualified', 'The queue in which every new interaction is placed.'),
  queueRejected: queue('Rejected', 'The queue of interactions whose visitor declined.'),
  queueTimeout: queue(
    'Timeout',
    "The queue of interactions whose invitation timed out in the visitor's browser.",
  ),
  defaultEngagementChannel: wmsg(
    'defaultEngagementChannel',
    optional(channel),
    '',
    'The channel that the built-in strategy gives every engagement; while set, agent availability is not looked at. For development, not for production.',
  ),
  userIdentifier: wmsg(
    'userIdentifier',
    userDataKey,
    'EmailAddress',
    'The user data key whose value identifies the contact.',
  ),
  phoneNumber: wmsg(
    'phoneNumber',
    userDataKey,
    'PhoneNumber',
    'The user data key from which the phone number is taken; a callback form without it is refused.',
  ),
  strictEngagementMode: engagement(
    'strictEngagementMode',
    flag,
    'true',
    'Whether a visit may have only one live engagement attempt at a time.',
  ),
  queueMissed: engagement(
    'queueMissed',
    optional(queueName),
    '',
    'When set: the queue of interactions that expired before they were displayed; otherwise those go to the Failed queue.',
  ),
  abandonedTime: engagement(
    'abandonedTime',
    integer(60, 86_400),
    '600',
    'Seconds from display within which the visitor must answer; later the browser counts as gone and the interaction fails.',
  ),
  strictCategories: engagement(
    'strictCategories',
    flag,
    'false',
    'Whether a category given at creation must be a provisioned one.',
  ),
  chatCapacity: agents(
    'chatCapacity',
    integer(1, 25),
    '3',
    'How many chats an agent takes at a time who has no capacity of their own.',
  ),
  presenceTimeout: agents(
    'presenceTimeout',
    integer(15, 600),
    '60',
    'Seconds after which an agent counts as gone of whose client nothing was heard: logged out, and offered nothing.',
  ),
  afterMissedOffer: agents(
    'afterMissedOffer',
    word(['none', 'notready', 'logout'] as const),
    'notready',
    'What becomes of an agent who was shown an offer and let it expire; an agent with open chats is not logged out, but is not ready any more.',
  ),
  wrapUpTime: agents(
    'wrapUpTime',
    integer(0, 3600),
    '0',
    'Seconds that an agent keeps the place of an ended chat for finishing it; 0 for none.',
  ),
  chatAutomatic: chat(
    'automatic',
    word(['auto', 'true', 'false'] as const),
    'auto',
    'Whether accepted invitations to a chat become chats here once their form is completed; `auto` as soon as there is an agent.',
  ),
  copyUserData: chat(
    'copyUserData',
    keyList,
    'all',
    'Which user data of its interaction a chat gets: all, none, or the keys named, separated by commas.',
  ),
  whenNoAgents: chat(
    'whenNoAgents',
    word(['refuse', 'queue'] as const),
    'refuse',
    'What becomes of a new chat while no agent of its group is ready, or has chats to end.',
  ),
  offerTime: chat(
    'offerTime',
    integer(5, 300),
    '30',
    'Seconds that a chat rings at one agent; afterwards it is offered to others, and for so long not to that one.',
  ),
  maxWaitTime: chat(
    'maxWaitTime',
    integer(30, 86_400),
    '600',
    'Seconds that a visitor waits for an agent; afterwards the chat ends unanswered.',
  ),
  maxWaiting: chat(
    'maxWaiting',
    integer(0, 10_000),
    '100',
    'How many chats may wait in one queue; another is refused.',
  ),
  visitorLostTime: chat(
    'visitorLostTime',
    integer(15, 600),
    '60',
    'Seconds after which a visitor counts as gone of whose browser nothing was heard: a waiting chat ends abandoned.',
  ),
  agentLostTime: chat(
    'agentLostTime',
    integer(0, 600),
    '60',
    'Seconds that a chat waits for its agent to come back whose connection was lost, before it is queued again.',
  ),
  inactivityTime: chat(
    'inactivityTime',
    integer(0, 86_400),
    '1800',
    'Seconds without a message after which a chat ends; 0 for never.',
  ),
  chatSelection: chat(
    'selection',
    word(['least_busy', 'longest_idle'] as const),
    'least_busy',
    'Which of several free agents is offered a chat.',
  ),
  stickyTime: chat(
    'stickyTime',
    integer(0, 2_592_000),
    '0',
    "Seconds for which the agent of a visitor's last chat is preferred for the next; 0 for never.",
  ),
  shortAbandonTime: chat(
    'shortAbandonTime',
    integer(0, 60),
    '5',
    'Seconds of waiting within which a visitor who goes does not count as one who gave up.',
  ),
  serviceLevelTime: chat(
    'serviceLevelTime',
    integer(1, 3600),
    '20',
    'Seconds of waiting within which a chat should be taken.',
  ),
  serviceLevelGoal: chat(
    'serviceLevelGoal',
    integer(1, 100),
    '80',
    'Percent of chats that should be taken within `chat.serviceLevelTime`.',
  ),
  ...PACING_OPTIONS,
  timeZone: ours('statistics')(
    'timeZone',
    timeZone,
    'UTC',
    'The time zone in which the day begins over which statistics grow.',
  ),
} as const;

export type OptionKey = keyof typeof CATALOGUE;
/** The typed value of every option. */
export type OptionValues = {
  readonly [K in OptionKey]: (typeof CATALOGUE)[K] extends Definition<infer T> ? T : never;
};

export const OPTION_KEYS = Object.keys(CATALOGUE) as OptionKey[];

const KEY_BY_NAME = new Map(OPTION_KEYS.map((key) => [CATALOGUE[key].name, key]));

/** The catalogue key of an option's full name, or undefined for an unknown one. */
export function optionKey(name: string): OptionKey | undefined {
  return KEY_BY_NAME.get(name);
}

/** Reads the text form of one option; `known` also checks that named objects exist. */
export function parseOption(key: OptionKey, text: string, known?: Known): Parsed<unknown> {
  return CATALOGUE[key].kind.parse(text, known);
}

/** Typed values from text forms; what is not given, or no longer readable, has its default. */
export function parseOptions(texts: Readonly<Partial<Record<OptionKey, string>>>): OptionValues {
  const value = (key: OptionKey): unknown => {
    const stored = texts[key];
    const parsed = stored === undefined ? undefined : parseOption(key, stored);
    const chosen = parsed?.ok ? parsed : parseOption(key, CATALOGUE[key].default);
    if (!chosen.ok) throw new Error(`the default of ${key} is not valid`);
    return chosen.value;
  };
  return Object.fromEntries(OPTION_KEYS.map((key) => [key, value(key)])) as unknown as OptionValues;
}
