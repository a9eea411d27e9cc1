import type { Change, Message, TallyRow } from '../../decisions/change.js';
import type { Moment } from '../../domain/interactions/interaction.js';
import { LIMITS } from '../../domain/limits.js';
import { createDeltas, type Deltas } from '../deltas.js';
import { erasureMark } from '../erasure-mark.js';
import { CHAT_WRITERS } from './rows/chat-writes.js';
import { INTERACTION_WRITERS } from './rows/interaction-writes.js';
import { RECORD_WRITERS, writeMessages } from './rows/record-writes.js';
import { SETTING_WRITERS } from './rows/setting-writes.js';
import { STRATEGY_WRITERS } from './rows/strategies.js';
import { plucked, type Sql } from './sql.js';
import { addUp, type KnownLabels, writeTallies } from './tallies.js';
import { createWriting, type Writer, type WritersOf, type Writing } from './writing.js';

/** How long a kept answer is given again, in milliseconds. */
export const ANSWER_LIFETIME_MS = LIMITS.answerHours.most * 60 * 60 * 1000;

const WRITERS = {
  ...INTERACTION_WRITERS,
  ...CHAT_WRITERS,
  ...SETTING_WRITERS,
  ...RECORD_WRITERS,
  ...STRATEGY_WRITERS,
  // Added up, and written in the last step.
  tally() {},
  // Written together.
  message() {},
  // Has to read the keys first.
  erased_visitor() {},
} satisfies WritersOf<Change['kind']>;

/** Settings of which a change makes others. */
const OF_SETTINGS: ReadonlySet<Change['kind']> = new Set([
  'option',
  'object',
  'rules',
  'counted_series',
  'agent',
  'api_key',
  'publishable_key',
  'signing_key',
  'signing_key_removal',
  'session',
  'session_removal',
  'strategy_secret',
  'webhook_endpoint',
  'strategy',
  'strategy_removal',
]);

/** Whether any of the changes is one of what operators set. */
export const concernSettings = (changes: readonly Change[]): boolean =>
  changes.some(({ kind }) => OF_SETTINGS.has(kind));

/** What one transaction writes. */
export interface Writes extends Pick<Deltas, 'countRemoved'> {
  /** Writes one decision's changes, in their order; with `isSure` only once that is so. */
  write(
    changes: readonly Change[],
    at: { now: Moment; ageTime: Moment | null },
    isSure: boolean,
  ): Promise<void>;
  /** Sees to it that the transaction writes, although nothing changed. */
  touch(): void;
  /** Interactions in a queue, those of the transaction under way included. */
  heldIn(queue: string): Promise<number>;
  /** Writes what the changes add up to, and resolves when everything is written. */
  finish(): Promise<void>;
  /** Whether anything was. */
  hasWritten(): boolean;
}

/** Marks a visitor as erased for every key that signed tokens. */
async function markErased(sql: Sql, writing: Writing, visitorId: string, now: Moment) {
  const keys = await sql.all<{ id: string; secret: Buffer }>('select id, secret from signing_keys');
  for (const { id, secret } of keys)
    writing.run(
      `insert into erased_visitors (signing_key, mark, erased_at) values (?, ?, ?)
       on conflict (signing_key, mark) do update set erased_at = excluded.erased_at`,
      ...[id, erasureMark(secret, visitorId), now],
    );
}

/** Writes what is counted, in one order, so that nobody waits for somebody who waits. */
export function writeCounters(writing: Writing, { byQueue, unbound }: Deltas): void {
  const queues = [...byQueue.keys()].sort();
  if (queues.length > 0) {
    const listOf = (name: 'active' | 'stopped' | 'entered') =>
      queues.map((queue) => byQueue.get(queue)?.[name] ?? 0);
    writing.run(
      `insert into queue_counts (queue, active, stopped, entered)
       select queue, 0, 0, 0 from unnest(?::text[]) q(queue) order by queue
       on conflict (queue) do nothing`,
      queues,
    );
    writing.run(
      `update queue_counts set active = queue_counts.active + d.active,
         stopped = queue_counts.stopped + d.stopped, entered = queue_counts.entered + d.entered
       from (select * from unnest(?::text[], ?::bigint[], ?::bigint[], ?::bigint[])
         d(queue, active, stopped, entered) order by queue) d
       where queue_counts.queue = d.queue`,
      queues,
      listOf('active'),
      listOf('stopped'),
      listOf('entered'),
    );
  }
  for (const id of [...unbound].sort())
    writing.run(
      `delete from identities where id = ?
         and not exists (select 1 from interactions where identity_id = identities.id)
         and not exists (select 1 from chats where identity_id = identities.id)`,
      id,
    );
}

export function createWrites(sql: Sql, known: KnownLabels): Writes {
  const writing = createWriting(sql);
  const deltas = createDeltas();
  const tallied: TallyRow[] = [];
  let wrote = false;

  return {
    async write(changes, { now, ageTime }, isSure) {
      const using = {
        now,
        forgetBefore: ageTime === null ? 0 : ageTime - ANSWER_LIFETIME_MS,
        unbind: deltas.unbind,
      };
      let messages: Message[] = [];
      for (const change of changes) {
        if (change.kind === 'message') {
          messages.push(change.message);
          continue;
        }
        // In their order: what is erased is what was written before.
        writeMessages(writing, messages);
        messages = [];
        if (change.kind === 'erased_visitor') await markErased(sql, writing, change.visitorId, now);
        else (WRITERS[change.kind] as Writer<Change['kind']>)(writing, change, using);
      }
      writeMessages(writing, messages);
      if (isSure) await writing.done();
      // The last step: a savepoint takes back what was written, not what was added up.
      for (const change of changes) {
        if (change.kind === 'interaction') deltas.count(change);
        else if (change.kind === 'chat') deltas.countChat(change);
        else if (change.kind === 'tally') tallied.push(...change.rows);
      }
      wrote ||= changes.length > 0;
    },
    countRemoved(removed) {
      deltas.countRemoved(removed);
      wrote ||= removed.length > 0;
    },
    touch() {
      wrote = true;
    },
    async heldIn(queue) {
      const held = await plucked(
        sql.one<{ value: number }>(
          'select active + stopped as value from queue_counts where queue = ?',
          queue,
        ),
      );
      return (held ?? 0) + deltas.held(queue);
    },
    async finish() {
      writeTallies(writing, await addUp(sql, tallied, known));
      writeCounters(writing, deltas);
      await writing.done();
    },
    hasWritten: () => wrote,
  };
}
