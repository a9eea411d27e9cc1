import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Settings } from '../../decisions/settings.js';
import { LIMITS } from '../../domain/limits.js';
import { ofKind } from '../../domain/objects/kinds.js';
import { inForce } from '../../domain/options/timeline.js';
import { isDual } from '../../domain/pacing/vocabulary.js';
import { Problem } from '../../domain/problems.js';
import { Type } from '../../domain/typebox.js';
import type { PacingReads } from '../../engine/pacing.js';
import { noSuch } from '../../text/near.js';
import { describe } from '../server/description.js';
import { validationProblem } from '../server/problems.js';
import { PacingView } from '../shapes/pacing.js';
import { oneOf, printable } from '../shapes/schemas.js';

export interface PacingRoutesOptions {
  readonly pacing: PacingReads;
}

/** The groups that a parameter names, each of which there has to be. */
function groupsOf(named: readonly string[], parameter: string, { objects }: Settings) {
  const known = ofKind(objects, 'agent-groups').map(({ name }) => name);
  const missing = named.filter((name) => !known.includes(name));
  if (missing.length > 0)
    throw validationProblem(
      missing.map((name) => ({
        pointer: `#/${parameter}`,
        detail: noSuch('agent group', name, known),
      })),
    );
  return named;
}

const COMPATIBLE_QUERY = Type.Object(
  {
    channel: Type.Optional(oneOf(['chat'], 'Only chats are paced.')),
    groups: Type.Optional(
      Type.String({
        maxLength: 4096,
        description: 'Agent groups, separated by commas; none for that of the invitations.',
      }),
    ),
    key: Type.Optional(Type.String({ description: 'The API key.' })),
  },
  { additionalProperties: false },
);

/** How many visitors may be invited to a chat, for strategies and for operators. */
export const pacingRoutes: FastifyPluginAsyncTypebox<PacingRoutesOptions> = async (
  app,
  { pacing },
) => {
  app.get(
    '/v1/pacing',
    {
      config: { access: { scope: 'orchestration' } },
      schema: {
        ...describe(
          'getPacing',
          'Strategies',
          'See how many more visitors may be invited to a chat, and what that follows from',
          'Of a group to which invitations do not lead: slots, free and waiting.',
        ),
        querystring: Type.Object(
          {
            group: Type.Optional(
              printable(LIMITS.objectName.most, 'Default: that of the invitations.'),
            ),
          },
          { additionalProperties: false },
        ),
        response: { 200: PacingView },
      },
    },
    async ({ settings, query }) => {
      const { chatGroup } = inForce(settings.timeline);
      const [group = chatGroup] = groupsOf(query.group ? [query.group] : [], 'group', settings);
      return group === chatGroup ? pacing.view() : { group, ...(await pacing.room([group])) };
    },
  );

  for (const root of ['server', 'backend'] as const) {
    const config = { access: { scope: 'orchestration', legacy: true }, text: false } as const;

    app.get(
      `/${root}/data/pacing/reactiveState`,
      {
        config: { ...config, problems: ['pacing_not_dual'] },
        schema: {
          ...describe(
            `${root}ReactiveState`,
            'Strategies',
            'Read which share of reactive chats is let through, as strategies for the original do',
            'The API key may come as Bearer, as the password of Basic, or as `?key=`.',
          ),
          querystring: COMPATIBLE_QUERY,
          response: {
            200: Type.Object({ reactiveState: Type.Number({ description: '0 to 1.' }) }),
          },
        },
      },
      async ({ settings, query }) => {
        groupsOf(namesIn(query.groups), 'groups', settings);
        const { pacingAlgorithm } = inForce(settings.timeline);
        if (!isDual(pacingAlgorithm))
          throw new Problem('pacing_not_dual', `${pacingAlgorithm} does not limit reactive chats.`);
        const { reactiveState } = await pacing.read();
        return { reactiveState };
      },
    );

    app.get(
      `/${root}/data/pacing/channelCapacity`,
      {
        config,
        schema: {
          ...describe(
            `${root}ChannelCapacity`,
            'Strategies',
            'Read how many chats agents would take now, as strategies for the original do',
            'The API key may come as Bearer, as the password of Basic, or as `?key=`.',
          ),
          querystring: COMPATIBLE_QUERY,
          response: {
            200: Type.Object({ channelCapacity: Type.Integer({ description: 'Free slots.' }) }),
          },
        },
      },
      async ({ settings, query }) => {
        const named = groupsOf(namesIn(query.groups), 'groups', settings);
        const { chatGroup } = inForce(settings.timeline);
        const { free } = await pacing.room(named.length > 0 ? named : [chatGroup]);
        return { channelCapacity: free };
      },
    );
  }
};

/** The names in a list, each once. */
const namesIn = (list = ''): readonly string[] => [
  ...new Set(
    list
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean),
  ),
];
