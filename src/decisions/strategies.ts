import { LIMITS } from '../domain/limits.js';
import { usersOfStrategy } from '../domain/objects/strategy-uses.js';
import type { User } from '../domain/objects/uses.js';
import type { KnownStrategy } from '../domain/strategies/reference.js';
import type { StrategyVersion } from '../domain/strategies/version.js';
import type { AuditEntry, Operator } from './audit.js';
import type { Decided } from './context.js';
import { type Deciding, decision, NOTHING_READ } from './decision.js';

/** How operators change strategies: the writer, and the version they expect to replace. */
export interface StrategyWrite {
  readonly operator: Operator;
  readonly expectedVersion?: number | undefined;
}

/** A bundle without errors, to become the newest version. */
export interface StrategyRequest extends StrategyWrite {
  readonly strategy: Omit<StrategyVersion, 'version' | 'at' | 'by'>;
}

/** Why a strategy stays as it is. */
export type StrategyRefusal =
  | { readonly code: 'not_found' }
  | { readonly code: 'precondition_failed'; readonly version: number | null }
  | { readonly code: 'too_many_strategies' }
  | { readonly code: 'object_in_use'; readonly users: readonly User[] };

/** What came of a push; `isNew` tells a name that was not there. */
export type StrategyOutcome =
  | {
      readonly ok: true;
      /** The number of the version in force. */
      readonly version: number;
      /** Whether that is a new version; the text in force again makes none. */
      readonly isChanged: boolean;
      readonly isNew: boolean;
    }
  | { readonly ok: false; readonly refusal: StrategyRefusal };

/** What came of a deletion; `version` was the newest. */
export type RemovalOutcome =
  | { readonly ok: true; readonly version: number }
  | { readonly ok: false; readonly refusal: StrategyRefusal };

const refused = (refusal: StrategyRefusal) => ({ result: { ok: false, refusal } }) as const;

/** The strategy of a name that is there. */
function inForce(name: string, { settings }: Deciding): KnownStrategy | undefined {
  const known = settings.strategies.get(name);
  return known?.sha256 === null ? undefined : known;
}

function isStale(known: KnownStrategy | undefined, { expectedVersion }: StrategyWrite): boolean {
  return expectedVersion !== undefined && expectedVersion !== known?.version;
}

/** By its hash: the audit holds no text. */
const shown = (known: KnownStrategy | undefined) =>
  known ? { version: known.version, sha256: known.sha256 } : null;

/** Makes a bundle the newest version of a strategy; the one in force again makes none. */
function decidePut(
  { strategy, ...write }: StrategyRequest,
  context: Deciding,
): Decided<StrategyOutcome> {
  const { settings, now } = context;
  const { name, sha256 } = strategy;
  const before = inForce(name, context);
  if (isStale(before, write))
    return refused({ code: 'precondition_failed', version: before?.version ?? null });
  if (before?.sha256 === sha256)
    return {
      result: { ok: true, version: before.version, isChanged: false, isNew: false },
    };
  const many = [...settings.strategies.values()].filter((each) => each.sha256 !== null).length;
  if (before === undefined && many >= LIMITS.strategies.most)
    return refused({ code: 'too_many_strategies' });
  const version = (settings.strategies.get(name)?.version ?? 0) + 1;
  const { operator } = write;
  const entry: AuditEntry = {
    at: now,
    ...operator,
    action: 'strategy.changed',
    target: name,
    before: shown(before),
    after: { version, sha256 },
  };
  return {
    changes: [
      { kind: 'strategy', version: { ...strategy, version, at: now, by: operator.keyName } },
      { kind: 'audit', entry },
    ],
    result: { ok: true, version, isChanged: true, isNew: before === undefined },
  };
}

/** A strategy that is to go, unless something routes to it. */
export interface StrategyRemoval extends StrategyWrite {
  readonly name: string;
  /** Who decides on what is Qualified by the configuration of the process. */
  readonly setting?: string | undefined;
}

function decideRemoval(
  { name, setting, ...write }: StrategyRemoval,
  context: Deciding,
): Decided<RemovalOutcome> {
  const before = inForce(name, context);
  if (before === undefined) return refused({ code: 'not_found' });
  if (isStale(before, write))
    return refused({ code: 'precondition_failed', version: before.version });
  const users = usersOfStrategy(name, context.settings.objects, setting);
  if (users.length > 0) return refused({ code: 'object_in_use', users });
  const entry: AuditEntry = {
    at: context.now,
    ...write.operator,
    action: 'strategy.deleted',
    target: name,
    before: shown(before),
    after: null,
  };
  return {
    changes: [
      { kind: 'strategy_removal', name },
      { kind: 'audit', entry },
    ],
    result: { ok: true, version: before.version },
  };
}

export const STORED_STRATEGY_DECISIONS = {
  putStrategy: decision(NOTHING_READ, decidePut),
  removeStrategy: decision(NOTHING_READ, decideRemoval),
};
