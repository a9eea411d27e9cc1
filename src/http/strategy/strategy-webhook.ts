import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { type SignatureHeaders, verify } from '../../calls/verifying.js';
import { type Clock, wallTime } from '../../clock.js';
import { viewChat } from '../../domain/chats/view.js';
import { deadline } from '../../domain/interactions/clocks.js';
import type { Event } from '../../domain/interactions/interaction.js';
import { viewInteraction } from '../../domain/interactions/view.js';
import { CHANNELS } from '../../domain/interactions/vocabulary.js';
import { LIMITS } from '../../domain/limits.js';
import { type Static, Type } from '../../domain/typebox.js';
import type { ChatInstruction, Chats } from '../../engine/chats.js';
import type { Engine } from '../../engine/engine.js';
import { keyReused } from '../../settings/once.js';
import type { StrategySecrets } from '../../settings/strategy-secrets.js';
import { chatIdOf, respondInstruction, routeOf } from '../server/chat-outcomes.js';
import { unauthenticated } from '../server/credentials.js';
import { describe } from '../server/description.js';
import { signedCallOf } from '../server/idempotency.js';
import { interactionOf, respond } from '../server/outcomes.js';
import { validationProblem } from '../server/problems.js';
import { Chat, ROUTE_MEMBERS, Word } from '../shapes/chats.js';
import { dataOf, Interaction, oneOf, ref } from '../shapes/schemas.js';

/** The members of `data` that go with each type of call. */
const MEMBERS = {
  'interaction.engage': ['interactionId', 'channel', 'invitation'],
  'interaction.noengage': ['interactionId', 'reason'],
  'interaction.stop': ['interactionId'],
  'chat.route': ['chatId', 'group', 'agent', 'priority', 'skills'],
  'chat.end': ['chatId', 'message'],
} as const;
type CallType = keyof typeof MEMBERS;
const TYPES = Object.keys(MEMBERS) as readonly CallType[];

const header = (description: string) => Type.Optional(Type.String({ description }));

const Headers = Type.Object({
  'webhook-id': header('Names the call; a repeated one is answered as the first time.'),
  'webhook-timestamp': header('When it was signed, in seconds; at most 5 minutes off.'),
  'webhook-signature': header('As Standard Webhooks say.'),
});

const Data = Type.Object(
  {
    interactionId: Type.Optional(Type.String({ description: 'The interaction.' })),
    chatId: Type.Optional(Type.String({ description: 'With chat.…: the chat.' })),
    channel: Type.Optional(oneOf(CHANNELS, 'With interaction.engage.')),
    invitation: Type.Optional(dataOf('With interaction.engage: texts of the invitation.')),
    reason: Type.Optional(
      Type.String({
        maxLength: LIMITS.label.most,
        format: 'text',
        description: 'With interaction.noengage: kept as `reasonDetail`.',
      }),
    ),
    ...ROUTE_MEMBERS,
    message: Type.Optional(Word),
  },
  { additionalProperties: false },
);

const Body = Type.Object(
  {
    type: oneOf(TYPES),
    timestamp: Type.Optional(Type.String({ format: 'date-time' })),
    data: Data,
  },
  { additionalProperties: false },
);

/** What a call is about is required, what does not go with its type refused. */
function checkMembers(type: CallType, data: Static<typeof Data>): void {
  const allowed: readonly string[] = MEMBERS[type];
  const foreign = Object.keys(data).filter((member) => !allowed.includes(member));
  const [id] = MEMBERS[type];
  if (foreign.length > 0 || data[id] === undefined)
    throw validationProblem([
      ...(data[id] === undefined ? [{ pointer: `#/data/${id}`, detail: 'is required' }] : []),
      ...foreign.map((member) => ({
        pointer: `#/data/${member}`,
        detail: `does not go with the type ${type}`,
      })),
    ]);
}

type InteractionCall = Exclude<CallType, `chat.${string}`>;

function eventOf(type: InteractionCall, data: Static<typeof Data>): Event {
  switch (type) {
    case 'interaction.engage':
      return { type: 'engage', channel: data.channel, invitation: data.invitation };
    case 'interaction.noengage':
      return { type: 'noengage', detail: data.reason };
    case 'interaction.stop':
      return { type: 'stop', by: 'strategy' };
  }
}

export interface StrategyWebhookOptions {
  readonly engine: Engine;
  readonly chats: Chats;
  readonly strategySecrets: StrategySecrets;
  readonly clock: Clock;
}

/** The instructions of a strategy as one signed webhook. */
export const strategyWebhook: FastifyPluginAsyncTypebox<StrategyWebhookOptions> = async (
  app,
  { engine, chats, strategySecrets, clock },
) => {
  const signerOf = new WeakMap<FastifyRequest, string>();
  const parse = app.getDefaultJsonParser('error', 'error');
  // The signature is over the bytes as they came, and judged before they are read.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) =>
    done(null, text),
  );
  app.addHook('preValidation', async (request: FastifyRequest) => {
    const text = typeof request.body === 'string' ? request.body : '';
    const verified = verify(
      request.headers as SignatureHeaders,
      text,
      strategySecrets.signers(request.settings),
      wallTime(clock),
    );
    if ('doubt' in verified) throw unauthenticated(verified.doubt);
    signerOf.set(request, verified.signer);
    request.body = await new Promise((resolve, reject) => {
      parse(request, text, (error, value) => (error ? reject(error) : resolve(value)));
    });
  });

  app.post(
    '/v1/webhooks/orchestration',
    {
      config: {
        problems: [
          'unauthenticated',
          'not_found',
          'engagement_expired',
          'already_disposed',
          'already_ended',
          'not_allowed',
          'agent_not_ready',
          'at_capacity',
          'idempotency_key_reused',
        ],
      },
      schema: {
        ...describe(
          'receiveInstruction',
          'Strategies',
          'Instruct by one signed webhook: of interactions engage, noengage, stop; of chats route, end',
          'Signed as Standard Webhooks say, with `STRATEGY_SECRET` or a secret made for a strategy. The same call with the same `webhook-id` within 24 hours is answered as the first time, and nothing is done twice; another call under it is refused.',
        ),
        headers: Headers,
        body: Body,
        response: { 200: Type.Union([ref(Interaction), ref(Chat)]) },
      },
    },
    async (request) => {
      const { headers, body } = request;
      const { type, data } = body;
      checkMembers(type, data);
      const signer = signerOf.get(request) ?? '';
      // A repeated call may say another time.
      const call = signedCallOf(signer, headers['webhook-id'] ?? '', { type, data });
      if (type === 'chat.route' || type === 'chat.end') {
        const instruction: ChatInstruction =
          type === 'chat.route'
            ? routeOf(data, '#/data')
            : { type: 'end', message: data.message ?? null };
        const id = chatIdOf(data.chatId ?? '');
        const result = await chats.instruct(id, instruction, call);
        return viewChat(respondInstruction(result, '#/data'), chats.now());
      }
      const id = interactionOf(data.interactionId ?? '');
      const outcome = await engine.receive(id, eventOf(type, data), call);
      if (outcome === 'reused') throw keyReused('webhook-id');
      const interaction = respond(outcome);
      const deadlineAt = deadline(interaction, engine.timeline())?.at ?? null;
      return viewInteraction(interaction, deadlineAt, engine.now());
    },
  );
};
