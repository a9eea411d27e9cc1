import type { Database } from 'better-sqlite3';
import type { Change } from '#src/decisions/change.js';
import type { Store } from '#src/store/store.js';
import { deciding } from './deciding.js';
import { OPERATOR } from './world.js';

/** The ways in which a disk can fail a transaction: at its start, between two changes, at its end. */
export function failing(database: Database) {
  const stop = (): unknown => database.pragma('query_only = on');
  const entry = { ...OPERATOR, at: 0, action: 'x', target: 'x', before: 0, after: 0 };
  const refused = [{ kind: 'audit', entry } as unknown as Change];
  return {
    stop,
    resume: (): unknown => database.pragma('query_only = off'),
    async stopHere(store: Store): Promise<void> {
      const changes = [() => ({ result: stop() }), () => ({ changes: refused, result: null })];
      await Promise.allSettled(changes.map((decide) => deciding(store, {}, decide)));
    },
    /** A history line of no interaction, which is found out by the commit. */
    async refuseCommit(store: Store): Promise<void> {
      const line = "insert into history values (-1, 1, 'x', 0, 'ops', null, 'x', 'x', null)";
      const decide = () => {
        database.pragma('defer_foreign_keys = on');
        return { result: database.prepare(line).run() };
      };
      await Promise.allSettled([deciding(store, {}, decide)]);
    },
  };
}

/** Prepares each statement once, however often a store is made on the database. */
export function reusePrepared(database: Database): void {
  const prepare = database.prepare.bind(database);
  const prepared = new Map<string, ReturnType<typeof prepare>>();
  database.prepare = ((sql: string) => {
    const known = prepared.get(sql) ?? prepare(sql);
    prepared.set(sql, known);
    return known;
  }) as typeof database.prepare;
}
