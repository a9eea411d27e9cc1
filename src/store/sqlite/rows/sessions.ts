import type { Database } from 'better-sqlite3';
import type { Session } from '../../../decisions/credentials.js';
import type { WritersOf } from '../writer.js';

/** Sessions of operators, newest first. */
export function loadSessions(database: Database): readonly Session[] {
  return database
    .prepare<[], Session>(
      `select id, hash, key_id as keyId, created_at as createdAt, expires_at as expiresAt
      from sessions order by rowid desc`,
    )
    .all();
}

export function createSessionWriters(database: Database): WritersOf<'session' | 'session_removal'> {
  const insert = database.prepare(
    'insert into sessions (id, hash, key_id, created_at, expires_at) values (?, ?, ?, ?, ?)',
  );
  const remove = database.prepare('delete from sessions where id = ?');
  return {
    session({ session: { id, hash, keyId, createdAt, expiresAt } }) {
      insert.run(id, hash, keyId, createdAt, expiresAt);
    },
    session_removal({ id }) {
      remove.run(id);
    },
  };
}
