import type { Attempt, Event, Interaction, Moment } from '../interactions/interaction.js';
import { matchesGlob } from './glob.js';
import { dayBefore, localTime } from './local-time.js';
import { readableAddress, readablePattern } from './page-address.js';
import type { AttemptOutcome, Rule, RuleConditions, Rules } from './schema.js';

/** What rules are about. */
export type RuleSubject = Pick<Interaction, 'category' | 'channel' | 'pageUrl' | 'userData'>;

/** Everything a decision depends on. */
export interface Situation {
  readonly subject: RuleSubject;
  readonly now: Moment;
  /** Attempts at the same visitor created at or after a moment, this one left out. */
  attemptsSince(moment: Moment): readonly Attempt[];
}

/** A rule that did not apply, and the first condition that did not hold. */
export interface Miss {
  readonly rule: string;
  readonly condition: keyof RuleConditions;
}

/** What the rules decide. */
export interface Verdict {
  /** The rule that decided; null when none applied: engage. */
  readonly rule: string | null;
  readonly event: Event & { readonly type: 'engage' | 'noengage' };
  /** The rules before it, in their order. */
  readonly missed: readonly Miss[];
}

const OUTCOMES: Readonly<Record<AttemptOutcome, (attempt: Attempt) => boolean>> = {
  any: () => true,
  invited: ({ engagedAt }) => engagedAt !== null,
  accepted: ({ state }) => state === 'Accepted',
  rejected: ({ state }) => state === 'Rejected',
  finalised: ({ engagedAt, disposedAt }) => engagedAt !== null && disposedAt !== null,
  completed: ({ formStatus }) => formStatus === 'completed' || formStatus === 'completed_late',
};

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

const isOneOf = (values: readonly string[], value: string | null): boolean =>
  value !== null && values.includes(value);

const isLikeOneOf = (patterns: readonly string[], value: string | null): boolean =>
  value !== null && patterns.some((pattern) => matchesGlob(pattern, value));

/** Patterns in the spelling in which they are compared, by the list of the rule they are of. */
const readable = new WeakMap<readonly string[], readonly string[]>();

function readablePatterns(patterns: readonly string[]): readonly string[] {
  const known = readable.get(patterns) ?? patterns.map(readablePattern);
  readable.set(patterns, known);
  return known;
}

type Test<K extends keyof RuleConditions> = (
  condition: NonNullable<RuleConditions[K]>,
  situation: Situation,
) => boolean;

/** Whether each kind of condition holds, in the order in which they are looked at. */
const TESTS: { readonly [K in keyof Required<RuleConditions>]: Test<K> } = {
  category: (values, { subject }) => isOneOf(values, subject.category),
  channel: (values, { subject }) => isOneOf(values, subject.channel ?? 'none'),
  pageUrl: (patterns, { subject: { pageUrl } }) =>
    pageUrl !== null && isLikeOneOf(readablePatterns(patterns), readableAddress(pageUrl)),
  userData: (conditions, { subject: { userData } }) =>
    Object.entries(conditions).every(([key, { present, is, like }]) => {
      const value = Object.hasOwn(userData, key) ? (userData[key] ?? null) : null;
      return (
        (present === undefined || present === (value !== null)) &&
        (is === undefined || isOneOf(is, value)) &&
        (like === undefined || isLikeOneOf(like, value))
      );
    }),
  time: ({ timeZone, weekdays, from = '00:00', to = '24:00' }, { now }) => {
    const { weekday, minute } = localTime(timeZone, now);
    const [begin, end] = [minutesOf(from), minutesOf(to)];
    const isOn = (day: typeof weekday) => weekdays === undefined || weekdays.includes(day);
    if (begin < end) return minute >= begin && minute < end && isOn(weekday);
    return (minute >= begin && isOn(weekday)) || (minute < end && isOn(dayBefore(weekday)));
  },
  attempts: (conditions, { now, attemptsSince }) =>
    conditions.every(
      ({ outcome, atLeast = 1, withinSeconds }) =>
        attemptsSince(now - withinSeconds * 1000).filter(OUTCOMES[outcome]).length >= atLeast,
    ),
};
const KINDS = Object.keys(TESTS) as (keyof RuleConditions)[];

function holds<K extends keyof RuleConditions>(
  kind: K,
  when: RuleConditions,
  situation: Situation,
): boolean {
  const condition = when[kind];
  return condition === undefined || (TESTS[kind] as Test<K>)(condition, situation);
}

function eventOf({ name, result }: Rule): Verdict['event'] {
  return result.decision === 'noengage'
    ? { type: 'noengage', detail: result.reason, rule: name }
    : {
        type: 'engage',
        channel: result.channel,
        invitation: result.invitation,
        builtIn: true,
        rule: name,
      };
}

/** The first rule that applies, and those before it; null when none does. */
export function firstRule<R extends { readonly name: string; readonly when?: RuleConditions }>(
  rules: readonly R[],
  situation: Situation,
): { readonly rule: R | null; readonly missed: readonly Miss[] } {
  const missed: Miss[] = [];
  for (const rule of rules) {
    const when = rule.when ?? {};
    const condition = KINDS.find((kind) => !holds(kind, when, situation));
    if (condition === undefined) return { rule, missed };
    missed.push({ rule: rule.name, condition });
  }
  return { rule: null, missed };
}

/** What Engagement Logic decides: the first rule that applies, else engage. Pure. */
export function judge(rules: Rules, situation: Situation): Verdict {
  const { rule, missed } = firstRule(rules, situation);
  return rule
    ? { rule: rule.name, event: eventOf(rule), missed }
    : { rule: null, event: { type: 'engage', builtIn: true }, missed };
}
