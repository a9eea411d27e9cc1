import { createWebhookSecret } from '../calls/signing.js';
import type { Signer } from '../calls/verifying.js';
import type { AuditAction, AuditEntry, Operator } from '../decisions/audit.js';
import type { Context } from '../decisions/context.js';
import type { StrategySecret } from '../decisions/credentials.js';
import type { Idempotency } from '../decisions/interactions.js';
import type { Moment } from '../domain/interactions/interaction.js';
import { LIMITS } from '../domain/limits.js';
import { createId } from '../ids.js';
import type { Store } from '../store/store.js';
import { checkRoom, makeOnce, shareUnderWay } from './once.js';

/** What signs the calls of strategies: the setting, and the secrets made by ops. */
export interface StrategySecrets {
  /** Every good one: the setting first, then the newest. */
  current(): readonly string[];
  /** The same, with their names. */
  signers(): readonly Signer[];
  /** Newest first; revoked ones included. */
  list(): readonly StrategySecret[];
  /** The text is in the answer, and only in that: once for an idempotent request. */
  create(name: string, operator: Operator, idempotency?: Idempotency): Promise<StrategySecret>;
  /** The revoked secret; undefined when there is none of that id. Revoking twice is a no-op. */
  revoke(id: string, operator: Operator): Promise<StrategySecret | undefined>;
}

/** The secrets, held in memory: every call of a strategy asks for them, and they are few. */
export async function createStrategySecrets(
  store: Store,
  setting: string | undefined,
): Promise<StrategySecrets> {
  let secrets: readonly StrategySecret[] = [];
  const load = async (): Promise<void> => {
    secrets = await store.strategySecrets();
  };

  async function write(
    action: AuditAction,
    operator: Operator,
    secretAt: (now: Moment) => StrategySecret,
    idempotency?: Idempotency,
  ): Promise<StrategySecret> {
    const make = ({ now }: Context) => {
      const strategySecret = secretAt(now);
      const { id, name } = strategySecret;
      const audit: AuditEntry = {
        at: now,
        ...operator,
        action,
        target: id,
        before: null,
        after: { name },
      };
      return { changes: { strategySecret, audit }, result: strategySecret };
    };
    const find = async (id: string) => {
      await load();
      return secrets.find((each) => each.id === id);
    };
    const secret = await makeOnce(store, idempotency, make, find);
    await load();
    return secret;
  }

  const signers = (): readonly Signer[] => [
    ...(setting === undefined ? [] : [{ id: 'setting', secret: setting }]),
    ...secrets.flatMap(({ id, secret }) => (secret === null ? [] : [{ id, secret }])),
  ];

  await load();
  return {
    current: () => signers().map(({ secret }) => secret),
    signers,
    list: () => secrets,
    create: (name, operator, idempotency) =>
      write(
        'strategy_secret.created',
        operator,
        (now) => {
          const good = secrets.filter(({ revokedAt }) => revokedAt === null);
          checkRoom(LIMITS.strategySecrets, good.length);
          return {
            id: createId(now),
            name,
            secret: createWebhookSecret(),
            createdAt: now,
            revokedAt: null,
          };
        },
        idempotency,
      ),
    revoke: shareUnderWay(async (id, operator) => {
      const known = secrets.find((each) => each.id === id);
      if (known === undefined || known.revokedAt !== null) return known;
      return write('strategy_secret.revoked', operator, (now) => ({
        ...known,
        secret: null,
        revokedAt: now,
      }));
    }),
  };
}
