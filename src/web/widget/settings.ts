import { TEXTS, type Texts } from './texts.js';

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
  readonly texts: Texts;
  /** `auto` follows the visitor's system. */
  readonly theme: 'auto' | 'light' | 'dark';
  /** `auto` follows the page. */
  readonly direction: 'auto' | 'ltr' | 'rtl';
}

/** What is handed in: everything has a default but the key. */
export type Given = Partial<Omit<Settings, 'texts' | 'fields'>> & {
  readonly texts?: Partial<Texts>;
  readonly fields?: Partial<Settings['fields']>;
};

const DEFAULT_DISPLAY_SECONDS = 60;

/** The settings, each that was not handed in at its default. */
export function complete(given: Given): Settings {
  const { texts, fields, ...rest } = given;
  return {
    key: '',
    server: '',
    displaySeconds: DEFAULT_DISPLAY_SECONDS,
    theme: 'auto',
    direction: 'auto',
    ...rest,
    texts: { ...TEXTS, ...texts },
    fields: {
      proactiveChat: [{ name: 'email', required: true }, { name: 'FirstName' }],
      proactiveCallback: [{ name: 'phone', required: true }, { name: 'FirstName' }],
      ...fields,
    },
  };
}

/** What the attributes of a script tag say: `data-key`, `data-visitor-id`, `data-theme`, …. */
export function readAttributes({ src, dataset }: HTMLScriptElement): Given {
  const { key, visitorId, displaySeconds, theme, texts, fields } = dataset;
  return {
    server: serverOf(src),
    ...(key && { key }),
    ...(visitorId && { visitorId }),
    ...(displaySeconds && { displaySeconds: Number(displaySeconds) }),
    ...(theme && { theme: theme as Settings['theme'] }),
    ...(texts && { texts: JSON.parse(texts) as Partial<Texts> }),
    ...(fields && { fields: JSON.parse(fields) as Partial<Settings['fields']> }),
  };
}

/** The service that an address of the widget is of. */
export function serverOf(address: string): string {
  return new URL('.', address).href.slice(0, -1);
}
