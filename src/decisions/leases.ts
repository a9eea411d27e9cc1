import type { Hold, Interaction, Moment } from '../domain/interactions/interaction.js';
import { advance } from '../domain/interactions/transition.js';
import { isHeld, type Lease, leaseEnd } from '../domain/leases/lease.js';
import { isSeen, lookThrough, placedAt } from '../domain/leases/look.js';
import { type Deciders, type Permit, type PullRefusal, permitOf } from '../domain/leases/permit.js';
import { inForce } from '../domain/options/timeline.js';
import type { Change, LeaseChange } from './change.js';
import type { Decided, Waiting } from './context.js';
import { type Deciding, decision } from './decision.js';
import { changeOf } from './interaction-change.js';
import { announce } from './messages.js';
import type { Settings } from './settings.js';

/** Something that was handed out: it is the puller's until then, unless somebody decides on it. */
export interface Handed {
  readonly leaseId: string;
  /** The end of the lease, or the deadline of the interaction when that is earlier. */
  readonly leasedUntil: Moment;
  /** How often it was handed out, this time included. */
  readonly deliveries: number;
  readonly interaction: Interaction;
}

export interface PullRequest {
  readonly seed: string;
  readonly view: string;
  readonly keyId: string;
  /** Interactions at most. */
  readonly max: number;
  readonly leaseMs: number;
  /** Who decides on what is Qualified, when the process configuration says so. */
  readonly setting?: string | undefined;
  /** As `PulledRequest` has them. */
  readonly after?: string | undefined;
  readonly among?: readonly string[] | undefined;
}

/** What came of a pull; `next` is where there may be more. */
export type PullOutcome =
  | { readonly items: readonly Handed[]; readonly next: string | null }
  | { readonly refusal: PullRefusal };

/** Which lease, and whose: the key that pulled. */
export interface OnLease {
  readonly leaseId: string;
  readonly keyId: string;
}

export type LeaseRefusal =
  | { readonly code: 'not_found' | 'forbidden' }
  | { readonly code: 'lease_expired'; readonly interaction: Interaction };

/** The permit of a view, by what operators set. */
export function permitIn(
  { objects, timeline }: Settings,
  view: string,
  setting: string | undefined,
): ReturnType<typeof permitOf> {
  const deciders: Deciders = { objects, options: inForce(timeline), setting };
  return permitOf(view, deciders);
}

/** Puts one on lease; null for what is not to be handed out as it stands now. */
function handOut(
  { interaction, deliveries }: Waiting,
  { view, states }: Permit,
  { keyId, leaseMs }: PullRequest,
  { now, settings, newId }: Deciding,
): { readonly change: LeaseChange; readonly handed: Handed } | null {
  const { queue, stoppedAt, hold } = interaction;
  const isThere = queue === view.properties.queue && stoppedAt === null && !isHeld(hold, now);
  const look = lookThrough(view, states, now);
  if (!isThere || !isSeen(look, { ...interaction, placedAt: placedAt(interaction) })) return null;
  const lease: Lease = {
    id: newId(),
    interactionId: interaction.id,
    view: view.name,
    keyId,
    delivery: deliveries + 1,
    leasedAt: now,
  };
  const after: Hold = { lease: lease.id, until: now + leaseMs };
  return {
    change: { kind: 'lease', lease, before: hold, after },
    handed: handedOf(lease, { ...interaction, hold: after }, after.until, settings),
  };
}

const handedOf = (
  { id, delivery }: Lease,
  interaction: Interaction,
  until: Moment,
  { timeline }: Settings,
): Handed => ({
  leaseId: id,
  leasedUntil: leaseEnd(until, interaction, timeline),
  deliveries: delivery,
  interaction,
});

/** Hands out what waits, each to one puller; what is due is settled instead. */
function decidePull(args: PullRequest, context: Deciding): Decided<PullOutcome> {
  const { settings, now, pulled } = context;
  const permit = permitIn(settings, args.view, args.setting);
  if ('refusal' in permit) return { result: permit };
  const changes: Change[] = [];
  const items: Handed[] = [];
  for (const waiting of pulled.waiting) {
    if (items.length === args.max) break;
    const settled = advance(waiting.interaction, null, settings.timeline, now);
    if (settled.facts.length > 0) {
      changes.push(changeOf(waiting.interaction, settled, context));
      continue;
    }
    const out = handOut(waiting, permit, args, context);
    if (out === null) continue;
    changes.push(out.change);
    items.push(out.handed);
  }
  return { changes: announce(changes, context), result: { items, next: pulled.next } };
}

/** Something done to a lease that is still there, by who has it; what is due is settled first. */
function onHeld<R extends object>(
  { keyId }: OnLease,
  context: Deciding,
  act: (
    lease: Lease,
    interaction: Interaction,
    hold: Hold,
  ) => { readonly after: Hold | null; readonly result: R },
): Decided<R | { readonly refusal: LeaseRefusal }> {
  const { current, lease, settings, now } = context;
  if (lease === null || current === null) return { result: { refusal: { code: 'not_found' } } };
  const settled = advance(current, null, settings.timeline, now);
  const { interaction, facts } = settled;
  if (facts.length > 0) {
    const change = changeOf(current, settled, context);
    return {
      changes: announce([change], context),
      result: { refusal: { code: 'lease_expired', interaction: change.after } },
    };
  }
  const { hold } = interaction;
  if (hold?.lease !== lease.id || !isHeld(hold, now))
    return { result: { refusal: { code: 'lease_expired', interaction } } };
  if (lease.keyId !== keyId) return { result: { refusal: { code: 'forbidden' } } };
  const { after, result } = act(lease, interaction, hold);
  return { changes: [{ kind: 'lease', lease, before: hold, after }], result };
}

/** Lets a lease last for so long from now on; never shorter than it would anyway. */
function decideExtension(
  args: OnLease & { readonly leaseMs: number },
  context: Deciding,
): Decided<Handed | { readonly refusal: LeaseRefusal }> {
  return onHeld(args, context, (lease, interaction, { until }) => {
    const after: Hold = { lease: lease.id, until: Math.max(until, context.now + args.leaseMs) };
    return {
      after,
      result: handedOf(lease, { ...interaction, hold: after }, after.until, context.settings),
    };
  });
}

/** A lease that was given back: from when on others get what it was on. */
export interface Released {
  readonly leaseId: string;
  readonly availableAt: Moment;
}

/** Gives back what a lease is on, to be handed out again at once or after a while. */
function decideRelease(
  args: OnLease & { readonly delayMs: number },
  context: Deciding,
): Decided<Released | { readonly refusal: LeaseRefusal }> {
  return onHeld(args, context, ({ id }) => {
    const availableAt = context.now + args.delayMs;
    return {
      after: args.delayMs === 0 ? null : { lease: null, until: availableAt },
      result: { leaseId: id, availableAt },
    };
  });
}

const onLease = ({ leaseId }: OnLease) => ({ lease: leaseId });

export const LEASE_DECISIONS = {
  pull: decision<PullRequest, PullOutcome>(
    ({ view, max, after, among }) => ({ pulled: { view, limit: max, after, among } }),
    decidePull,
  ),
  extendLease: decision(onLease, decideExtension),
  releaseLease: decision(onLease, decideRelease),
};
