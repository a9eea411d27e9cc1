import type { Clock } from '../clock.js';
import { type Operator, SYSTEM } from '../decisions/audit.js';
import type { ProvisioningRequest, Run } from '../decisions/provisioning.js';
import type { Self } from '../domain/objects/topology.js';
import { createId } from '../ids.js';
import type { Store } from '../store/store.js';

/** Creates and corrects everything around the queues, in one transaction. */
export interface Provisioning {
  readonly tenantId: number;
  run(request: ProvisioningRequest, operator: Operator): Promise<Run>;
  /** Completes a new installation: one without any application. Null when there is one. */
  install(): Promise<Run | null>;
}

export interface ProvisioningDependencies {
  readonly store: Store;
  readonly clock: Pick<Clock, 'now'>;
  readonly self: Self;
}

export function createProvisioning({ store, clock, self }: ProvisioningDependencies): Provisioning {
  const seed = (): string => createId(clock.now());
  return {
    tenantId: self.tenantId,
    run: (request, operator) => store.apply('provision', { seed: seed(), self, operator, request }),
    install: () => store.apply('install', { seed: seed(), self, operator: SYSTEM }),
  };
}
