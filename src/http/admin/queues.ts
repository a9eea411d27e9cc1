import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Settings } from '../../decisions/settings.js';
import { PLACEMENTS } from '../../domain/interactions/transition.js';
import { STATES, type State } from '../../domain/interactions/vocabulary.js';
import { defaultQueueOf, strategyOf } from '../../domain/objects/routing.js';
import { inForce } from '../../domain/options/timeline.js';
import { Problem } from '../../domain/problems.js';
import { Type } from '../../domain/typebox.js';
import type { Cleaning } from '../../engine/cleaning-by-hand.js';
import type { QueueCounts } from '../../store/lists.js';
import type { Store } from '../../store/store.js';
import { COLUMNS } from '../../text/lists.js';
import { noSuch } from '../../text/near.js';
import { operatorOf } from '../server/authentication.js';
import { describe } from '../server/description.js';
import { queueNamesOf } from '../server/filters.js';
import { isoOrNull } from '../server/present.js';
import { itemsOf, momentOrNull, oneOf, textOrNull } from '../shapes/schemas.js';

const Queue = Type.Object({
  name: Type.String(),
  states: Type.Array(oneOf(STATES), {
    description: 'The states whose interactions the options place in it.',
  }),
  active: Type.Integer({ description: 'Interactions in it that are not stopped.' }),
  stopped: Type.Integer({ description: 'Interactions in it that are stopped.' }),
  entered: Type.Integer({ description: 'Interactions ever placed in it.' }),
  oldestActiveAt: momentOrNull('When the oldest active one was placed in it.'),
  strategy: textOrNull(
    'Who decides on what is in it: `none`, `builtin`, or the address of a remote one; null where nothing waits for a decision.',
  ),
});

const CleanBody = Type.Object(
  {
    olderThanSeconds: Type.Integer({
      minimum: 0,
      maximum: 31_536_000,
      default: 600,
      description: 'Only those in the queue for at least that long.',
    }),
    dryRun: Type.Boolean({ default: false, description: 'Only count; change nothing.' }),
  },
  { additionalProperties: false },
);

const EMPTY = { active: 0, stopped: 0, entered: 0, oldestActiveAt: null };

export interface QueuesOptions {
  readonly store: Store;
  readonly cleaning: Cleaning;
  /** Who decides on qualified interactions, when the process configuration says so. */
  readonly strategy: string | undefined;
}

/** What is in which queue, and taking out what is stuck. */
export const adminQueues: FastifyPluginAsyncTypebox<QueuesOptions> = async (
  app,
  { store, cleaning, strategy: override },
) => {
  async function queues(settings: Settings): Promise<readonly QueueCounts[]> {
    const counts = await store.read('queueCounts');
    const names = queueNamesOf(settings, counts);
    const known = new Map(counts.map((count) => [count.queue, count]));
    return names.map((queue) => known.get(queue) ?? { queue, ...EMPTY });
  }

  function strategyText(
    { objects }: Settings,
    queue: string,
    states: readonly State[],
  ): string | null {
    const others = STATES.filter((state) => state !== 'Qualified');
    const isWaitedIn =
      states.includes('Qualified') ||
      (states.length === 0 && !others.some((state) => defaultQueueOf(state) === queue));
    if (!isWaitedIn) return null;
    if (override !== undefined && states.includes('Qualified')) return override;
    return strategyOf(objects, queue, states[0]);
  }

  app.get(
    '/v1/admin/queues',
    {
      config: { access: { scope: 'admin:read' }, table: COLUMNS.queues },
      schema: {
        ...describe('listQueues', 'Admin', 'List every queue with its counts'),
        response: { 200: itemsOf(Queue) },
      },
    },
    async ({ settings }) => {
      const options = inForce(settings.timeline);
      const all = await queues(settings);
      const items = all.map(({ queue, oldestActiveAt, ...counts }) => {
        const states = STATES.filter((state) => options[PLACEMENTS[state].queue] === queue);
        return {
          name: queue,
          states,
          ...counts,
          oldestActiveAt: isoOrNull(oldestActiveAt),
          strategy: strategyText(settings, queue, states),
        };
      });
      return { items };
    },
  );

  app.post(
    '/v1/admin/queues/:name/clean',
    {
      config: { access: { scope: 'admin:write' } },
      schema: {
        ...describe(
          'cleanQueue',
          'Admin',
          'Take stuck interactions out of a queue',
          'Those in Qualified and Engaged move to Failed, reason `cleaned`; terminal ones are stopped.',
        ),
        params: Type.Object({ name: Type.String({ description: 'The name of the queue.' }) }),
        body: CleanBody,
        response: {
          200: Type.Object({
            matched: Type.Integer({ description: 'Active ones in it for that long.' }),
            cleaned: Type.Integer({ description: 'Those taken out or stopped by this call.' }),
          }),
        },
      },
    },
    async (request) => {
      const { name } = request.params;
      const known = queueNamesOf(request.settings, await store.read('queueCounts'));
      if (!known.includes(name)) throw new Problem('not_found', noSuch('queue', name, known));
      return cleaning.clean(name, operatorOf(request), request.body);
    },
  );
};
