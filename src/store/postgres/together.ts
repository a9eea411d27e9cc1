import type { Change, InteractionChange, KeptAnswer } from '../../decisions/change.js';
import { runningClock } from '../../domain/interactions/clocks.js';
import { foldIdentityValue } from '../../domain/interactions/identity.js';
import type { Identity } from '../../domain/interactions/interaction.js';
import { json } from '../rows/audit.js';
import { rowOf, WRITTEN_COLUMNS } from '../rows/interactions.js';
import type { Value } from './sql.js';
import type { Writing } from './writing.js';

/*
 * Writes of many decisions in one statement each. What has to be as it was read fails by a division by
 * nothing, which turns the commit into a rollback: no lock is taken before this flight, and none stays
 * after it.
 */

/** Fails when not so many rows were written. */
const all = (written: string): string =>
  `select 1 / (case when count(*) = ? then 1 else 0 end) from ${written}`;

const COLUMNS = WRITTEN_COLUMNS.join(', ');

/** Nobody changed since what operators set. */
export function guardSettings(writing: Writing, revision: number): void {
  writing.run('select 1 / (case when revision = ? then 1 else 0 end) from service', revision);
}

/** Nobody made anything for the visits since they were looked at; each is moved once by this. */
export function guardVisits(
  writing: Writing,
  visits: ReadonlyMap<string, number>,
  at: number,
): void {
  if (visits.size === 0) return;
  const ids = [...visits.keys()].sort();
  writing.run(
    `with written as (
       insert into visits (visit_id, changes, at)
       select id, changes + 1, ?::bigint from unnest(?::text[], ?::bigint[]) v(id, changes) order by id
       on conflict (visit_id) do update set changes = excluded.changes, at = excluded.at
         where visits.changes = excluded.changes - 1
       returning 1)
     ${all('written')}`,
    at,
    ids,
    ids.map((id) => visits.get(id) ?? 0),
    ids.length,
  );
}

type Changed = InteractionChange & { readonly before: NonNullable<InteractionChange['before']> };

/** Changes interactions that are still as they were read, in one order. */
function updateInteractions(writing: Writing, changes: readonly Changed[]): void {
  if (changes.length === 0) return;
  const rows = changes.map(rowOf);
  const before = changes.map((change) =>
    rowOf({ after: change.before, clock: runningClock(change.before) }),
  );
  const listOf = (column: keyof (typeof before)[number]): Value => before.map((row) => row[column]);
  const set = WRITTEN_COLUMNS.map((column) => `${column} = changed.${column}`).join(', ');
  writing.run(
    `with changed as materialized (
       select * from json_populate_recordset(null::interactions, ?::json)),
     seen as (select * from unnest(?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::bigint[])
       seen(id, version, sequence, held_by, held_until)),
     kept as materialized (
       select i.n, i.id from interactions i join seen on i.id = seen.id
         and i.version = seen.version and i.sequence = seen.sequence
         and i.held_by is not distinct from seen.held_by
         and i.held_until is not distinct from seen.held_until
       order by i.id for update of i),
     written as (
       update interactions set ${set} from changed join kept on kept.id = changed.id
       where interactions.n = kept.n returning 1)
     ${all('written')}`,
    JSON.stringify(rows),
    listOf('id'),
    listOf('version'),
    listOf('sequence'),
    listOf('held_by'),
    listOf('held_until'),
    rows.length,
  );
}

/** Makes interactions, in the order of their decisions. */
function insertInteractions(writing: Writing, changes: readonly InteractionChange[]): void {
  if (changes.length === 0) return;
  writing.run(
    `insert into interactions (${COLUMNS})
     select ${COLUMNS} from json_populate_recordset(null::interactions, ?::json)`,
    JSON.stringify(changes.map(rowOf)),
  );
}

/** Adds to the histories of interactions that are there by now. */
function insertFacts(writing: Writing, changes: readonly InteractionChange[]): void {
  const facts = changes.flatMap(({ after, facts: of }) =>
    of.map((fact) => ({ ...fact, id: after.id })),
  );
  if (facts.length === 0) return;
  writing.run(
    `insert into history
       (interaction, sequence, type, at, actor, from_state, to_state, queue, reason, detail)
     select i.n, f.sequence, f.type, f.at, f.actor, f.from_state, f.to_state, f.queue, f.reason, f.detail
     from unnest(?::text[], ?::bigint[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[],
       ?::text[], ?::text[], ?::text[])
       f(id, sequence, type, at, actor, from_state, to_state, queue, reason, detail)
     join interactions i on i.id = f.id`,
    facts.map(({ id }) => id),
    facts.map(({ sequence }) => sequence),
    facts.map(({ type }) => type),
    facts.map(({ at }) => at),
    facts.map(({ by }) => by),
    facts.map(({ from }) => from),
    facts.map(({ to }) => to),
    facts.map(({ queue }) => queue),
    facts.map(({ reason }) => reason),
    facts.map(({ detail }) => detail ?? null),
  );
}

/** Keeps answers that nobody else has kept meanwhile; those that are too old make way. */
export function keepAnswers(
  writing: Writing,
  answers: readonly KeptAnswer[],
  tooOld: number,
): void {
  if (answers.length === 0) return;
  writing.run(
    `with written as (
       insert into kept_answers (scope, idempotency_key, fingerprint, at, interaction_id, refusal)
       select * from unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[])
         a(scope, key, fingerprint, at, subject, refusal) order by scope, key
       on conflict (scope, idempotency_key) do update set fingerprint = excluded.fingerprint,
         at = excluded.at, interaction_id = excluded.interaction_id, refusal = excluded.refusal
         where kept_answers.at <= ?
       returning 1)
     ${all('written')}`,
    answers.map(({ scope }) => scope),
    answers.map(({ key }) => key),
    answers.map(({ fingerprint }) => fingerprint),
    answers.map(({ at }) => at),
    answers.map(({ subjectId }) => subjectId),
    answers.map(({ refusal }) => json(refusal)),
    tooOld,
    answers.length,
  );
}

/**
 * Keeps identities that are new, in one order; of two nodes that make the same contact one fails, and
 * so does who names one that was taken away since it was read.
 */
export function bindIdentities(writing: Writing, identities: readonly Identity[]): void {
  if (identities.length === 0) return;
  writing.run(
    `insert into identities (id, key, value, folded)
     select * from unnest(?::text[], ?::text[], ?::text[], ?::text[]) i(id, key, value, folded)
     order by key, folded`,
    identities.map(({ id }) => id),
    identities.map(({ key }) => key),
    identities.map(({ value }) => value),
    identities.map(({ value }) => foldIdentityValue(value)),
  );
}

const isChanged = (change: InteractionChange): change is Changed => change.before !== undefined;

/** Writes interactions with their histories. */
export function writeInteractions(writing: Writing, changes: readonly InteractionChange[]): void {
  updateInteractions(writing, changes.filter(isChanged));
  insertInteractions(
    writing,
    changes.filter((change) => !isChanged(change)),
  );
  insertFacts(writing, changes);
}

/** Of one kind. */
export const ofKind = <K extends Change['kind']>(changes: readonly Change[], kind: K) =>
  changes.filter((change): change is Extract<Change, { readonly kind: K }> => change.kind === kind);
