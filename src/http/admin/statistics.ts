import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { StatisticInForce } from '../../decisions/statistics.js';
import { LIMITS } from '../../domain/limits.js';
import { Problem } from '../../domain/problems.js';
import { quote } from '../../domain/quote.js';
import type { Unsupported } from '../../domain/statistics/compile.js';
import { CATEGORIES, OBJECT_TYPES, PROFILES } from '../../domain/statistics/words.js';
import { Type } from '../../domain/typebox.js';
import type { Recounted, Recounting } from '../../engine/recounting.js';
import type { StatisticOutcome, Statistics, StatisticValue } from '../../engine/statistics.js';
import { COLUMNS } from '../../text/lists.js';
import { noSuch } from '../../text/near.js';
import { operatorOf } from '../server/authentication.js';
import { describe } from '../server/description.js';
import { validationProblem } from '../server/problems.js';
import { itemsOf, moment, oneOf, printable, textOrNull } from '../shapes/schemas.js';

const Listed = Type.Object({
  name: Type.String(),
  supported: Type.Boolean({ description: 'Whether it can be evaluated here.' }),
  reason: Type.Optional(
    Type.String({ description: 'The word of its body that cannot, and what could be there.' }),
  ),
  category: Type.Optional(oneOf(CATEGORIES)),
  objectTypes: Type.Optional(
    Type.Array(oneOf(OBJECT_TYPES), { description: 'What it may be asked of.' }),
  ),
  since: moment('Since when it is counted: an edited one is counted anew.'),
  description: Type.String(),
});

const Value = Type.Object({
  name: Type.String(),
  object: textOrNull('Of what; null for all of the type.'),
  objectType: oneOf(OBJECT_TYPES),
  value: Type.Number({ description: 'In `unit`; nothing counted is 0.' }),
  unit: oneOf(['number', 'seconds', 'percent', 'per_hour']),
  from: moment('From when it is counted, by whole minutes.'),
  to: moment('Until when: now.'),
  since: moment('Everything since then is counted; what was before is not.'),
  shortAbandoned: Type.Optional(
    Type.Integer({
      description: 'How many of the abandoned waited for less than `chat.shortAbandonTime`.',
    }),
  ),
});

const isoOf = (at: number): string => new Date(at).toISOString();

function present(statistic: StatisticInForce) {
  const { name, description, since } = statistic;
  const common = { name, since: isoOf(since), description };
  if ('unsupported' in statistic) {
    const { word, reason } = statistic.unsupported;
    return { ...common, supported: false, reason: `${quote(word)}: ${reason}.` };
  }
  const { category, objects } = statistic.definition;
  return { ...common, supported: true, category, objectTypes: [...objects] };
}

/** The problem of a statistic that says something which nobody evaluates here. */
function unsupported({ word, reason }: Unsupported): Problem {
  const errors = [{ pointer: '#/name', detail: `says ${quote(word)}: ${reason}` }];
  return new Problem('statistic_not_supported', `${quote(word)}: ${reason}.`, { word, errors });
}

/** What counting anew came to. */
function recounted(name: string, outcome: Recounted): Recounted & { readonly ok: true } {
  if (outcome.ok) return outcome;
  if (outcome.code === 'unknown')
    throw new Problem('not_found', noSuch('statistic', name, outcome.known));
  if (outcome.code === 'unsupported') throw unsupported(outcome);
  throw new Problem(
    'precondition_failed',
    'It was edited meanwhile, or somebody else began to count it anew.',
  );
}

/** What a statistic comes to, or why there is nothing to say. */
function respond(
  name: string,
  object: string | undefined,
  outcome: StatisticOutcome,
): StatisticValue {
  if (outcome.ok) return outcome;
  switch (outcome.code) {
    case 'unknown':
      throw new Problem('not_found', noSuch('statistic', name, outcome.known));
    case 'unknown_object':
      throw new Problem('not_found', noSuch('object', object ?? '', outcome.known));
    case 'unsupported':
      throw unsupported(outcome);
    case 'filter': {
      const { column, detail } = outcome;
      const errors = [{ pointer: '#/filter', detail }];
      throw new Problem('filter_invalid', `At column ${column}: ${detail}.`, { column, errors });
    }
    case 'object_type': {
      const detail = `must be one of ${outcome.types.join(', ')}, which the statistic is of`;
      throw validationProblem([{ pointer: '#/objectType', detail }]);
    }
    case 'too_many_facts': {
      const most = LIMITS.statisticFacts.most.toLocaleString('en');
      const detail = `leads through more than ${most} facts; ask for less time`;
      throw validationProblem([{ pointer: '#/range', detail }]);
    }
  }
}

export interface StatisticsOptions {
  readonly statistics: Statistics;
  readonly recounting: Recounting;
}

/** What the statistics of the Stat Server come to. */
export const adminStatistics: FastifyPluginAsyncTypebox<StatisticsOptions> = async (
  app,
  { statistics, recounting },
) => {
  app.get(
    '/v1/admin/statistics',
    {
      config: { access: { scope: 'admin:read' }, table: COLUMNS.statistics },
      schema: {
        ...describe(
          'listStatistics',
          'Admin',
          'List the statistics, and whether they can be evaluated',
          'Those that the options of the Stat Server define, each an option section.',
        ),
        response: { 200: itemsOf(Listed) },
      },
    },
    async ({ settings }) => ({ items: statistics.list(settings).map(present) }),
  );

  app.get(
    '/v1/admin/statistics/:name',
    {
      config: {
        access: { scope: 'admin:read' },
        problems: [
          'not_found',
          'statistic_not_supported',
          'filter_invalid',
          'overloaded',
          'storage_unavailable',
        ],
      },
      schema: {
        ...describe(
          'getStatistic',
          'Admin',
          'Evaluate a statistic now',
          'Counted with each fact, so that retention and erasure take nothing from it. With `filter`, from the interactions and chats that are still kept.',
        ),
        params: Type.Object({ name: Type.String({ description: 'The name of the statistic.' }) }),
        querystring: Type.Object(
          {
            object: Type.Optional(
              printable(
                LIMITS.objectName.most,
                'Of this agent, group, queue or tenant; of all when left out.',
              ),
            ),
            objectType: Type.Optional(
              oneOf(
                OBJECT_TYPES,
                'What kind of object; when left out, the one that has the name, else the widest.',
              ),
            ),
            profile: Type.Unsafe<(typeof PROFILES)[number]>({
              type: 'string',
              enum: [...PROFILES],
              default: 'Growing',
              description:
                'Growing: from midnight of `statistics.timeZone` on. Sliding: over the last `range` seconds.',
            }),
            range: Type.Integer({
              minimum: 1,
              maximum: LIMITS.statisticSeconds.most,
              default: 3600,
              description: 'Seconds of the sliding profile.',
            }),
            filter: Type.Optional(
              printable(LIMITS.filter.most, 'Counts only what this filter lets through.'),
            ),
          },
          { additionalProperties: false },
        ),
        response: { 200: Value },
      },
    },
    async ({ settings, params: { name }, query }) => {
      const outcome = respond(name, query.object, await statistics.value(settings, name, query));
      const { object, objectType, value, unit, from, to, since, shortAbandoned } = outcome;
      return {
        name,
        object,
        objectType,
        value,
        unit,
        from: isoOf(from),
        to: isoOf(to),
        since: isoOf(since),
        ...(shortAbandoned !== null && { shortAbandoned }),
      };
    },
  );

  app.post(
    '/v1/admin/statistics/:name/recount',
    {
      config: {
        access: { scope: 'admin:write' },
        problems: [
          'not_found',
          'statistic_not_supported',
          'precondition_failed',
          'overloaded',
          'storage_unavailable',
        ],
      },
      schema: {
        ...describe(
          'recountStatistic',
          'Admin',
          'Count a statistic anew from the facts that are kept',
          'For one that was edited, or added, when it should know what was before. Answered once it is done; what happens meanwhile is counted too. What retention has removed is not counted any more.',
        ),
        params: Type.Object({ name: Type.String({ description: 'The name of the statistic.' }) }),
        body: Type.Object({}, { additionalProperties: false }),
        response: {
          200: Type.Object({
            name: Type.String(),
            since: moment('Everything since then is counted now.'),
            histories: Type.Integer({ description: 'Interactions and chats that were read.' }),
          }),
        },
      },
    },
    async (request) => {
      const { name } = request.params;
      const outcome = await recounting.recount(request.settings, name, operatorOf(request));
      const { since, histories } = recounted(name, outcome);
      return { name, since: isoOf(since), histories };
    },
  );
};
