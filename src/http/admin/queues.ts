import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { Cleaning } from '../../cleaning.js';
import { Problem } from '../../errors.js';
import { PLACEMENTS } from '../../lifecycle/transition.js';
import { STATES } from '../../lifecycle/vocabulary.js';
import { inForce } from '../../options/timeline.js';
import { quote } from '../../quote.js';
import type { QueueCounts, Store } from '../../store/store.js';
import { COLUMNS } from '../../text/lists.js';
import { operatorOf } from '../authentication.js';
import { describe } from '../description.js';
import { isoOrNull } from '../present.js';
import { itemsOf, momentOrNull, oneOf } from '../schemas.js';

const Queue = Type.Object({
  name: Type.String(),
  states: Type.Array(oneOf(STATES), {
    description: 'The states whose interactions the options place in it.',
  }),
  active: Type.Integer({ description: 'Interactions in it that are not stopped.' }),
  stopped: Type.Integer({ description: 'Interactions in it that are stopped.' }),
  entered: Type.Integer({ description: 'Interactions ever placed in it.' }),
  oldestActiveAt: momentOrNull('When the oldest active one was placed in it.'),
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
}

/** What is in which queue, and taking out what is stuck. */
export const adminQueues: FastifyPluginAsyncTypebox<QueuesOptions> = async (
  app,
  { store, cleaning },
) => {
  /** Every provisioned queue in order, then those that only still hold something. */
  async function queues(): Promise<readonly QueueCounts[]> {
    const [names, counts] = await Promise.all([store.queueNames(), store.queueCounts()]);
    const known = new Map(counts.map((count) => [count.queue, count]));
    const rest = counts.filter(({ queue }) => !names.includes(queue));
    return [...names.map((queue) => known.get(queue) ?? { queue, ...EMPTY }), ...rest];
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
    async () => {
      const options = inForce(store.timeline());
      const all = await queues();
      return {
        items: all.map(({ queue, oldestActiveAt, ...counts }) => ({
          name: queue,
          states: STATES.filter((state) => options[PLACEMENTS[state].queue] === queue),
          ...counts,
          oldestActiveAt: isoOrNull(oldestActiveAt),
        })),
      };
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
      const known = (await queues()).map(({ queue }) => queue);
      if (!known.includes(name))
        throw new Problem(
          'not_found',
          `There is no queue ${quote(name)}; there are: ${known.join(', ')}.`,
        );
      return cleaning.clean(name, operatorOf(request), request.body);
    },
  );
};
