import type { Clock } from '../../clock.js';
import type { Context, Target } from '../../decisions/context.js';
import type { Answered } from '../../decisions/question.js';
import type { Settings } from '../../decisions/settings.js';
import { claimIdentity, foldIdentityValue } from '../../domain/interactions/identity.js';
import type { Identity, Moment, UserData } from '../../domain/interactions/interaction.js';
import { inForce } from '../../domain/options/timeline.js';
import { type AnswerRow, answerOf } from '../rows/answers.js';
import { type InteractionRow, interactionOf, SELECT_INTERACTIONS } from '../rows/interactions.js';
import { NOTHING_FOUND } from './context.js';
import { FEW_ATTEMPTS } from './rows/interactions.js';
import type { Sql } from './sql.js';
import { ANSWER_LIFETIME_MS } from './writes.js';

/** What a decision may name that is read together with what others name. */
const TOGETHER: ReadonlySet<string> = new Set(['interaction', 'visit', 'answer', 'userData']);

/** Whether all that a target names is read together with what others name. */
export const isRead = (target: Target): boolean =>
  Object.entries(target).every(([name, value]) => value === undefined || TOGETHER.has(name));

/** What was read for several decisions at once. */
export interface Looked {
  readonly revision: number;
  /** The newest moment that anybody used. */
  readonly newest: Moment;
  /** How often each visit was moved, before its attempts were read. */
  changesOf(visitId: string): number;
  /** Whether an identity of that id was there. */
  knows(identityId: string): boolean;
  /** Of one decision; null when it needs more than was read. */
  contextOf(target: Target, now: Moment, clock: Clock, settings: Settings): Context | null;
}

const listOf = <T>(values: readonly (T | undefined)[]): readonly T[] => [
  ...new Set(values.filter((value): value is T => value !== undefined)),
];

const claimIn = (userData: UserData | undefined, { timeline }: Settings) =>
  userData === undefined ? null : claimIdentity(userData, inForce(timeline));

/** The contact that an identity is of, or a target's user data names, as one name. */
export const contactOf = ({ key, value }: Pick<Identity, 'key' | 'value'>): string =>
  `contact ${nameOf(key, foldIdentityValue(value))}`;

/** The same of a target; undefined when it names none. */
export function contactIn({ userData }: Target, settings: Settings): string | undefined {
  const claim = claimIn(userData, settings);
  return claim === null ? undefined : contactOf(claim);
}

const nameOf = (...parts: readonly string[]): string => JSON.stringify(parts);

/**
 * Reads what several decisions name, in one flight and with no lock. Visits come first: whatever is made
 * for one after that either is among its attempts, or has moved it.
 */
export async function lookAt(
  sql: Sql,
  targets: readonly Target[],
  settings: Settings,
): Promise<Looked> {
  const visits = listOf(targets.map(({ visit }) => visit));
  const ids = listOf(targets.map(({ interaction }) => interaction));
  const answers = listOf(targets.map(({ answer }) => answer));
  const claims = targets.flatMap(({ userData }) => claimIn(userData, settings) ?? []);
  const [state, moved, attempts, chats, interactions, kept, identities] = await Promise.all([
    sql.one<{ revision: number; newest: Moment }>(
      'select revision, (select coalesce(max(at), 0) from feed) as newest from service',
    ),
    visits.length === 0
      ? []
      : sql.all<{ id: string; changes: number }>(
          'select visit_id as id, changes from visits where visit_id = any(?::text[])',
          visits,
        ),
    visits.length === 0
      ? []
      : sql.all<InteractionRow>(
          `${SELECT_INTERACTIONS} where visit_id = any(?::text[]) and clock is not null
           order by n limit ?`,
          visits,
          visits.length * FEW_ATTEMPTS + 1,
        ),
    visits.length === 0
      ? []
      : sql.all<{ visit: string }>(
          'select open_visit as visit from chats where open_visit = any(?::text[])',
          visits,
        ),
    ids.length === 0
      ? []
      : sql.all<InteractionRow>(
          `${SELECT_INTERACTIONS} where interactions.id = any(?::text[])`,
          ids,
        ),
    answers.length === 0
      ? []
      : sql.all<AnswerRow>(
          `select * from kept_answers where (scope, idempotency_key) in (
             select * from unnest(?::text[], ?::text[]))`,
          answers.map(({ scope }) => scope),
          answers.map(({ key }) => key),
        ),
    claims.length === 0
      ? []
      : sql.all<Identity & { folded: string }>(
          `select id, key, value, folded from identities where (key, folded) in (
             select * from unnest(?::text[], ?::text[]))`,
          claims.map(({ key }) => key),
          claims.map(({ value }) => foldIdentityValue(value)),
        ),
  ]);
  const isCut = attempts.length > visits.length * FEW_ATTEMPTS;
  const changes = new Map(moved.map(({ id, changes: count }) => [id, count]));
  const busy = new Set(chats.map(({ visit }) => visit));
  const byId = new Map(interactions.map((row) => [row.id, row]));
  const liveOf = new Map<string, InteractionRow[]>();
  for (const row of attempts)
    if (row.visit_id !== null) liveOf.set(row.visit_id, [...(liveOf.get(row.visit_id) ?? []), row]);
  const answered = new Map(kept.map((row) => [nameOf(row.scope, row.idempotency_key), row]));
  const known = new Map(
    identities.map(({ folded, ...identity }) => [nameOf(identity.key, folded), identity]),
  );

  const identityIds = new Set(identities.map(({ id }) => id));

  return {
    knows: (identityId) => identityIds.has(identityId),
    revision: state?.revision ?? 0,
    newest: state?.newest ?? 0,
    changesOf: (visitId) => changes.get(visitId) ?? 0,
    contextOf({ interaction, visit, answer, userData }, now, clock, inForceNow) {
      const live = visit === undefined ? [] : (liveOf.get(visit) ?? []);
      if (visit !== undefined && (isCut || busy.has(visit) || live.length > FEW_ATTEMPTS))
        return null;
      const current = interaction === undefined ? undefined : byId.get(interaction);
      const row = answer && answered.get(nameOf(answer.scope, answer.key));
      const isKept = row && row.at > clock.ageTime() - ANSWER_LIFETIME_MS;
      const claim = claimIn(userData, inForceNow);
      const contact: readonly Answered[] =
        claim === null
          ? []
          : [
              {
                kind: 'identity',
                of: claim,
                answer: known.get(nameOf(claim.key, foldIdentityValue(claim.value))) ?? null,
              },
            ];
      return {
        ...NOTHING_FOUND,
        now,
        ageTime: clock.agePause() === null ? clock.ageTime() : null,
        settings: inForceNow,
        current: current ? interactionOf(current) : null,
        liveAttempts: live.map(interactionOf),
        keptAnswer: row && isKept ? answerOf(row) : null,
        answers: contact,
      };
    },
  };
}
