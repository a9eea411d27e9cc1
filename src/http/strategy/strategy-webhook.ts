import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { type SignatureHeaders, verify } from '../../calls/verifying.js';
import { type Clock, wallTime } from '../../clock.js';
import { deadline } from '../../domain/interactions/clocks.js';
import type { Event } from '../../domain/interactions/interaction.js';
import { viewInteraction } from '../../domain/interactions/view.js';
import { CHANNELS } from '../../domain/interactions/vocabulary.js';
import { LIMITS } from '../../domain/limits.js';
import { Type } from '../../domain/typebox.js';
import type { Engine } from '../../engine/engine.js';
import { keyReused } from '../../settings/once.js';
import type { StrategySecrets } from '../../settings/strategy-secrets.js';
import { unauthenticated } from '../server/credentials.js';
import { describe } from '../server/description.js';
import { signedCallOf } from '../server/idempotency.js';
import { interactionOf, respond } from '../server/outcomes.js';
import { validationProblem } from '../server/problems.js';
import { dataOf, Interaction, oneOf, ref } from '../shapes/schemas.js';

const TYPES = ['interaction.engage', 'interaction.noengage', 'interaction.stop'] as const;

const header = (description: string) => Type.Optional(Type.String({ description }));

const Headers = Type.Object({
  'webhook-id': header('Names the call; a repeated one is answered as the first time.'),
  'webhook-timestamp': header('When it was signed, in seconds; at most 5 minutes off.'),
  'webhook-signature': header('As Standard Webhooks say.'),
});

const Body = Type.Object(
  {
    type: oneOf(TYPES),
    timestamp: Type.Optional(Type.String({ format: 'date-time' })),
    data: Type.Object(
      {
        interactionId: Type.String({ description: 'The interaction.' }),
        channel: Type.Optional(oneOf(CHANNELS, 'With interaction.engage.')),
        invitation: Type.Optional(dataOf('With interaction.engage: texts of the invitation.')),
        reason: Type.Optional(
          Type.String({
            maxLength: LIMITS.label.most,
            format: 'text',
            description: 'With interaction.noengage: kept as `reasonDetail`.',
          }),
        ),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);

interface Data {
  readonly channel?: (typeof CHANNELS)[number];
  readonly invitation?: Record<string, string>;
  readonly reason?: string;
}

/** The members that go with each type of call. */
const MEMBERS: Readonly<Record<(typeof TYPES)[number], readonly (keyof Data)[]>> = {
  'interaction.engage': ['channel', 'invitation'],
  'interaction.noengage': ['reason'],
  'interaction.stop': [],
};

function eventOf(type: (typeof TYPES)[number], data: Data): Event {
  const foreign = (['channel', 'invitation', 'reason'] as const).filter(
    (member) => data[member] !== undefined && !MEMBERS[type].includes(member),
  );
  if (foreign.length > 0)
    throw validationProblem(
      foreign.map((member) => ({
        pointer: `#/data/${member}`,
        detail: `does not go with the type ${type}`,
      })),
    );
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
  readonly strategySecrets: StrategySecrets;
  readonly clock: Clock;
}

/** The instructions of a strategy as one signed webhook. */
export const strategyWebhook: FastifyPluginAsyncTypebox<StrategyWebhookOptions> = async (
  app,
  { engine, strategySecrets, clock },
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
          'not_allowed',
          'idempotency_key_reused',
        ],
      },
      schema: {
        ...describe(
          'receiveInstruction',
          'Strategies',
          'Instruct by one signed webhook: engage, noengage or stop',
          'Signed as Standard Webhooks say, with `STRATEGY_SECRET` or a secret made for a strategy. The same call with the same `webhook-id` within 24 hours is answered as the first time, and nothing is done twice; another call under it is refused.',
        ),
        headers: Headers,
        body: Body,
        response: { 200: ref(Interaction) },
      },
    },
    async (request) => {
      const { headers, body } = request;
      const { type, data } = body;
      const id = interactionOf(data.interactionId);
      const signer = signerOf.get(request) ?? '';
      // A repeated call may say another time.
      const call = signedCallOf(signer, headers['webhook-id'] ?? '', { type, data });
      const outcome = await engine.receive(id, eventOf(type, data), call);
      if (outcome === 'reused') throw keyReused('webhook-id');
      const interaction = respond(outcome);
      const deadlineAt = deadline(interaction, engine.timeline())?.at ?? null;
      return viewInteraction(interaction, deadlineAt, engine.now());
    },
  );
};
