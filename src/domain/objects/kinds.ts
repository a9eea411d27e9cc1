import { CHANNELS } from '../interactions/vocabulary.js';
import { LIMITS } from '../limits.js';
import { type Static, type TProperties, Type } from '../typebox.js';

/** The kinds of provisioned objects, in the order in which one kind names another. */
export const KINDS = [
  'agent-groups',
  'business-attributes',
  'interaction-queues',
  'interaction-queue-views',
  'enhanced-routing',
  'applications',
] as const;
export type Kind = (typeof KINDS)[number];

/** What one object of a kind is called in a sentence. */
export const KIND_WORDS: Readonly<Record<Kind, string>> = {
  'agent-groups': 'agent group',
  'business-attributes': 'business attribute',
  'interaction-queues': 'interaction queue',
  'interaction-queue-views': 'interaction queue view',
  'enhanced-routing': 'Enhanced Routing object',
  applications: 'application',
};

/** The kinds of applications that provisioning knows its way around. */
export const APPLICATION_TYPES = [
  'Web Engagement Server',
  'Web Engagement Cluster',
  'Interaction Server',
  'Chat Server',
  'Stat Server',
  'Application Cluster',
] as const;
export type ApplicationType = (typeof APPLICATION_TYPES)[number];

/** In which order a view shows what is in its queue. */
const ORDERS = ['oldest_first', 'newest_first'] as const;

const ORDERED_BY = ['placedAt', 'createdAt', 'priority'] as const;

/** Where an Enhanced Routing object keeps the address of its strategy. */
const STRATEGY_SECTION = 'Application';

const text = (description: string, maxLength = 1024) =>
  Type.String({ maxLength, format: 'text', description });

const name = (description: string) =>
  Type.String({
    minLength: 1,
    maxLength: LIMITS.objectName.most,
    pattern: '^[^\\p{C}]+$',
    'x-valid': 'must be printable characters only',
    description,
  });

function mapOf<T>(values: object, description: string) {
  return Type.Unsafe<Readonly<Record<string, T>>>({
    type: 'object',
    maxProperties: LIMITS.entries.most,
    propertyNames: { minLength: 1, maxLength: LIMITS.objectName.most, format: 'text' },
    additionalProperties: values,
    default: {},
    description,
  });
}

const list = (item: ReturnType<typeof name>, description: string, most = LIMITS.entries.most) =>
  Type.Unsafe<readonly string[]>({
    type: 'array',
    items: item,
    maxItems: most,
    uniqueItems: true,
    default: [],
    description,
  });

const word = <const T extends readonly string[]>(
  words: T,
  description: string,
  more: { readonly default?: T[number] } = {},
) => Type.Unsafe<T[number]>({ type: 'string', enum: [...words], description, ...more });

/** Texts that may name a strategy; what they name is judged with the objects. */
const strategyName = (description: string) =>
  Type.String({
    minLength: 1,
    maxLength: LIMITS.address.most,
    pattern: '^(none|builtin|scxml:[^\\s]+|https?://[^\\s/?#]+[^\\s]*)$',
    'x-valid': 'must be none, builtin, scxml:<name> or an http or https address',
    description,
  });

const closed = <T extends TProperties>(properties: T) =>
  Type.Object(properties, { additionalProperties: false });

const description = Type.Optional(text('What it is for.'));

const displayName = Type.Optional(text('What people see; the name when left out.', 255));

const AttributeValue = closed({ displayName, description });

/** Sections of options, as an application keeps them: section → option → text. */
export type Sections = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The properties of each kind, as JSON schemas with the values of what is left out; types derive. */
export const PROPERTIES = {
  'agent-groups': closed({
    description,
    // As many as there can be: each new one becomes a member of some.
    agents: list(name('The user name of an agent.'), 'Its members.', LIMITS.agents.most),
  }),
  'business-attributes': closed({
    description,
    displayName,
    values: mapOf<Static<typeof AttributeValue>>(AttributeValue, 'Its values, by name.'),
  }),
  'interaction-queues': closed({ description }),
  'interaction-queue-views': closed({
    description,
    queue: name('The interaction queue that it looks into.'),
    condition: Type.Object(
      {
        minTimeInQueueSeconds: Type.Integer({
          minimum: 0,
          maximum: 31_536_000,
          default: 0,
          description: 'Shows what has been in the queue for at least that long.',
        }),
        maxTimeInQueueSeconds: Type.Optional(
          Type.Integer({
            minimum: 0,
            maximum: 31_536_000,
            description: 'Shows what has been in the queue for at most that long.',
          }),
        ),
        category: Type.Optional(
          Type.Array(Type.String({ minLength: 1, maxLength: LIMITS.label.most, format: 'text' }), {
            minItems: 1,
            maxItems: LIMITS.ruleValues.most,
            description: 'Shows what has one of these categories.',
          }),
        ),
        channel: Type.Optional(
          Type.Array(word([...CHANNELS, 'none'], 'A channel.'), {
            minItems: 1,
            uniqueItems: true,
            description: 'Shows what has one of these channels; `none` is no wish of the site.',
          }),
        ),
      },
      { additionalProperties: false, default: {} },
    ),
    orderBy: Type.Optional(
      word(
        ORDERED_BY,
        'By what it is ordered: the placement in the queue (when left out), the creation, or the priority; interactions have none, so that is the placement.',
      ),
    ),
    order: word(ORDERS, 'Which comes first.', { default: 'oldest_first' }),
    enabled: Type.Boolean({ default: true, description: 'Whether it shows anything.' }),
    checkIntervalSeconds: Type.Integer({
      minimum: 1,
      maximum: 86_400,
      default: 30,
      description: 'How often it is looked into.',
    }),
  }),
  'enhanced-routing': closed({
    description,
    queue: name('The interaction queue whose strategy it names.'),
    annex: closed({
      [STRATEGY_SECTION]: closed({
        url: strategyName(
          'The strategy: `none`, `builtin`, `scxml:<name>` or `scxml:<name>@<version>` for one that was pushed, or the address of a remote one.',
        ),
        'alternate-url': Type.Optional(
          strategyName('Who decides when that one does not start; as `url`.'),
        ),
      }),
    }),
  }),
  applications: closed({
    description,
    type: word(APPLICATION_TYPES, 'What kind of server it stands for.'),
    connections: list(name('The name of an application.'), 'The applications it connects to.'),
    options: mapOf<Readonly<Record<string, string>>>(
      {
        type: 'object',
        maxProperties: LIMITS.entries.most,
        propertyNames: { minLength: 1, maxLength: LIMITS.objectName.most, format: 'text' },
        additionalProperties: { type: 'string', maxLength: LIMITS.dataValue.most, format: 'text' },
      },
      'Its options: section, then option, then value.',
    ),
  }),
} as const;

export type Properties = { readonly [K in Kind]: Readonly<Static<(typeof PROPERTIES)[K]>> };

/** An object of one kind. */
export interface ObjectOf<K extends Kind> {
  readonly kind: K;
  readonly name: string;
  /** Rises by one with each change. */
  readonly version: number;
  /** Whether provisioning made it, or has taken it over. */
  readonly provisioned: boolean;
  readonly properties: Properties[K];
}

/** A provisioned object of any kind; its kind tells the type of its properties. */
export type AnyObject = { readonly [K in Kind]: ObjectOf<K> }[Kind];

/** One object made, changed or taken away. */
export interface ObjectChange {
  /** Undefined for a new object. */
  readonly before: AnyObject | undefined;
  /** Undefined for one that is taken away. */
  readonly after: AnyObject | undefined;
}

/** Whether a word names a kind. */
export function isKind(word: string): word is Kind {
  return (KINDS as readonly string[]).includes(word);
}

/** The objects of one kind, in the order in which they were made. */
export function ofKind<K extends Kind>(
  objects: readonly AnyObject[],
  kind: K,
): readonly ObjectOf<K>[] {
  return objects.filter((object) => object.kind === kind) as unknown as readonly ObjectOf<K>[];
}

/** The object of a kind and name, or undefined. */
export function find<K extends Kind>(
  objects: readonly AnyObject[],
  kind: K,
  name: string,
): ObjectOf<K> | undefined {
  return ofKind(objects, kind).find((object) => object.name === name);
}

/** The objects after these changes; what is new comes last. */
export function applyChanges(
  objects: readonly AnyObject[],
  changes: readonly ObjectChange[],
): readonly AnyObject[] {
  const keyOf = ({ kind, name }: AnyObject): string => `${kind}/${name}`;
  const all = new Map(objects.map((object) => [keyOf(object), object]));
  for (const { before, after } of changes) {
    if (after) all.set(keyOf(after), after);
    else if (before) all.delete(keyOf(before));
  }
  return [...all.values()];
}

/** The value of an option of an application, or undefined. */
export function optionOf(sections: Sections, section: string, option: string): string | undefined {
  const options = Object.hasOwn(sections, section) ? sections[section] : undefined;
  return options && Object.hasOwn(options, option) ? options[option] : undefined;
}
