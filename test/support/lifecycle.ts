import assert from 'node:assert/strict';
import type { Event, Fact, Interaction, Request } from '#src/domain/interactions/interaction.js';
import { type Advance, advance, create } from '#src/domain/interactions/transition.js';
import { type OptionValues, parseOptions } from '#src/domain/options/catalogue.js';
import { inForce, type Timeline } from '#src/domain/options/timeline.js';

/** When every interaction of these tests is created. */
export const T0 = 1_900_000_000_000;

/** Nothing moves out of these: by hand, to hold the table against. */
export const TERMINAL = ['Accepted', 'Rejected', 'Timeout', 'Failed', 'Missed'];

export const FIELDS = { EmailAddress: 'ada@example.com', PhoneNumber: '+44 20 7946 0000' };

/** What the site asks for. */
export const REQUEST: Request = {
  id: 'i1',
  visitId: 'v1',
  visitorId: 'p1',
  visitorIdClaimed: false,
  pageId: 'g1',
  pageUrl: 'https://shop.example/cart?name=Ada',
  category: 'Cart',
  channel: null,
  caseData: { 'WebEngagement.CurrentWebPage': 'https://shop.example/cart?name=Ada' },
  userData: { FirstName: 'Ada' },
};

/** The defaults, with some values of another choice. */
export const options = (chosen: Partial<OptionValues> = {}): OptionValues => ({
  ...parseOptions({}),
  ...chosen,
});

/** These values in force from the first second on. */
export const always = (chosen: Partial<OptionValues> = {}): Timeline => [
  { since: 0, values: options(chosen) },
];

/** An event, or null for a mere look, so many milliseconds after the creation. */
export type Happening = readonly [afterMs: number, event: Event | null];

export const engage = {
  type: 'engage',
  invitation: { subject: 'May we help, Ada?' },
} satisfies Event;
export const noengage = { type: 'noengage', detail: 'Ada is no customer' } satisfies Event;
export const displayed: Event = { type: 'displayed' };
export const acceptCall: Event = { type: 'acceptCall' };
export const formCompleted: Event = { type: 'formCompleted', fields: FIELDS };

const shown: readonly Happening[] = [
  [1_000, engage],
  [2_000, displayed],
];
const accepted: readonly Happening[] = [...shown, [3_000, acceptCall]];

/** The ways an interaction can be, told as what happened to it. */
export const SITUATIONS = {
  Qualified: [],
  Engaged: [[1_000, engage]],
  Displayed: shown,
  Pending: accepted,
  Lapsed: [...accepted, [123_000, null]],
  Completed: [...accepted, [4_000, formCompleted]],
  Late: [...accepted, [200_000, formCompleted]],
  Rejected: [...shown, [3_000, { type: 'reject' }]],
  Timeout: [...shown, [3_000, { type: 'timeout' }]],
  not_engaged: [[1_000, noengage]],
  expired: [[30_000, null]],
  abandoned: [...shown, [602_000, null]],
  cleaned: [...shown, [3_000, { type: 'clean' }]],
  erased: [...shown, [3_000, { type: 'erase' }]],
  Missed: [[30_000, null]],
} as const satisfies Record<string, readonly Happening[]>;
export type Situation = keyof typeof SITUATIONS;

/** An interaction with all its facts and the moment of the last look at it. */
export interface History {
  readonly interaction: Interaction;
  readonly facts: readonly Fact[];
  readonly now: number;
}

/** Which fact each moment of an interaction is the moment of. */
const MOMENTS = {
  engagedAt: 'interaction.engaged',
  displayedAt: 'interaction.displayed',
  stoppedAt: 'interaction.stopped',
  erasedAt: 'interaction.erased',
} as const;

/** Creates an interaction and lets these things happen to it. */
export function tell(
  happenings: readonly Happening[],
  timeline: Timeline,
  request: Partial<Request> = {},
): History {
  const start: History = {
    ...create(freeze({ ...REQUEST, ...request }), freeze(inForce(timeline)), T0),
    now: T0,
  };
  assert.equal(start.interaction.version, 1);
  return happenings.reduce((history, [afterMs, event]) => {
    const next = advanceChecked(history.interaction, event, timeline, T0 + afterMs);
    return { ...next, facts: [...history.facts, ...next.facts], now: T0 + afterMs };
  }, start);
}

/** `advance`, held to what must be true of every change of every interaction. */
export function advanceChecked(
  current: Interaction,
  event: Event | null,
  timeline: Timeline,
  now: number,
): Advance {
  const result = advance(freeze(current), freeze(event), freeze(timeline), now);
  const { interaction, facts } = result;
  if (facts.length === 0) assert.equal(interaction, current, 'without facts it is the same object');
  assert.equal(interaction.version, current.version + (facts.length > 0 ? 1 : 0));
  assert.equal(interaction.sequence, current.sequence + facts.length);
  let { state, sequence, queue } = current;
  let moment = lastMoment(current);
  for (const fact of facts) {
    assert.equal(fact.sequence, ++sequence, 'the sequence has no gaps');
    assert.equal(fact.from, state, 'a fact starts where the last one ended');
    assert.ok(fact.at >= moment, 'moments never decrease');
    assert.ok(fact.at <= now, 'nothing is dated in the future');
    if (TERMINAL.includes(state)) assert.equal(fact.to, state, 'nothing leaves a terminal state');
    ({ to: state, at: moment, queue } = fact);
  }
  assert.deepEqual([interaction.state, interaction.queue], [state, queue]);
  for (const [key, type] of Object.entries(MOMENTS) as [keyof typeof MOMENTS, string][]) {
    const found = facts.find((fact) => fact.type === type);
    assert.equal(interaction[key], found ? found.at : current[key], `${key} is when it happened`);
  }
  assert.ok(interaction.stoppedAt === null || TERMINAL.includes(interaction.state));
  return result;
}

function lastMoment(interaction: Interaction): number {
  const { createdAt, engagedAt, displayedAt, disposedAt, stoppedAt, erasedAt, form } = interaction;
  const moments = [engagedAt, displayedAt, disposedAt, stoppedAt, erasedAt, form?.completedAt];
  return Math.max(createdAt, ...moments.map((moment) => moment ?? 0));
}

/** Freezes all the way down: whoever writes to it fails. */
export function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}
