import { quote } from '../quote.js';

/** Where a strategy that is stored here is named in the place of an address. */
const SCHEME = 'scxml:';

const NAME = '[A-Za-z0-9][A-Za-z0-9._-]{0,63}';

/** What a strategy may be called: fit for an address, and for `scxml:<name>@<version>`. */
export const STRATEGY_NAME_PATTERN = `^${NAME}$`;

/** The same in words that follow "must be". */
export const STRATEGY_NAME_VALID =
  '1–64 letters, digits, dots, underscores and hyphens, beginning with a letter or digit';

/** Names of the rules, which have addresses of the same form. */
export const RULES_NAMES = ['engagement-logic', 'chat-routing'] as const;

/** What `scxml:<name>` and `scxml:<name>@<version>` say. */
export interface StrategyReference {
  readonly name: string;
  /** Null for whichever is the newest when a session begins. */
  readonly version: number | null;
}

const REFERENCE = new RegExp(`^${SCHEME}(${NAME})(?:@([1-9]\\d{0,8}))?$`);

/** Reads a reference to a stored strategy; undefined for a text that is none. */
export function readReference(text: string): StrategyReference | undefined {
  const [, name, version] = REFERENCE.exec(text) ?? [];
  return name === undefined
    ? undefined
    : { name, version: version === undefined ? null : Number(version) };
}

/** The text of a reference. */
export const referenceTo = ({ name, version }: StrategyReference): string =>
  `${SCHEME}${name}${version === null ? '' : `@${version}`}`;

/** What is known of a strategy wherever something is decided; its text is read by key. */
export interface KnownStrategy {
  /** The number of its newest version. Of one that was deleted its last: no number names two texts. */
  readonly version: number;
  /** Of the newest version, hexadecimal; null for one that was deleted. */
  readonly sha256: string | null;
}

/** Strategies by their names. */
export type KnownStrategies = ReadonlyMap<string, KnownStrategy>;

/** Why a reference leads nowhere, in words; null for one to what is there. */
export function misfitOfReference(
  { name, version }: StrategyReference,
  strategies: KnownStrategies,
): string | null {
  const known = strategies.get(name);
  if (!known || known.sha256 === null)
    return `there is no strategy ${quote(name)}; push it first (PUT /v1/admin/strategies/${name})`;
  if (version !== null && version > known.version)
    return `the newest version of ${quote(name)} is ${known.version}`;
  return null;
}
