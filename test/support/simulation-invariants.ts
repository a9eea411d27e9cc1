import assert from 'node:assert/strict';
import type { OptionChange } from '#src/decisions/change.js';
import { CLOCK_RULES } from '#src/domain/interactions/clocks.js';
import type { Fact, Interaction } from '#src/domain/interactions/interaction.js';
import {
  branchesOf,
  TABLE,
  type TableRule,
  TERMINAL_STATES,
} from '#src/domain/interactions/table.js';
import type {
  ClockName,
  DispositionCode,
  FactType,
  FormStatus,
} from '#src/domain/interactions/vocabulary.js';
import {
  type OptionKey,
  type OptionValues,
  optionKey,
  parseOptions,
} from '#src/domain/options/catalogue.js';
import type { Trace } from './simulation.js';

/** The option values from a moment on; kept here apart from the timeline of the store. */
interface InForce {
  readonly since: number;
  readonly values: OptionValues;
}

/** Throws when a history broke a rule. */
export function checkTrace(trace: Trace): void {
  assert.deepEqual(trace.violations, []);
  const log = valuesOver(trace.optionChanges);
  trace.interactions.forEach((interaction, index) => {
    const facts = trace.facts[index] ?? [];
    checkFacts(interaction, facts);
    checkReplay(interaction, facts);
    checkExpiry(facts, log, trace.endedAt);
  });
  checkCounts(trace);
  if (log.every(({ values }) => values.strictEngagementMode)) checkLiveAttempts(trace);
}

/** Throws when what was answered and what came of it depends on whether the pulse ran. */
export function checkSame(eager: Trace, lazy: Trace): void {
  assert.deepEqual(lazy.violations, []);
  assert.deepEqual(lazy.answers, eager.answers, 'the answers with the pulse, and without it');
  assert.deepEqual(lazy.facts, eager.facts, 'the facts with the pulse, and without it');
  assert.deepEqual(lazy.interactions.map(comparable), eager.interactions.map(comparable));
  assert.deepEqual(lazy.counts, eager.counts, 'the counters with the pulse, and without it');
}

/** What two runs have in common: ids are random, and settling early is a commit of its own. */
const comparable = ({ id: _id, version: _version, identity, ...rest }: Interaction) => ({
  ...rest,
  identity: identity && [identity.key, identity.value],
});

function valuesOver(changes: readonly OptionChange[]): readonly InForce[] {
  const texts: Partial<Record<OptionKey, string>> = {};
  const log: InForce[] = [{ since: 0, values: parseOptions({}) }];
  for (const { name, value, at } of changes) {
    const key = optionKey(name);
    if (key) texts[key] = value;
    log.push({ since: at, values: parseOptions(texts) });
  }
  return log;
}

function checkFacts(interaction: Interaction, facts: readonly Fact[]): void {
  assert.equal(facts.length, interaction.sequence, 'every fact is in the history');
  facts.forEach((fact, index) => {
    const before = facts[index - 1];
    assert.equal(fact.sequence, index + 1, 'the sequence has no gaps');
    assert.ok(fact.at >= (before?.at ?? 0), 'moments never decrease');
    assert.equal(fact.from, before?.to ?? null, 'a fact starts where the one before it ended');
    assert.ok(isAllowed(fact), `the table allows ${fact.type} from ${fact.from} to ${fact.to}`);
  });
}

function isAllowed({ from, to, type }: Fact): boolean {
  if (from === null) return to === 'Qualified' && type === 'interaction.created';
  // What goes along with a change of state: a display that is implied, and auto-stop.
  if (type === 'interaction.displayed') return from === 'Engaged' && to === 'Engaged';
  if (type === 'interaction.erased') return from === to && TERMINAL_STATES.has(to);
  return Object.values<TableRule>(TABLE[from])
    .flatMap(branchesOf)
    .some((outcome) =>
      from === to
        ? 'note' in outcome && outcome.note === type
        : 'to' in outcome && outcome.to === to,
    );
}

const CODES: Partial<Record<Fact['type'], DispositionCode>> = {
  'interaction.accepted': 'acceptCall',
  'interaction.rejected': 'reject',
  'interaction.timed_out': 'timeout',
  'interaction.missed': 'timeout',
};

/** The history alone tells everything that the row says of the life of an interaction. */
function checkReplay(interaction: Interaction, facts: readonly Fact[]): void {
  const first = (type: FactType): number | null =>
    facts.find((fact) => fact.type === type)?.at ?? null;
  const placement = facts.findLast(({ from, to }) => from !== to);
  const last = facts.at(-1);
  assert.ok(placement && last, 'an interaction was placed');
  const ended = TERMINAL_STATES.has(placement.to);
  const code = placement.reason === 'engagement_expired' ? 'timeout' : CODES[placement.type];
  assert.deepEqual(
    {
      state: last.to,
      queue: placement.queue,
      createdAt: first('interaction.created'),
      engagedAt: first('interaction.engaged'),
      displayedAt: first('interaction.displayed'),
      disposedAt: ended ? placement.at : null,
      stoppedAt: first('interaction.stopped'),
      erasedAt: first('interaction.erased'),
      dispositionCode: code ?? null,
      reason: placement.reason,
      form: formOver(facts),
    },
    {
      state: interaction.state,
      queue: interaction.queue,
      createdAt: interaction.createdAt,
      engagedAt: interaction.engagedAt,
      displayedAt: interaction.displayedAt,
      disposedAt: interaction.disposedAt,
      stoppedAt: interaction.stoppedAt,
      erasedAt: interaction.erasedAt,
      dispositionCode: interaction.dispositionCode,
      reason: interaction.reason,
      form: interaction.form && [interaction.form.status, interaction.form.completedAt],
    },
    'the history replays to the row',
  );
}

function formOver(facts: readonly Fact[]): [FormStatus, number | null] | null {
  let form: [FormStatus, number | null] | null = null;
  for (const { type, at } of facts)
    if (type === 'interaction.accepted') form = ['pending', null];
    else if (type === 'registration_form.expired') form = ['expired', null];
    else if (type === 'registration_form.completed')
      form = [form?.[0] === 'expired' ? 'completed_late' : 'completed', at];
  return form;
}

/** The clock that each fact starts; every other fact that is not a stop or an erasure ends it. */
const STARTS: Partial<Record<Fact['type'], ClockName>> = {
  'interaction.created': 'engagement',
  'interaction.displayed': 'abandoned',
  'interaction.accepted': 'registrationForm',
};

/** Each clock ended at its deadline or before it, and none is overdue. */
function checkExpiry(facts: readonly Fact[], log: readonly InForce[], now: number): void {
  let running: { readonly name: ClockName; readonly since: number } | null = null;
  // An option may have been changed later in the same millisecond.
  const changed = (at: number): boolean => log.some(({ since }) => since === at);
  for (const { type, at, by } of facts) {
    if (type === 'interaction.engaged' || type === 'interaction.stopped') continue;
    if (running) {
      const end = endOf(running.name, running.since, log);
      if (by === 'clock') assert.equal(at, end, `${type} is dated at its deadline`);
      else assert.ok(at < end || changed(at), `${type} came before its clock ended`);
    }
    const name = STARTS[type];
    running = name ? { name, since: at } : null;
  }
  if (running)
    assert.ok(now < endOf(running.name, running.since, log), 'what is due has been settled');
}

/**
 * The first moment at which the clock had run as long as was allowed at that moment: nothing is
 * dated before the option change that brought it about.
 */
function endOf(name: ClockName, since: number, log: readonly InForce[]): number {
  const ends = log.flatMap((inForce, index) => {
    const length = inForce.values[CLOCK_RULES[name].seconds] * 1000;
    const end = Math.max(since + length, inForce.since);
    return end <= (log[index + 1]?.since ?? end) ? [end] : [];
  });
  return Math.min(...ends);
}

function checkCounts({ interactions, facts, counts }: Trace): void {
  const counted = new Map<string, { active: number; stopped: number; entered: number }>();
  const of = (queue: string) => {
    const count = counted.get(queue) ?? { active: 0, stopped: 0, entered: 0 };
    counted.set(queue, count);
    return count;
  };
  for (const { queue, stoppedAt } of interactions)
    of(queue)[stoppedAt === null ? 'active' : 'stopped'] += 1;
  for (const { queue, from, to } of facts.flat()) if (from !== to) of(queue).entered += 1;
  const stored = counts.map(({ queue, active, stopped, entered }) => [
    queue,
    { active, stopped, entered },
  ]);
  assert.deepEqual(Object.fromEntries(stored), Object.fromEntries(counted), 'counters equal rows');
}

/** An attempt of a visit is over before the next one begins. */
function checkLiveAttempts({ interactions, facts, visits }: Trace): void {
  const freeFrom = new Map<number, number>();
  interactions.forEach(({ createdAt }, index) => {
    const visit = visits[index] ?? -1;
    assert.ok(createdAt >= (freeFrom.get(visit) ?? 0), 'one live attempt per visit');
    const end = (facts[index] ?? []).find(
      ({ type, to }) =>
        type.startsWith('registration_form.') || (to !== 'Accepted' && TERMINAL_STATES.has(to)),
    );
    freeFrom.set(visit, end?.at ?? Number.POSITIVE_INFINITY);
  });
}
