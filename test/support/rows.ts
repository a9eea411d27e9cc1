import type { Database } from 'better-sqlite3';

/** Counts the rows that statements prepared from now on hand out; each call starts anew. */
export function countRows(database: Database): () => number {
  let rows = 0;
  const prepare = database.prepare.bind(database);
  const counted = (sql: string) => {
    const statement = prepare(sql);
    const { all, get, iterate } = statement;
    statement.all = (...values: unknown[]) => {
      const found = all.apply(statement, values);
      rows += found.length;
      return found;
    };
    statement.get = (...values: unknown[]) => {
      const found = get.apply(statement, values);
      rows += found === undefined ? 0 : 1;
      return found;
    };
    statement.iterate = function* (...values: unknown[]) {
      for (const row of iterate.apply(statement, values)) {
        rows += 1;
        yield row;
      }
    };
    return statement;
  };
  database.prepare = counted as typeof database.prepare;
  return () => {
    const counted = rows;
    rows = 0;
    return counted;
  };
}
