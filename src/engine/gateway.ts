import type { Event } from '../domain/interactions/interaction.js';
import { dataFits, isText } from '../domain/interactions/user-data.js';
import { CHANNELS } from '../domain/interactions/vocabulary.js';
import { LIMITS } from '../domain/limits.js';
import type { Misfit } from '../domain/problems.js';

/** Spellings under which strategies send the id. */
const ID_NAMES = ['interactionId', 'ixnId', 'InteractionId'] as const;
/** Members that are understood; every other one is kept as user data. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  ...ID_NAMES,
  'channel',
  'reason',
  'visitID',
  'pageID',
]);
const PAGE_ID = /^[^\p{C}]{1,256}$/u;

export type GatewayMembers = Readonly<Record<string, unknown>>;

/** What the original's gateway is told: its two paths end in these words. */
export const GATEWAY_CALLS = ['engage', 'noengage'] as const;
export type GatewayCallType = (typeof GATEWAY_CALLS)[number];

/** One call of a strategy: which interaction, and what to do with it. */
export interface GatewayCall {
  /** As it was sent; undefined when the call names none. */
  readonly id: string | undefined;
  readonly visitId: string | undefined;
  readonly event: Event & { readonly type: GatewayCallType };
}

/** A call that cannot be understood: every place of it, or the whole when the misfit has no pointer. */
export interface GatewayMisfit {
  readonly misfit: Misfit;
}

/** A member as text; undefined for what is nested too deeply. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

function memberOf(members: GatewayMembers, name: string): string | undefined {
  const value = Object.hasOwn(members, name) ? members[name] : undefined;
  return value === undefined || value === null ? undefined : textOf(value);
}

const wrong = (name: string, detail: string): GatewayMisfit => ({
  misfit: { pointer: name === '' ? '#' : `#/${name}`, detail },
});

/** Reads what strategies for the original send to its gateway, whatever way it came. */
export function readGatewayCall(
  type: GatewayCallType,
  members: GatewayMembers,
): GatewayCall | GatewayMisfit {
  const id = ID_NAMES.map((name) => memberOf(members, name)).find(Boolean);
  const given = memberOf(members, 'channel');
  const channel = CHANNELS.find((name) => name === given);
  if (given !== undefined && channel === undefined)
    return wrong('channel', `must be one of: ${CHANNELS.join(', ')}`);
  const pageId = memberOf(members, 'pageID') || undefined;
  if (pageId !== undefined && !PAGE_ID.test(pageId))
    return wrong('pageID', 'must be at most 256 printable characters');
  const reason = memberOf(members, 'reason');
  if (reason !== undefined && !isText(reason))
    return wrong('reason', 'must be well-formed Unicode text without NUL');
  const rest = Object.entries(members)
    .filter(([name]) => !UNDERSTOOD.has(name))
    .map(([name, value]) => [name, textOf(value)] as const);
  if (rest.some(([, value]) => value === undefined)) return wrong('', 'is nested too deeply');
  const userData = Object.fromEntries(rest.map(([name, value]) => [name, value ?? '']));
  if (!dataFits(userData))
    return wrong(
      '',
      'may have at most 64 more members, names of 1–128 characters, values of 4,096, 16 KiB in all; well-formed text without NUL',
    );
  const kept = { userData, pageId };
  // A character may be of two units, and the end between them.
  const detail = reason?.slice(0, LIMITS.reasonDetail.most).toWellFormed();
  return {
    id,
    visitId: memberOf(members, 'visitID'),
    event: type === 'engage' ? { type, channel, ...kept } : { type, detail, ...kept },
  };
}
