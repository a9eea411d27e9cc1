import { performance } from 'node:perf_hooks';
import type { Clock } from '../../clock.js';
import type { ClaimedQuestions, SingletonName, Work, WorkName } from '../work.js';
import type { Adopted } from './adopted.js';
import { failed, isConflict, isLost } from './faults.js';
import { claimDeliveries, recordAttempts } from './lanes.js';
import { beginBounded, type Link } from './link.js';
import { SILENT } from './nodes.js';
import { claimQuestions, releaseQuestions } from './questions.js';
import { plucked, type Sql } from './sql.js';

/** Who holds work that is not renewed has lost it after this, in milliseconds. */
const LEASE_MS = 5000;
/** What was claimed so long ago is renewed when it is claimed again. */
const RENEWED_AFTER_MS = 2000;
/** Times that a transaction is tried that others are in the way of. */
const MOST_TRIES = 3;

/** What was taken, or in how many milliseconds somebody else may have lost it. */
type Taken = { readonly epoch: number } | { readonly inMs: number };

/** Takes a lease or renews it; whoever takes it anew has another epoch than everybody before. */
async function takeLease(sql: Sql, name: string, node: string, leaseMs: number): Promise<Taken> {
  const taken = await sql.one<{ epoch: number }>(
    `insert into work_leases (name, node, epoch, until)
     values (?, ?, 1, clock_timestamp() + ? * interval '1 millisecond')
     on conflict (name) do update set node = excluded.node, until = excluded.until,
       epoch = work_leases.epoch + case
         when work_leases.node = excluded.node and work_leases.until > clock_timestamp() then 0
         else 1 end
     where work_leases.node = excluded.node or work_leases.until <= clock_timestamp()
       or not exists (select 1 from nodes where nodes.id = work_leases.node
         and nodes.seen_at > clock_timestamp() - ${SILENT})
     returning epoch`,
    ...[name, node, leaseMs],
  );
  if (taken) return taken;
  const left = await plucked(
    sql.one<{ value: number }>(
      `select (extract(epoch from until - clock_timestamp()) * 1000)::bigint as value
       from work_leases where name = ?`,
      name,
    ),
  );
  // A holder may be gone long before its time.
  return { inMs: Math.max(1, Math.min(left ?? 0, LEASE_MS)) };
}

/** Others wait for the same lane no longer than this, in milliseconds, for who holds it just now. */
const BEGIN = beginBounded(5000);

/** Whether somebody still has what they claimed; it stays so until the transaction ends. */
const keepsLease = async (sql: Sql, name: string, node: string, epoch: number): Promise<boolean> =>
  (await sql.one(
    `select 1 from work_leases where name = ? and node = ? and epoch = ?
       and until > clock_timestamp() for update`,
    ...[name, node, epoch],
  )) !== undefined;

const giveBack = (sql: Sql, name: string, node: string, epoch: number): Promise<number> =>
  sql.run(
    `update work_leases set until = clock_timestamp() where name = ? and node = ? and epoch = ?`,
    ...[name, node, epoch],
  );

/** The background work of one node. */
export interface Leases {
  claim<W extends WorkName>(
    work: W,
    request: Work[W]['request'],
  ): Promise<{ readonly held: Work[W]['claimed'] } | { readonly until: number }>;
  finish<W extends WorkName>(
    claim: Work[W]['claimed'] & { readonly work: W },
    result: Work[W]['result'] | 'release',
  ): Promise<Work[W]['finished'] | null>;
  /** Gives everything back. */
  close(): Promise<void>;
}

type Claim = Work[WorkName]['claimed'];

const nameOf = (claim: Exclude<Claim, ClaimedQuestions>): string =>
  claim.work === 'endpoint' ? `endpoint ${claim.endpointId}` : claim.work;

export function createLeases(
  link: Link,
  node: string,
  clock: Clock,
  { check }: Pick<Adopted, 'check'>,
): Leases {
  /** Until when, by the monotonic clock, what was claimed need not be renewed. */
  const fresh = new Map<string, { readonly epoch: number; readonly until: number }>();
  const epochOf = (epoch: number): string => `${node}.${epoch}`;

  async function claimSingle(work: SingletonName) {
    const askedAt = performance.now();
    const known = fresh.get(work);
    if (known && askedAt < known.until) return { held: { work, epoch: epochOf(known.epoch) } };
    fresh.delete(work);
    const taken = await takeLease(link.sql, work, node, LEASE_MS);
    if ('inMs' in taken) return { until: clock.now() + taken.inMs };
    fresh.set(work, { epoch: taken.epoch, until: askedAt + RENEWED_AFTER_MS });
    return { held: { work, epoch: epochOf(taken.epoch) } };
  }

  /** Runs a transaction anew that others were in the way of; what fails is told as a change that failed. */
  async function transact<R>(run: (sql: Sql) => Promise<R>): Promise<R> {
    for (let tries = 1; ; tries += 1) {
      let isSent = false;
      try {
        return await link.transaction(BEGIN, run, () => {
          isSent = true;
        });
      } catch (error) {
        if (tries < MOST_TRIES && isConflict(error)) continue;
        throw failed(error, isSent && isLost(error) ? 'unknown' : 'nothing');
      }
    }
  }

  const claimEndpoint = (request: Work['endpoint']['request']) =>
    transact(async (sql) => {
      const name = `endpoint ${request.endpointId}`;
      const taken = await takeLease(sql, name, node, request.leaseMs);
      if ('inMs' in taken) return { until: clock.now() + taken.inMs };
      const held = await claimDeliveries(sql, request, epochOf(taken.epoch), clock.now());
      return { held };
    });

  return {
    claim: (async (work: WorkName, request: Work[WorkName]['request']) => {
      check();
      switch (work) {
        case 'endpoint':
          return claimEndpoint(request as Work['endpoint']['request']);
        case 'questions': {
          const ids = await claimQuestions(link.sql, request as Work['questions']['request'], node);
          return { held: { work, epoch: epochOf(1), ids } };
        }
        default:
          return claimSingle(work);
      }
    }) as Leases['claim'],
    finish: (async (claim: Claim, result: Work['endpoint']['result'] | null | 'release') => {
      const dot = claim.epoch.lastIndexOf('.');
      const epoch = Number(claim.epoch.slice(dot + 1));
      if (claim.epoch.slice(0, dot) !== node) return null;
      if (claim.work === 'questions') {
        await releaseQuestions(link.sql, claim.ids, node);
        return null;
      }
      const name = nameOf(claim);
      if (claim.work !== 'endpoint' || result === 'release' || result === null) {
        fresh.delete(name);
        await giveBack(link.sql, name, node, epoch);
        return null;
      }
      return transact(async (sql) =>
        (await keepsLease(sql, name, node, epoch))
          ? recordAttempts(sql, claim.endpointId, result, clock.now())
          : null,
      );
    }) as Leases['finish'],
    async close() {
      fresh.clear();
      await link.sql.run('delete from work_leases where node = ?', node);
    },
  };
}
