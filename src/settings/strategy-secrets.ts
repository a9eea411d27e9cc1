import { createWebhookSecret } from '../calls/signing.js';
import type { Signer } from '../calls/verifying.js';
import type { Clock } from '../clock.js';
import type { Operator } from '../decisions/audit.js';
import type { StrategySecret } from '../decisions/credentials.js';
import type { Idempotency } from '../decisions/once.js';
import type { Settings } from '../decisions/settings.js';
import { LIMITS } from '../domain/limits.js';
import { createId } from '../ids.js';
import type { Store } from '../store/store.js';
import { madeOnce } from './once.js';

/** What signs the calls of strategies: the setting, and the secrets made by ops. */
export interface StrategySecrets {
  /** Every good one with its name: the setting first, then the newest. */
  signers(settings: Settings): readonly Signer[];
  /** Newest first; revoked ones included. */
  list(): readonly StrategySecret[];
  /** The text is in the answer, and only in that: once for an idempotent request. */
  create(name: string, operator: Operator, idempotency?: Idempotency): Promise<StrategySecret>;
  /** The revoked secret; undefined when there is none of that id. Revoking twice is a no-op. */
  revoke(id: string, operator: Operator): Promise<StrategySecret | undefined>;
}

/** `setting` is the secret that the process was started with. */
export function createStrategySecrets(
  store: Store,
  clock: Pick<Clock, 'now'>,
  setting: string | undefined,
): StrategySecrets {
  const list = (): readonly StrategySecret[] => store.lastSettings().strategySecrets;
  return {
    signers: ({ strategySecrets }) => [
      ...(setting === undefined ? [] : [{ id: 'setting', secret: setting }]),
      ...strategySecrets.flatMap(({ id, secret }) => (secret === null ? [] : [{ id, secret }])),
    ],
    list,
    async create(name, operator, idempotency) {
      const seed = createId(clock.now());
      const draft = { name, secret: createWebhookSecret() };
      const request = { seed, draft, operator, idempotency };
      const made = await store.apply('makeStrategySecret', request);
      return madeOnce(made, LIMITS.strategySecrets, (id) => list().find((each) => each.id === id));
    },
    revoke: async (id, operator) =>
      (await store.apply('revokeStrategySecret', { id, operator })) ?? undefined,
  };
}
