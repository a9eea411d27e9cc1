import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyError } from 'fastify';
import { Problem } from '../../domain/problems.js';
import { Type } from '../../domain/typebox.js';
import type { Engine } from '../../engine/engine.js';
import {
  GATEWAY_CALLS,
  type GatewayCall,
  type GatewayCallType,
  type GatewayMembers,
  readGatewayCall,
} from '../../engine/gateway.js';
import { describe, isFault } from '../server/description.js';
import { found, interactionOf, respond } from '../server/outcomes.js';
import { problemOf, validationProblem } from '../server/problems.js';

type Members = GatewayMembers;

/** A call with the id that it must name. */
function readCall(type: GatewayCallType, members: Members): GatewayCall & { readonly id: string } {
  const call = readGatewayCall(type, members);
  if ('misfit' in call) throw validationProblem([call.misfit]);
  const { id } = call;
  if (id === undefined)
    throw validationProblem([{ pointer: '#/interactionId', detail: 'is required' }]);
  return { ...call, id: interactionOf(id) };
}

const Members = Type.Unsafe<Members>({
  type: 'object',
  additionalProperties: true,
  description:
    '`interactionId` (or `ixnId`, `InteractionId`) is required; `channel`, `reason`, `visitID`, `pageID` are understood; every other member is kept as user data.',
});

const BODIES = {
  engage: Type.Object({ ixnProfile: Members }, { additionalProperties: false }),
  noengage: Type.Object({ cancelData: Members }, { additionalProperties: false }),
} as const;

const Ok = Type.Object({ status: Type.Unsafe<'OK'>({ type: 'string', enum: ['OK'] }) });
const Fault = Type.Object(
  {
    status: Type.Unsafe<'FAULT'>({ type: 'string', enum: ['FAULT'] }),
    code: Type.String({ description: 'The same code as in a problem document.' }),
    detail: Type.String({ description: 'What was wrong.' }),
  },
  { additionalProperties: true },
);

export interface GatewayOptions {
  readonly engine: Engine;
}

/** For strategies written against the original: its two calls, under both of its addresses. */
export const gateway: FastifyPluginAsyncTypebox<GatewayOptions> = async (app, { engine }) => {
  /** The original knows one way to fail; credentials and our own faults stay problem documents. */
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const { status, code, detail, members } = problemOf(error);
    if (!isFault(status)) throw error;
    return reply.code(400).send({ status: 'FAULT', code, detail, ...members });
  });

  async function execute({ id, visitId, event }: ReturnType<typeof readCall>): Promise<void> {
    if (visitId !== undefined) {
      const interaction = found(await engine.get(id));
      if (interaction.visitId !== visitId)
        throw new Problem('not_found', `Interaction ${id} is not of the visit named by visitID.`);
    }
    respond(await engine.apply(id, event));
  }

  for (const root of ['server', 'backend'] as const)
    for (const type of GATEWAY_CALLS)
      app.post(
        `/${root}/data/gateway/${type}`,
        {
          config: { access: { scope: 'orchestration', legacy: true }, faults: true, text: false },
          schema: {
            ...describe(
              `${root}Gateway${type === 'engage' ? 'Engage' : 'Noengage'}`,
              'Strategies',
              type === 'engage'
                ? 'Decide for an engagement, as strategies for the original do'
                : 'Decide against an engagement, as strategies for the original do',
              'The API key may come as Bearer, as the password of Basic, or as `?key=`.',
            ),
            querystring: Type.Object(
              { key: Type.Optional(Type.String({ description: 'The API key.' })) },
              { additionalProperties: false },
            ),
            body: BODIES[type],
            response: { 200: Ok, 400: Fault },
          },
        },
        async (request) => {
          const body = request.body as { ixnProfile?: Members; cancelData?: Members };
          await execute(readCall(type, body.ixnProfile ?? body.cancelData ?? {}));
          return { status: 'OK' as const };
        },
      );
};
