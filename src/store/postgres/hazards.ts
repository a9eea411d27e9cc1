import type { Sql } from './sql.js';

/** What a server says of how lasting its commits are. */
interface Durability {
  readonly fsync: string;
  /** As this service's connections have it. */
  readonly commits: string;
  /** Standbys that copy, as far as this role may see. */
  readonly asynchronous: number;
  readonly synchronous: number;
}

/** A logical subscriber takes over from nobody: only those that copy the log count. */
const DURABILITY = `select current_setting('fsync') as fsync,
    current_setting('synchronous_commit') as commits,
    count(*) filter (where r.sync_state = 'async') as asynchronous,
    count(*) filter (where r.sync_state in ('sync', 'quorum')) as synchronous
  from pg_stat_replication r
  where r.state in ('streaming', 'catchup') and not exists (
    select 1 from pg_replication_slots s where s.active_pid = r.pid and s.slot_type = 'logical')`;

const LOST = 'what was answered last may be lost';

/** What may be lost although it was acknowledged; each with what to change. */
export async function readHazards(sql: Sql): Promise<readonly string[]> {
  const found = await sql.one<Durability>(DURABILITY);
  if (found === undefined) return [];
  const { fsync, commits, asynchronous, synchronous } = found;
  const hazards: string[] = [];
  if (fsync === 'off')
    hazards.push(
      `fsync is off: when the server loses its power, ${LOST} and the database damaged; set fsync = on`,
    );
  if (commits === 'off')
    hazards.push(
      `synchronous_commit is off: when the server crashes, ${LOST}; set synchronous_commit = on`,
    );
  // Nobody waits for a standby then, whatever the server calls it.
  const isWaiting = commits !== 'off' && commits !== 'local';
  const late = isWaiting && synchronous > 0 ? 0 : asynchronous + synchronous;
  if (late > 0)
    hazards.push(
      `${late === 1 ? '1 standby copies' : `${late} standbys copy`} what was answered later: when one of them takes over, ${LOST}; name them in synchronous_standby_names, with synchronous_commit = on`,
    );
  return hazards;
}
