import { advise } from './console.js';
import { attempt } from './storage.js';
import type { Texts } from './texts.js';

/** One field of the registration form. */
export interface Field {
  /** `email` and `phone` are kept under the configured keys; any other name is the key itself. */
  readonly name: string;
  readonly label?: string;
  readonly type?: 'text' | 'email' | 'tel' | 'textarea';
  readonly required?: boolean;
  /** As in HTML; fitting for `email`, `phone` and names. */
  readonly autocomplete?: string;
}

/** What a site may set. */
export interface Settings {
  /** The publishable key. */
  readonly key: string;
  /** Where the service is; default: where the script came from. */
  readonly server: string;
  /** The visitor, as the site knows them. */
  readonly visitorId?: string | undefined;
  /** How long an invitation stays on screen, in seconds; 0: until it is answered. */
  readonly displaySeconds: number;
  /** The fields of the registration form by channel. */
  readonly fields: {
    readonly proactiveChat: readonly Field[];
    readonly proactiveCallback: readonly Field[];
  };
  /** Those that differ from the English ones. */
  readonly texts: Partial<Texts>;
  /** `auto` follows the visitor's system. */
  readonly theme: 'auto' | 'light' | 'dark';
  /** `auto` follows the page. */
  readonly direction: 'auto' | 'ltr' | 'rtl';
  /** Whether there is a button to begin a chat: `available` while somebody is there to take it. */
  readonly chatButton: 'none' | 'always' | 'available';
  /** The service and the key, as one name for what is kept and shared in the browser. */
  readonly name: string;
}

/** What is handed in: everything has a default but the key. Attributes are texts, fields and texts JSON. */
export type Given = Partial<Omit<Settings, 'fields' | 'name' | 'visitorId'>> & {
  readonly visitorId?: string | number | null | undefined;
  readonly fields?: Partial<Settings['fields']>;
};

type Member = Exclude<keyof Settings, 'name'>;

/** Numbers and the like where the service wants texts; anything else as it is. */
export function asText(value: unknown): unknown {
  return /^(number|boolean|bigint)$/.test(typeof value) ? String(value) : value;
}

/** What templates write when they have nothing. */
const NOBODY = /^(undefined|null|NaN|\[object .*)$|[{<][{%]/;

const oneOf =
  (...names: readonly unknown[]) =>
  (value: unknown): unknown =>
    names.includes(value) ? value : undefined;
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** An object, or the JSON of one, each member of which `isGood`. */
const objectOf =
  (isGood: (name: string, value: unknown) => boolean) =>
  (value: unknown): unknown => {
    const read = typeof value === 'string' ? attempt(() => JSON.parse(value)) : value;
    const isValid = isObject(read) && Object.entries(read).every((entry) => isGood(...entry));
    return isValid ? read : undefined;
  };

const CHANNEL = /^proactive(Chat|Callback)$/;
const TYPE = /^(text|email|tel|textarea)$/;
const isField = (field: unknown): boolean =>
  isObject(field) &&
  typeof field.name === 'string' &&
  (field.type === undefined || TYPE.test(String(field.type)));

/** Each value as it is used; undefined when it is not valid. */
const READ: Readonly<Record<Member, (value: unknown) => unknown>> = {
  key: (value) => (/^pk_\S+$/.test(String(value)) ? value : undefined),
  server: (value) => /^https?:\/\/[^?#]*[^?#/]/.exec(String(value))?.[0],
  visitorId(value) {
    const text = asText(value);
    return typeof text === 'string' && !NOBODY.test(text) ? text : undefined;
  },
  displaySeconds: (value) => (Number(value) >= 0 ? Number(value) : undefined),
  theme: oneOf('auto', 'light', 'dark'),
  direction: oneOf('auto', 'ltr', 'rtl'),
  chatButton: oneOf('none', 'always', 'available'),
  texts: objectOf((_name, value) => typeof value === 'string'),
  fields: objectOf(
    (name, value) => CHANNEL.test(name) && Array.isArray(value) && value.every(isField),
  ),
};

const attributeOf = (name: string): string =>
  `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

const DEFAULTS = {
  key: '',
  server: '',
  visitorId: undefined,
  displaySeconds: 60,
  theme: 'auto',
  direction: 'auto',
  chatButton: 'none',
} as const;

/** The settings: what was not handed in, or is not valid, which is said, is at its default. */
export function complete(given: object): Settings {
  const read: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    const member = name as Member;
    if (!READ[member]) void advise(`there is no setting ${name}`, 'setting');
    else if (value !== undefined && value !== null && value !== '') {
      const valid = READ[member](value);
      // What is not valid leaves the default in force.
      if (valid !== undefined) read[name] = valid;
      else
        void advise(`${name} (${attributeOf(name)}) is ${JSON.stringify(asText(value))}`, member);
    }
  }
  for (const name of ['key', 'server'] as const)
    if (!(given as Given)[name]) void advise(`${name} is missing`, name);
  const { texts, fields, ...rest } = read as Partial<Settings>;
  const settings = { ...DEFAULTS, ...rest };
  return {
    ...settings,
    name: `${settings.server} ${settings.key}`,
    texts: { ...texts },
    fields: {
      proactiveChat: [{ name: 'email', required: true }, { name: 'FirstName' }],
      proactiveCallback: [{ name: 'phone', required: true }, { name: 'FirstName' }],
      ...fields,
    },
  };
}

/**
 * What the attributes of a script tag say: `data-key`, `data-visitor-id`, `data-theme`, …. Those of
 * others are theirs; one that differs from ours in hyphens only is taken along, so that it is named.
 */
export function readAttributes(dataset: DOMStringMap): object {
  const names = Object.keys(READ).map((name) => name.toLowerCase());
  return Object.fromEntries(
    Object.entries(dataset).filter(([name]) =>
      names.includes(name.replace(/[-_]/g, '').toLowerCase()),
    ),
  );
}
