import { machinePause } from '../../clock.js';
import type { Target } from '../../decisions/context.js';
import type { Sql } from './sql.js';

/** Names that are known to be held; more are not remembered. */
const MOST_KNOWN = 1000;
/** A node holds a row for the flight that writes it: what is held in each of some looks is a stranger's. */
const LOOKS = 3;
const PAUSE_MS = 20;

/** Interactions that decisions stand on and somebody holds, and visits. */
const HELD = `with asked as (
    select n from interactions where id = any(?::text[])
    union select n from interactions where visit_id = any(?::text[]) and clock is not null),
  free as materialized (
    select n from interactions where n in (select n from asked) for update skip locked),
  free_visits as materialized (
    select visit_id from visits where visit_id = any(?::text[]) for update skip locked)
  select id, visit_id as visit from interactions
  where n in (select n from asked except select n from free)
  union all
  select null, visit_id from visits
  where visit_id = any(?::text[]) and visit_id not in (select visit_id from free_visits)`;

/** Rows that somebody holds who is none of the nodes: an operator in a transaction, a tool. */
export interface Held {
  /** Which of some targets stand on one that is held now. */
  look(targets: readonly Target[]): Promise<ReadonlySet<Target>>;
  /** The same of those alone that were held when they were looked at last: asks nobody when none was. */
  still(targets: readonly Target[]): Promise<ReadonlySet<Target>>;
}

const listOf = (names: readonly (string | undefined)[]): readonly string[] =>
  names.filter((name) => name !== undefined);

export function createHeld(sql: Sql): Held {
  const known = new Set<string>();

  const names = ({ interaction, visit }: Target): readonly string[] => [
    ...(interaction === undefined ? [] : [`interaction ${interaction}`]),
    ...(visit === undefined ? [] : [`visit ${visit}`]),
  ];

  async function lookOnce(targets: readonly Target[]): Promise<readonly Target[]> {
    const ids = listOf(targets.map(({ interaction }) => interaction));
    const visits = listOf(targets.map(({ visit }) => visit));
    const rows = await sql.all<{ id: string | null; visit: string | null }>(
      HELD,
      ...[ids, visits, visits, visits],
    );
    const held = new Set(rows.flatMap(({ id, visit }) => [`interaction ${id}`, `visit ${visit}`]));
    return targets.filter((target) => names(target).some((name) => held.has(name)));
  }

  async function look(targets: readonly Target[]): Promise<ReadonlySet<Target>> {
    let held = targets;
    for (let looks = 0; looks < LOOKS && held.length > 0; looks += 1) {
      if (looks > 0) await machinePause(PAUSE_MS);
      held = await lookOnce(held);
    }
    for (const name of targets.flatMap(names)) known.delete(name);
    if (known.size > MOST_KNOWN) known.clear();
    for (const name of held.flatMap(names)) known.add(name);
    return new Set(held);
  }

  return {
    look,
    async still(targets) {
      if (known.size === 0) return new Set();
      return look(targets.filter((target) => names(target).some((name) => known.has(name))));
    },
  };
}
