import type { Missed } from '../../decisions/context.js';
import type { ClaimedDelivery, FinishedAttempt } from '../work.js';

/** Messages looked at for one endpoint in one claim, for each one it may claim; at least. */
export const SCAN_EACH = 4;
export const SCAN_LEAST = 64;

/** A message as it is claimed. */
export interface MessageRow {
  readonly n: number;
  readonly id: string;
  readonly type: string;
  readonly interaction: number | null;
  readonly chat: number | null;
  readonly endpoint: string | null;
  readonly body: string | null;
}

/** A delivery that is due, with its message. */
export interface DueRow {
  readonly delivery: number;
  readonly step: number;
  readonly attempts: number;
  readonly id: string;
  readonly interaction: number | null;
  readonly chat: number | null;
  readonly body: string | null;
}

/** What an endpoint missed that is not sent anything. */
export const NOTHING_MISSED: Missed = { messages: [], next: null };

/** A message that an endpoint has passed. */
export interface MissedRow extends Pick<MessageRow, 'n' | 'id' | 'type' | 'endpoint'> {
  readonly sendable: number;
  readonly delivery: string | null;
  readonly status: string | null;
}

/** What a message is about: what is told of one thing goes out in its order. */
export const subjectOf = ({
  interaction,
  chat,
}: Pick<MessageRow, 'interaction' | 'chat'>): string | null =>
  interaction === null ? (chat === null ? null : `chat ${chat}`) : String(interaction);

/** Whether a message is for the endpoint of that id, which wants some types. */
export const isFor = (
  message: Pick<MessageRow, 'type' | 'endpoint'>,
  id: string,
  wants: (type: string) => boolean,
): boolean => (message.endpoint === null ? wants(message.type) : message.endpoint === id);

/** A delivery that is due, as it is attempted next. */
export const claimOf = (row: DueRow, body: string): ClaimedDelivery => ({
  delivery: String(row.delivery),
  messageId: row.id,
  body,
  subject: subjectOf(row),
  step: row.step + 1,
  number: row.attempts + 1,
});

/** What an endpoint missed, of the rows that were looked at. */
export const missedOf = (rows: readonly MissedRow[], limit: number): Missed => ({
  messages: rows
    .filter(({ sendable }) => sendable === 1)
    .map(({ id, type, endpoint: of, delivery, status }) => ({
      id,
      type,
      endpointId: of,
      delivery: delivery === null ? null : { id: delivery, isFailed: status === 'failed' },
    })),
  next: rows.length === limit ? String(rows.at(-1)?.n) : null,
});

/** What attempts add up to, and since when the endpoint has failed after them. */
export function totalsOf(attempts: readonly FinishedAttempt[], before: number | null) {
  const totals = { succeeded: 0, failed: 0, givenUp: 0, durationMs: 0 };
  let since = before;
  for (const { next, at, durationMs } of attempts) {
    totals[next === 'succeeded' ? 'succeeded' : 'failed'] += 1;
    if (next === 'failed') totals.givenUp += 1;
    totals.durationMs += durationMs;
    since = next === 'succeeded' ? null : (since ?? at);
  }
  return { ...totals, since };
}
