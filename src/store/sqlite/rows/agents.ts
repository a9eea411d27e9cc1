import type { Database } from 'better-sqlite3';
import type { Agent } from '../../../domain/agents/agent.js';
import type { Answers } from '../../queries.js';
import { type AgentRow, agentOf, statusOf } from '../../rows/agents.js';
import type { WritersOf } from '../writer.js';

/** Every agent, in the order of their making. */
export function loadAgents(database: Database): readonly Agent[] {
  return database.prepare<[], AgentRow>('select * from agents order by n').all().map(agentOf);
}

export function createAgentWriters(
  database: Database,
): WritersOf<'agent' | 'agent_status' | 'agent_idle'> {
  const insert = database.prepare(
    `insert into agents
       (name, display_name, capacity, skills, created_at, version, state, idle_since, sequence)
     values (?, ?, ?, ?, ?, ?, 'LoggedOut', 0, 0)`,
  );
  const update = database.prepare(
    `update agents set display_name = ?, capacity = ?, skills = ?, version = ?
     where name = ? and version = ?`,
  );
  const remove = database.prepare('delete from agents where name = ?');
  const stand = database.prepare(
    `update agents set state = ?, reason = ?, actor = ?, since = ?, seen_at = ?, sequence = ?
     where name = ? and sequence = ?`,
  );
  const insertFact = database.prepare(
    'insert into agent_history (agent, sequence, type, at, actor, reason) values (?, ?, ?, ?, ?, ?)',
  );
  const idle = database.prepare('update agents set idle_since = max(idle_since, ?) where name = ?');
  return {
    agent({ before, after }) {
      if (after === undefined) {
        remove.run(before?.name);
        return;
      }
      const { name, displayName, capacity, version, createdAt } = after;
      const skills = JSON.stringify(after.skills);
      if (before === undefined) insert.run(name, displayName, capacity, skills, createdAt, version);
      else if (
        update.run(displayName, capacity, skills, version, name, before.version).changes !== 1
      )
        throw new Error(`agent ${name} is no longer at version ${before.version}`);
    },
    agent_status({ before, after, facts }) {
      const { name, state, reason, by, since, sequence } = after;
      const seenAt = state === 'LoggedOut' ? null : after.seenAt;
      const { changes } = stand.run(
        state,
        reason,
        by,
        since,
        seenAt,
        sequence,
        name,
        before.sequence,
      );
      if (changes !== 1) throw new Error(`agent ${name} has moved on meanwhile`);
      for (const fact of facts)
        insertFact.run(name, fact.sequence, fact.type, fact.at, fact.by, fact.reason);
    },
    agent_idle({ name, at }) {
      idle.run(at, name);
    },
  };
}

/** Where every agent stands, with how many chats they hold; in the order of their making. */
export function createStandings(database: Database): Answers<'standings'> {
  const select = database.prepare<[], AgentRow & { readonly held: number }>(
    `select agents.*, (select count(*) from chats where held_by = agents.name) as held
     from agents order by n`,
  );
  return {
    standings: () => select.all().map(({ held, ...row }) => ({ status: statusOf(row), held })),
  };
}
