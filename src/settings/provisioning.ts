import type { AuditEntry, Operator } from '../decisions/audit.js';
import type { Context, Decision } from '../decisions/context.js';
import { withOption } from '../decisions/engaged-clean.js';
import { announce } from '../decisions/messages.js';
import { applyChanges, ofKind } from '../domain/objects/kinds.js';
import { type Plan, type PlanRequest, plan, planInstallation } from '../domain/objects/plan.js';
import type { Line } from '../domain/objects/step.js';
import { checkInstallation, type Self, type TopologyProblem } from '../domain/objects/topology.js';
import { inForce } from '../domain/options/timeline.js';
import type { Store } from '../store/store.js';

/** What a run is asked for. */
export interface ProvisioningRequest {
  readonly application: string;
  readonly overwrite: boolean;
  /** Say what would be done, and write nothing. */
  readonly dryRun: boolean;
}

/** What came of a run: what was done, or why nothing was. */
export type Run =
  | {
      readonly ok: true;
      readonly lines: readonly Line[];
      /** What still does not fit together, as sentences. */
      readonly warnings: readonly string[];
    }
  | ({ readonly ok: false } & TopologyProblem);

/** Creates and corrects everything around the queues, in one transaction. */
export interface Provisioning {
  readonly tenantId: number;
  run(request: ProvisioningRequest, operator: Operator): Promise<Run>;
  /** Completes a new installation: one without any application. Resolves with what was made. */
  install(): Promise<Run | undefined>;
}

export interface ProvisioningDependencies {
  readonly store: Store;
  readonly self: Self;
}

const SYSTEM: Operator = { keyId: 'system', keyName: 'system' };

/** One line of audit for a run: what each changed object was and became. */
function auditOf(
  application: string,
  writes: (Plan & { readonly ok: true })['writes'],
  operator: Operator,
  at: number,
): AuditEntry {
  const side = (which: 'before' | 'after') =>
    Object.fromEntries(
      writes.flatMap((write) => {
        const object = write[which];
        return object ? [[`${object.kind}/${object.name}`, object.properties]] : [];
      }),
    );
  return {
    at,
    ...operator,
    action: 'provisioning.applied',
    target: application,
    before: side('before'),
    after: side('after'),
  };
}

function commit(
  planned: Plan,
  { application, dryRun }: Pick<ProvisioningRequest, 'application' | 'dryRun'>,
  operator: Operator,
  self: Self,
  context: Context,
): Decision<Run> {
  if (!planned.ok) return { result: planned };
  const { lines, writes } = planned;
  const warnings = checkInstallation(applyChanges(context.objects, writes), self);
  const result: Run = { ok: true, lines, warnings };
  if (dryRun || writes.length === 0) return { result };
  const { audits, ...changes } = withOption(writes, operator, context);
  const audit = [...audits, auditOf(application, writes, operator, context.now)];
  return { changes: announce({ ...changes, audit }, context), result };
}

export function createProvisioning({ store, self }: ProvisioningDependencies): Provisioning {
  const { application, tenantId } = self;
  const requestOf = (
    context: Context,
    chosen: Pick<PlanRequest, 'application' | 'overwrite'>,
  ): PlanRequest => ({
    ...chosen,
    tenantId,
    abandonedSeconds: inForce(context.timeline).abandonedTime,
  });

  return {
    tenantId,
    run: ({ dryRun, ...chosen }, operator) =>
      store.apply({}, (context) => {
        const planned = plan(context.objects, requestOf(context, chosen));
        return commit(planned, { ...chosen, dryRun }, operator, self, context);
      }),
    install: () =>
      store.apply<Run | undefined>({}, (context) => {
        if (ofKind(context.objects, 'applications').length > 0) return { result: undefined };
        const request = requestOf(context, { application, overwrite: false });
        const planned = planInstallation(context.objects, request);
        return commit(planned, { application, dryRun: false }, SYSTEM, self, context);
      }),
  };
}
