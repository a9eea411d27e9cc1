import type { OptionValues } from '../options/catalogue.js';
import { inForce, type Timeline } from '../options/timeline.js';
import { CLOCK_RULES, deadline } from './clocks.js';
import { GUARDS } from './guards.js';
import type { Brought, Event, Interaction, Moment, Request } from './interaction.js';
import { isOfLifecycle, type Remark, remark } from './remarks.js';
import { record, type Step } from './step.js';
import {
  type Branch,
  type Move,
  type Note,
  TABLE,
  type TableRule,
  TERMINAL_STATES,
} from './table.js';
import type { Actor, EventType, FactType, Refusal, State } from './vocabulary.js';

export type { Step } from './step.js';

export type Transition =
  | ({ readonly ok: true } & Step)
  | { readonly ok: false; readonly refusal: Refusal };

/** What `advance` made of an interaction: settled facts count even when the event was refused. */
export interface Advance extends Step {
  readonly refusal: Refusal | null;
  /** Whether the event itself led to facts. */
  readonly applied: boolean;
}

/** Who causes an event, where its kind alone tells. */
export const BY: Readonly<Record<Exclude<EventType, 'stop' | 'clean'>, Actor>> = {
  engage: 'strategy',
  noengage: 'strategy',
  displayed: 'browser',
  acceptCall: 'browser',
  reject: 'browser',
  timeout: 'browser',
  formCompleted: 'browser',
  engagementExpired: 'clock',
  abandoned: 'clock',
  formExpired: 'clock',
  erase: 'ops',
};

const actorOf = (event: Event): Actor =>
  event.type === 'stop' || event.type === 'clean' ? (event.by ?? 'ops') : BY[event.type];

/** The fact that a placement writes, and the option that names its queue. */
export const PLACEMENTS = {
  Qualified: { fact: 'interaction.created', queue: 'queueQualified' },
  Engaged: { fact: 'interaction.engaged', queue: 'queueEngaged' },
  Accepted: { fact: 'interaction.accepted', queue: 'queueAccepted' },
  Rejected: { fact: 'interaction.rejected', queue: 'queueRejected' },
  Timeout: { fact: 'interaction.timed_out', queue: 'queueTimeout' },
  Failed: { fact: 'interaction.failed', queue: 'queueFailed' },
  Missed: { fact: 'interaction.missed', queue: 'queueMissed' },
} as const satisfies Record<State, { fact: FactType; queue: keyof OptionValues }>;

/** Places a new interaction in the Qualified queue. */
export function create(request: Request, options: OptionValues, now: Moment): Step {
  const interaction: Interaction = {
    ...request,
    state: 'Qualified',
    queue: options.queueQualified,
    invitation: null,
    dispositionCode: null,
    reason: null,
    reasonDetail: null,
    engagementRule: null,
    createdAt: now,
    engagedAt: null,
    displayedAt: null,
    disposedAt: null,
    stoppedAt: null,
    erasedAt: null,
    form: null,
    identity: null,
    chatId: null,
    hold: null,
    version: 1,
    sequence: 0,
  };
  return record(
    { interaction, facts: [] },
    { type: PLACEMENTS.Qualified.fact, at: now, by: 'site', from: null },
  );
}

function resolve(
  rule: TableRule,
  interaction: Interaction,
  event: Event,
  options: OptionValues,
): Branch {
  if (!('length' in rule)) return rule;
  for (const step of rule) {
    if (!('when' in step)) return step;
    if (GUARDS[step.when](interaction, event, options)) return step.outcome;
  }
  throw new Error(`the rule for ${event.type} in ${interaction.state} has no last resort`);
}

function place(step: Step, move: Move, event: Event, options: OptionValues, now: Moment): Step {
  const by = actorOf(event);
  const before =
    move.impliesDisplayed && step.interaction.displayedAt === null
      ? writeNote(step, { note: 'interaction.displayed' }, event, now)
      : step;
  const { fact, queue } = PLACEMENTS[move.to];
  const terminal = TERMINAL_STATES.has(move.to);
  const from = step.interaction.state;
  const reason = move.reason ?? null;
  const placed = record(
    {
      interaction: {
        ...before.interaction,
        state: move.to,
        // Only `missedIsUsed` leads to Missed, so its queue is set there.
        queue: options[queue] ?? options.queueFailed,
        dispositionCode: move.code ?? null,
        reason,
        ...(event.type === 'noengage' && { reasonDetail: event.detail ?? null }),
        ...(event.type === 'engage' && {
          engagedAt: now,
          engagementRule: event.rule ?? null,
          channel: chooseChannel(step.interaction, event, options),
          invitation: event.invitation ?? null,
        }),
        ...(isDecision(event) && {
          pageId: step.interaction.pageId ?? event.pageId ?? null,
          ...(event.userData && {
            userData: { ...step.interaction.userData, ...event.userData },
          }),
        }),
        ...(terminal && { disposedAt: now }),
        ...(move.to === 'Accepted' && {
          form: { status: 'pending' as const, fields: {}, completedAt: null },
        }),
      },
      facts: before.facts,
    },
    { type: fact, at: now, by, from, reason, detail: isDecision(event) ? event.rule : undefined },
  );
  return terminal && options.autoStop
    ? record(
        { ...placed, interaction: { ...placed.interaction, stoppedAt: now } },
        { type: 'interaction.stopped', at: now, by: 'system' },
      )
    : placed;
}

/** Whether a strategy decided, and so may have brought something along. */
const isDecision = (event: Event): event is Extract<Event, Brought> =>
  event.type === 'engage' || event.type === 'noengage';

/** The channel of an engagement: of the strategy, the preset one, the wish of the site, or a chat. */
export function chooseChannel(
  interaction: Interaction,
  event: Event & { type: 'engage' },
  options: OptionValues,
): Interaction['channel'] {
  const preset = event.builtIn ? options.defaultEngagementChannel : null;
  return event.channel ?? preset ?? interaction.channel ?? 'proactiveChat';
}

function writeNote(step: Step, { note, form }: Note, event: Event, now: Moment): Step {
  const { interaction, facts } = step;
  const fields = event.type === 'formCompleted' ? event.fields : null;
  return record(
    {
      facts,
      interaction: {
        ...interaction,
        ...(note === 'interaction.displayed' && { displayedAt: now }),
        ...(note === 'interaction.stopped' && { stoppedAt: now }),
        ...(form &&
          interaction.form && {
            form: fields
              ? { status: form, fields, completedAt: now }
              : { ...interaction.form, status: form },
          }),
        ...(fields && { userData: { ...interaction.userData, ...fields } }),
      },
    },
    {
      type: note,
      at: now,
      by: actorOf(event),
      reason: event.type === 'erase' ? 'erased' : null,
    },
  );
}

/** Takes everything personal out of an interaction; its anonymous history stays. */
function forget(step: Step, event: Event, now: Moment): Step {
  const erased: Interaction = {
    ...step.interaction,
    visitId: null,
    visitorId: null,
    visitorIdClaimed: false,
    pageId: null,
    pageUrl: null,
    invitation: null,
    reasonDetail: null,
    form: step.interaction.form && { ...step.interaction.form, fields: {} },
    identity: null,
    caseData: {},
    userData: {},
    erasedAt: now,
  };
  return step.facts.at(-1)?.type === 'interaction.erased'
    ? { ...step, interaction: erased }
    : writeNote({ ...step, interaction: erased }, { note: 'interaction.erased' }, event, now);
}

/**
 * What `event` makes of a settled interaction under the options in force: a new interaction with
 * the facts to write (none for a no-op), or a named refusal. Pure; never throws for what a caller
 * can cause; leaves `version` to the commit.
 */
export function transition(
  interaction: Interaction,
  event: Event,
  options: OptionValues,
  now: Moment,
): Transition {
  const outcome = resolve(TABLE[interaction.state][event.type], interaction, event, options);
  const step: Step = { interaction, facts: [] };
  if ('refuse' in outcome) return { ok: false, refusal: outcome.refuse };
  if ('same' in outcome) return { ok: true, ...step };
  const next =
    'to' in outcome
      ? place(step, outcome, event, options, now)
      : writeNote(step, outcome, event, now);
  return { ok: true, ...(event.type === 'erase' ? forget(next, event, now) : next) };
}

/**
 * Applies the expiry that is already due at `now`, dated at its deadline and under the options in
 * force then, whoever notices and however late.
 */
export function settle(interaction: Interaction, timeline: Timeline, now: Moment): Step {
  const due = deadline(interaction, timeline);
  if (due === null || now < due.at) return { interaction, facts: [] };
  const expired = transition(
    interaction,
    { type: CLOCK_RULES[due.clock].event },
    due.options,
    due.at,
  );
  if (!expired.ok) throw new Error(`an expiry was refused: ${expired.refusal}`);
  return expired;
}

/** Whether a decision, or a clock, took it from where it waited: nobody holds it there any more. */
const hasMoved = (before: Interaction, after: Interaction): boolean =>
  before.state !== after.state ||
  before.stoppedAt !== after.stoppedAt ||
  before.erasedAt !== after.erasedAt;

/**
 * Settles what is due, then applies `event`: together one committed change, one version. What is
 * remarked on the strategy goes between the two and raises no version.
 */
export function advance(
  current: Interaction,
  event: Event | null,
  timeline: Timeline,
  now: Moment,
  remarked?: Remark,
): Advance {
  const settled = settle(current, timeline, now);
  const before = remarked ? remark(settled, remarked, now) : settled;
  const moved =
    event === null ? null : transition(before.interaction, event, inForce(timeline), now);
  const refusal = moved?.ok === false ? moved.refusal : null;
  const last = moved?.ok
    ? { interaction: moved.interaction, facts: [...before.facts, ...moved.facts] }
    : remarked && refusal
      ? remark(before, { type: 'strategy.refused', detail: refusal }, now)
      : before;
  const { facts } = last;
  const raises = facts.some(isOfLifecycle);
  return {
    interaction:
      facts.length === 0
        ? current
        : {
            ...last.interaction,
            hold: hasMoved(current, last.interaction) ? null : current.hold,
            version: current.version + (raises ? 1 : 0),
          },
    facts,
    refusal,
    applied: moved?.ok === true && moved.facts.length > 0,
  };
}
