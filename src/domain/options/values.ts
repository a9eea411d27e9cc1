import { CHANNELS, type Channel } from '../interactions/vocabulary.js';
import { isTimeZone } from '../rules/local-time.js';

/** The objects an option value may have to name. */
export interface Known {
  /** Names of the provisioned Interaction Queues. */
  readonly queues: ReadonlySet<string>;
  /** Names of the provisioned agent groups. */
  readonly agentGroups: ReadonlySet<string>;
}

/** The outcome of reading an option value: the value, or what is wrong with it in one clause. */
export type Parsed<T> =
  | {
      readonly ok: true;
      readonly value: T;
      /** How it is stored and shown, where that is not as it was given. */
      readonly text?: string;
    }
  | { readonly ok: false; readonly problem: string };

/** One kind of option value: how it is read, and what is valid in words. */
export interface OptionKind<T> {
  /** The valid values as shown to people, for instance `10–60`. */
  readonly valid: string;
  /** Reads the text form. `known` is absent when a stored, already checked value is read. */
  parse(text: string, known?: Known): Parsed<T>;
}

const ok = <T>(value: T): Parsed<T> => ({ ok: true, value });
const wrong = (problem: string): { ok: false; problem: string } => ({ ok: false, problem });

/** A whole number between two bounds, both included. */
export function integer(min: number, max: number): OptionKind<number> {
  return {
    valid: `${min}–${max}`,
    parse(text) {
      const value = /^(0|[1-9]\d{0,8})$/.test(text) ? Number(text) : Number.NaN;
      return value >= min && value <= max
        ? ok(value)
        : wrong(`is not a whole number from ${min} to ${max}`);
    },
  };
}

/** One of some words; `spellings` are taken for one of them. */
export function word<const T extends string>(
  words: readonly T[],
  spellings: Readonly<Record<string, T>> = {},
): OptionKind<T> {
  const valid = words.join(', ');
  return {
    valid,
    parse(text) {
      const value = words.find((each) => each === text);
      if (value !== undefined) return ok(value);
      const meant = Object.hasOwn(spellings, text) ? spellings[text] : undefined;
      return meant === undefined
        ? wrong(`is none of ${valid}`)
        : { ok: true, value: meant, text: meant };
    },
  };
}

/** `true` or `false`, in lower case. */
export const flag: OptionKind<boolean> = {
  valid: 'true, false',
  parse: (text) =>
    text === 'true' || text === 'false' ? ok(text === 'true') : wrong('is neither true nor false'),
};

/** Letters A–Z a–z, digits, underscore, space; 1–255 characters; no space at either end. */
const QUEUE_NAME = /^(?! )[A-Za-z0-9_ ]{1,255}(?<! )$/;

/** The name of a provisioned Interaction Queue (`wmsg 1.4`, note). */
export const queueName: OptionKind<string> = {
  valid: 'the name of a provisioned Interaction Queue: letters, digits, underscore and space',
  parse(text, known) {
    if (!QUEUE_NAME.test(text)) return wrong('is not a queue name');
    if (known && !known.queues.has(text)) {
      const names = [...known.queues].sort().join(', ');
      return wrong(`is not provisioned; provisioned are: ${names}`);
    }
    return ok(text);
  },
};

/** The name of a provisioned agent group. */
export const agentGroup: OptionKind<string> = {
  valid: 'the name of a provisioned agent group',
  parse(text, known) {
    if (text === '' || text.length > 255) return wrong('is not the name of an agent group');
    if (known && !known.agentGroups.has(text)) {
      const names = [...known.agentGroups].sort().join(', ');
      return wrong(`is not provisioned; provisioned are: ${names || 'none'}`);
    }
    return ok(text);
  },
};

export const channel: OptionKind<Channel> = word(CHANNELS);

/** A key of the user data: 1–128 characters, starting with a letter. */
export const userDataKey: OptionKind<string> = {
  valid: 'a user data key: 1–128 letters, digits, "_", "." or "-", starting with a letter',
  parse: (text) =>
    /^[A-Za-z][A-Za-z0-9_.-]{0,127}$/.test(text) ? ok(text) : wrong('is not such a key'),
};

/** Which keys of the user data: all, none, or some. */
export const keyList: OptionKind<'all' | readonly string[]> = {
  valid: 'all, none, or user data keys separated by commas',
  parse(text) {
    if (text === 'all') return ok('all');
    if (text === 'none') return ok([]);
    const keys = text.split(',').map((key) => key.trim());
    const odd = keys.find((key) => !userDataKey.parse(key).ok);
    return odd === undefined ? ok(keys) : wrong('is neither all, none, nor a list of such keys');
  },
};

/** An IANA time zone, as its rules of daylight saving are known here. */
export const timeZone: OptionKind<string> = {
  valid: 'an IANA time zone, such as Europe/Berlin, or UTC',
  parse: (text) =>
    text.length <= 64 && isTimeZone(text) ? ok(text) : wrong('is not the name of a time zone'),
};

/** A value that may also be left unset (null, or an empty text). */
export function optional<T>(kind: OptionKind<T>): OptionKind<T | null> {
  return {
    valid: `${kind.valid}, or not set`,
    parse: (text, known) => (text === '' ? ok(null) : kind.parse(text, known)),
  };
}
