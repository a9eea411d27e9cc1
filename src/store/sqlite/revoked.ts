import type { Database } from 'better-sqlite3';
import { LIMITS } from '../../domain/limits.js';

/** Forgets the revoked keys or secrets of a table, but for those made last. */
export function createForgetRevoked(
  database: Database,
  table: 'api_keys' | 'publishable_keys' | 'strategy_secrets',
): () => void {
  const forget = database.prepare(
    `delete from ${table} where revoked_at is not null and rowid <= (
       select rowid from ${table} where revoked_at is not null order by rowid desc limit 1 offset ?)`,
  );
  return () => {
    forget.run(LIMITS.revokedKeys.most);
  };
}
