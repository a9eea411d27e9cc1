import {
  channel,
  flag,
  type Known,
  type OptionKind,
  optional,
  type Parsed,
  queueName,
  seconds,
  userDataKey,
} from './values.js';

interface Definition<T> {
  readonly name: string;
  readonly section: 'service:wmsg' | 'engagement';
  readonly kind: OptionKind<T>;
  /** The text form; an empty text means not set. */
  readonly default: string;
  readonly description: string;
}

const wmsg = <T>(
  name: string,
  kind: OptionKind<T>,
  fallback: string,
  description: string,
): Definition<T> => ({
  section: 'service:wmsg',
  name: `wmsg.connector.${name}`,
  kind,
  default: fallback,
  description,
});

const ours = <T>(
  name: string,
  kind: OptionKind<T>,
  fallback: string,
  description: string,
): Definition<T> => ({
  section: 'engagement',
  name: `engagement.${name}`,
  kind,
  default: fallback,
  description,
});

const queue = (role: string, description: string): Definition<string> =>
  wmsg(`interactionServer.queue${role}`, queueName, `Webengagement_${role}`, description);

/**
 * Every option, once: name, valid values, default, meaning. A change takes effect immediately.
 * The first twelve are the product's (`wmsg 1.1`–`1.12`), in its order; the others are ours.
 */
export const CATALOGUE = {
  engagementExpirationTime: wmsg(
    'engagementExpirationTime',
    seconds(10, 60),
    '30',
    'Seconds from creation within which the invitation must be displayed; later it has expired.',
  ),
  registrationFormExpirationTime: wmsg(
    'registrationFormExpirationTime',
    seconds(10, 1800),
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
  strictEngagementMode: ours(
    'strictEngagementMode',
    flag,
    'true',
    'Whether a visit may have only one live engagement attempt at a time.',
  ),
  queueMissed: ours(
    'queueMissed',
    optional(queueName),
    '',
    'When set: the queue of interactions that expired before they were displayed; otherwise those go to the Failed queue.',
  ),
  abandonedTime: ours(
    'abandonedTime',
    seconds(60, 86_400),
    '600',
    'Seconds from display within which the visitor must answer; later the browser counts as gone and the interaction fails.',
  ),
  strictCategories: ours(
    'strictCategories',
    flag,
    'false',
    'Whether a category given at creation must be a provisioned one.',
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
