import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyError } from 'fastify';
import type { Event, UserData } from '../../domain/interactions/interaction.js';
import { CHANNELS } from '../../domain/interactions/vocabulary.js';
import { LIMITS } from '../../domain/limits.js';
import { Problem } from '../../domain/problems.js';
import { Type } from '../../domain/typebox.js';
import type { Engine } from '../../engine/engine.js';
import { describe, isFault } from '../server/description.js';
import { found, interactionOf, respond } from '../server/outcomes.js';
import { problemOf, validationProblem } from '../server/problems.js';
import { isText } from '../server/validation.js';

/** Spellings under which strategies send the id. */
const ID_NAMES = ['interactionId', 'ixnId', 'InteractionId'] as const;
/** Members that are understood; every other one is kept as user data. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  ...ID_NAMES,
  'channel',
  'reason',
  'visitID',
  'pageID',
]);
const PAGE_ID = /^[^\p{C}]{1,256}$/u;

type Members = Readonly<Record<string, unknown>>;

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    return JSON.stringify(value);
  } catch {
    throw new Problem('validation_failed', 'A member is nested too deeply.');
  }
}

function memberOf(members: Members, name: string): string | undefined {
  const value = Object.hasOwn(members, name) ? members[name] : undefined;
  return value === undefined || value === null ? undefined : textOf(value);
}

function userDataOf(members: Members): UserData {
  const rest = Object.entries(members)
    .filter(([name]) => !UNDERSTOOD.has(name))
    .map(([name, value]) => [name, textOf(value)] as const);
  const bytes = rest.reduce((sum, [k, v]) => sum + Buffer.byteLength(k) + Buffer.byteLength(v), 0);
  const fits =
    rest.length <= LIMITS.dataKeys.most &&
    bytes <= LIMITS.dataBytes.most &&
    rest.every(
      ([name, value]) =>
        name.length <= LIMITS.dataKey.most && value.length <= LIMITS.dataValue.most,
    ) &&
    rest.every(([name, value]) => name !== '' && isText(name) && isText(value));
  if (!fits)
    throw new Problem(
      'validation_failed',
      'At most 64 more members, names of 1–128 characters, values of 4,096, 16 KiB in all; well-formed text without NUL.',
    );
  return Object.fromEntries(rest);
}

/** One call of a strategy: which interaction, and what to do with it. */
interface Call {
  readonly id: string;
  readonly visitId: string | undefined;
  readonly event: Event & { readonly type: 'engage' | 'noengage' };
}

function readCall(type: 'engage' | 'noengage', members: Members): Call {
  const id = ID_NAMES.map((name) => memberOf(members, name)).find(Boolean);
  if (id === undefined)
    throw validationProblem([{ pointer: '#/interactionId', detail: 'is required' }]);
  const given = memberOf(members, 'channel');
  const channel = CHANNELS.find((name) => name === given);
  if (given !== undefined && channel === undefined)
    throw validationProblem([
      { pointer: '#/channel', detail: `must be one of: ${CHANNELS.join(', ')}` },
    ]);
  const pageId = memberOf(members, 'pageID') || undefined;
  if (pageId !== undefined && !PAGE_ID.test(pageId))
    throw validationProblem([
      { pointer: '#/pageID', detail: 'must be at most 256 printable characters' },
    ]);
  const reason = memberOf(members, 'reason');
  if (reason !== undefined && !isText(reason))
    throw validationProblem([
      { pointer: '#/reason', detail: 'must be well-formed Unicode text without NUL' },
    ]);
  const kept = { userData: userDataOf(members), pageId };
  // A character may be of two units, and the end between them.
  const detail = reason?.slice(0, LIMITS.reasonDetail.most).toWellFormed();
  return {
    id: interactionOf(id),
    visitId: memberOf(members, 'visitID'),
    event: type === 'engage' ? { type, channel, ...kept } : { type, detail, ...kept },
  };
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

  async function execute({ id, visitId, event }: Call): Promise<void> {
    if (visitId !== undefined) {
      const interaction = found(await engine.get(id));
      if (interaction.visitId !== visitId)
        throw new Problem('not_found', `Interaction ${id} is not of the visit named by visitID.`);
    }
    respond(await engine.apply(id, event));
  }

  for (const root of ['server', 'backend'] as const)
    for (const type of ['engage', 'noengage'] as const)
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
