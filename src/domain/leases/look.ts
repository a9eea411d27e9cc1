import type { Interaction, Moment } from '../interactions/interaction.js';
import type { Channel, State } from '../interactions/vocabulary.js';
import type { ObjectOf, Properties } from '../objects/kinds.js';

/** What can be seen through a view at a moment: plain data, for whoever looks. */
export interface Look {
  readonly queue: string;
  /** Only these states; null for all. */
  readonly states: readonly State[] | null;
  /** Placed in the queue no earlier than this. */
  readonly placedFrom: Moment;
  /** Placed in the queue no later than this. */
  readonly placedBy: Moment;
  readonly categories: readonly string[] | null;
  /** `none` is no wish of the site. */
  readonly channels: readonly (Channel | 'none')[] | null;
  readonly order: Properties['interaction-queue-views']['order'];
}

/** What a look asks of an interaction. */
export type Seen = Pick<Interaction, 'state' | 'category' | 'channel'> & {
  readonly placedAt: Moment;
};

/** When it was placed where it is. */
export function placedAt({ disposedAt, engagedAt, createdAt }: Interaction): Moment {
  return disposedAt ?? engagedAt ?? createdAt;
}

/** Through a view, now; at some states only, where somebody else decides on the others. */
export function lookThrough(
  { properties }: ObjectOf<'interaction-queue-views'>,
  states: readonly State[] | null,
  now: Moment,
): Look {
  const { queue, condition, order } = properties;
  const { minTimeInQueueSeconds, maxTimeInQueueSeconds, category, channel } = condition;
  return {
    queue,
    states,
    placedFrom: maxTimeInQueueSeconds === undefined ? 0 : now - maxTimeInQueueSeconds * 1000,
    placedBy: now - minTimeInQueueSeconds * 1000,
    categories: category ?? null,
    channels: channel ?? null,
    order,
  };
}

/** Whether an active interaction of the queue is among what is seen. */
export function isSeen(look: Look, { state, category, channel, placedAt: at }: Seen): boolean {
  const { states, categories, channels } = look;
  return (
    at >= look.placedFrom &&
    at <= look.placedBy &&
    (states === null || states.includes(state)) &&
    (categories === null || (category !== null && categories.includes(category))) &&
    (channels === null || channels.includes(channel ?? 'none'))
  );
}
