import { applyChanges, ofKind } from '../domain/objects/kinds.js';
import { type Plan, type PlanRequest, plan, planInstallation } from '../domain/objects/plan.js';
import type { Line } from '../domain/objects/step.js';
import { checkInstallation, type Self, type TopologyProblem } from '../domain/objects/topology.js';
import { inForce } from '../domain/options/timeline.js';
import type { AuditEntry, Operator } from './audit.js';
import type { Decided } from './context.js';
import { type Deciding, decision, NOTHING_READ } from './decision.js';
import { withOption } from './engaged-clean.js';
import { announce } from './messages.js';

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
  context: Deciding,
): Decided<Run> {
  if (!planned.ok) return { result: planned };
  const { lines, writes } = planned;
  const warnings = checkInstallation(applyChanges(context.settings.objects, writes), self);
  const result: Run = { ok: true, lines, warnings };
  if (dryRun || writes.length === 0) return { result };
  const entry = auditOf(application, writes, operator, context.now);
  const changes = [...withOption(writes, operator, context), { kind: 'audit', entry } as const];
  return { changes: announce(changes, context), result };
}

/** A run by a process that knows its own name and tenant. */
export interface Requested {
  readonly seed: string;
  readonly self: Self;
  readonly operator: Operator;
}

const requestOf = (
  { self }: Requested,
  { settings }: Deciding,
  chosen: Pick<PlanRequest, 'application' | 'overwrite'>,
): PlanRequest => ({
  ...chosen,
  tenantId: self.tenantId,
  abandonedSeconds: inForce(settings.timeline).abandonedTime,
});

/** Creates and corrects everything around the queues. */
function decideRun(
  args: Requested & { readonly request: ProvisioningRequest },
  context: Deciding,
): Decided<Run> {
  const { request, operator, self } = args;
  const planned = plan(context.settings.objects, requestOf(args, context, request));
  return commit(planned, request, operator, self, context);
}

/** Completes a new installation: one without any application; null when there is one. */
function decideInstallation(args: Requested, context: Deciding): Decided<Run | null> {
  const { objects } = context.settings;
  if (ofKind(objects, 'applications').length > 0) return { result: null };
  const { application } = args.self;
  const request = requestOf(args, context, { application, overwrite: false });
  const planned = planInstallation(objects, request);
  return commit(planned, { application, dryRun: false }, args.operator, args.self, context);
}

export const PROVISIONING_DECISIONS = {
  provision: decision(NOTHING_READ, decideRun),
  install: decision(NOTHING_READ, decideInstallation),
};
