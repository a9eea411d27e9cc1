import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Strategy } from './server.js';

/** Rejects unless exactly the acknowledged creations are stored, each whole, and each decided on. */
export function verifyStored(dataDir: string, acknowledged: number, strategy: Strategy): void {
  const database = new Sqlite(join(dataDir, 'webengagement.db'), { readonly: true });
  try {
    const count = (sql: string): number => database.prepare<[], number>(sql).pluck().get() ?? 0;
    const stored = {
      interactions: count('select count(*) from interactions'),
      visits: count('select count(distinct visit_id) from interactions'),
      histories: count("select count(*) from history where type = 'interaction.created'"),
      entered: count("select entered from queue_counts where queue = 'Webengagement_Qualified'"),
      ...(strategy === 'builtin' && {
        decided: count("select entered from queue_counts where queue = 'Webengagement_Engaged'"),
        engagements: count("select count(*) from history where type = 'interaction.engaged'"),
      }),
    };
    for (const [what, number] of Object.entries(stored))
      if (number !== acknowledged)
        throw new Error(`${acknowledged} creations were acknowledged, but ${what}: ${number}`);
  } finally {
    database.close();
  }
}
