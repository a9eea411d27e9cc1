import { LIMITS, type Limit } from '../domain/limits.js';
import type { AuditAction, AuditEntry, Operator } from './audit.js';
import type { Change } from './change.js';
import type { Decided } from './context.js';
import type { ApiKey, PublishableKey, StrategySecret } from './credentials.js';
import { type Deciding, decision, NOTHING_READ } from './decision.js';
import { type Idempotency, type Made, makeOnce } from './once.js';
import { isGood, type Settings } from './settings.js';

/*
 * What ops hand out and take back: API keys, publishable keys, secrets of strategies. They are made
 * once for an idempotent request, only so many are good at a time, and revoked they stay listed.
 */

/** The name of the key that the operator of the process holds; no other may have it. */
export const ADMIN = 'admin';

/** What every credential has. */
export interface Credential {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly revokedAt: number | null;
}

/** What is different about a sort of credentials. */
interface Sort<T extends Credential> {
  readonly kind: 'api_key' | 'publishable_key' | 'strategy_secret';
  readonly limit: Limit;
  /** The name of the one that the process is never without, however many there are. */
  readonly always?: string;
  /** Newest first; revoked ones included. */
  all(settings: Settings): readonly T[];
  change(credential: T): Change;
  /** What the audit has of it: nothing that is good for anything. */
  shown(credential: T): object;
  /** What is left of it besides, once it is revoked. */
  readonly revoked?: Partial<T>;
}

const API_KEYS: Sort<ApiKey> = {
  kind: 'api_key',
  limit: LIMITS.apiKeys,
  always: ADMIN,
  all: ({ apiKeys }) => apiKeys,
  change: (key) => ({ kind: 'api_key', key }),
  shown: ({ name, prefix, scopes }) => ({ name, prefix, scopes }),
};

const PUBLISHABLE_KEYS: Sort<PublishableKey> = {
  kind: 'publishable_key',
  limit: LIMITS.publishableKeys,
  all: ({ publishableKeys }) => publishableKeys,
  change: (key) => ({ kind: 'publishable_key', key }),
  shown: ({ name, origins }) => ({ name, origins }),
};

const STRATEGY_SECRETS: Sort<StrategySecret> = {
  kind: 'strategy_secret',
  limit: LIMITS.strategySecrets,
  all: ({ strategySecrets }) => strategySecrets,
  change: (secret) => ({ kind: 'strategy_secret', secret }),
  shown: ({ name }) => ({ name }),
  revoked: { secret: null },
};

/** A credential to make, of which everything is known but its id and its moments. */
export interface MakingRequest<T extends Credential> {
  readonly seed: string;
  readonly draft: Omit<T, 'id' | 'createdAt' | 'revokedAt'>;
  readonly operator: Operator;
  readonly idempotency?: Idempotency | undefined;
}

/** Which credential, and who asks. */
export interface OnCredential {
  readonly id: string;
  readonly operator: Operator;
}

function written<T extends Credential>(
  sort: Sort<T>,
  credential: T,
  verb: 'created' | 'revoked' | 'restored',
  operator: Operator,
  at: number,
): readonly Change[] {
  const action = `${sort.kind}.${verb}` as AuditAction;
  const after = sort.shown(credential);
  const entry: AuditEntry = { at, ...operator, action, target: credential.id, before: null, after };
  return [sort.change(credential), { kind: 'audit', entry }];
}

const making = <T extends Credential>(sort: Sort<T>) =>
  decision(
    ({ idempotency }: MakingRequest<T>) => ({ answer: idempotency }),
    ({ draft, operator, idempotency }: MakingRequest<T>, context): Decided<Made<T>> => {
      const { now, settings } = context;
      const there = sort.all(settings).filter(isGood).length;
      const isFull = draft.name !== sort.always && there >= sort.limit.most;
      return makeOnce(idempotency, context, isFull ? 'too_many' : null, () => {
        const id = context.newId();
        const credential = { ...draft, id, createdAt: now, revokedAt: null } as unknown as T;
        return {
          changes: written(sort, credential, 'created', operator, now),
          result: credential,
        };
      });
    },
  );

/** Makes a credential void, or good again; null when there is none, the same when it is so already. */
function turn<T extends Credential>(
  sort: Sort<T>,
  { id, operator }: OnCredential,
  isVoid: boolean,
  { now, settings }: Deciding,
): Decided<T | null> {
  const credential = sort.all(settings).find((each) => each.id === id);
  if (credential === undefined || isGood(credential) !== isVoid)
    return { result: credential ?? null };
  const turned = isVoid
    ? { ...credential, ...sort.revoked, revokedAt: now }
    : { ...credential, revokedAt: null };
  const verb = isVoid ? 'revoked' : 'restored';
  return { changes: written(sort, turned, verb, operator, now), result: turned };
}

const revoking = <T extends Credential>(sort: Sort<T>) =>
  decision(NOTHING_READ, (on: OnCredential, context) => turn(sort, on, true, context));

export const KEY_DECISIONS = {
  makeApiKey: making(API_KEYS),
  revokeApiKey: revoking(API_KEYS),
  /** Makes an admin key good again that was replaced and is preset once more. */
  restoreApiKey: decision(NOTHING_READ, (on: OnCredential, context) =>
    turn(API_KEYS, on, false, context),
  ),
  makePublishableKey: making(PUBLISHABLE_KEYS),
  revokePublishableKey: revoking(PUBLISHABLE_KEYS),
  makeStrategySecret: making(STRATEGY_SECRETS),
  revokeStrategySecret: revoking(STRATEGY_SECRETS),
};
