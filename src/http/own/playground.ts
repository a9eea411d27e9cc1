import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import type { Operator } from '../../decisions/audit.js';
import type { EventOutcome } from '../../decisions/interactions.js';
import { CHANNELS } from '../../domain/interactions/vocabulary.js';
import { defaultQueueOf } from '../../domain/objects/routing.js';
import { Problem } from '../../domain/problems.js';
import { Rules } from '../../domain/rules/schema.js';
import { misfitsOfRules } from '../../domain/rules/validation.js';
import { type Static, Type } from '../../domain/typebox.js';
import type { Engine } from '../../engine/engine.js';
import type { Playground } from '../../settings/playground-key.js';
import { callerOf } from '../server/authentication.js';
import { interactionOf, respond } from '../server/outcomes.js';
import { presentInteraction, viewpointOf } from '../server/present.js';
import { validationProblem } from '../server/problems.js';
import { webFile } from '../server/web-files.js';
import { oneOf, TokenField } from '../shapes/schemas.js';
import { PLAYGROUND_PAGES, renderPage } from './playground-pages.js';

export interface PlaygroundOptions {
  readonly engine: Engine;
  readonly playground: Playground;
  /** Where an operator finds the key, as a shell reads it. */
  readonly keyInShell: string;
}

const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const ACTIONS = ['engage', 'noengage', 'clean', 'stop', 'decide', 'runOut'] as const;
type Action = (typeof ACTIONS)[number];

const Body = Type.Object(
  {
    channel: Type.Optional(oneOf(CHANNELS)),
    rules: Type.Optional(Rules),
    isMissedUsed: Type.Optional(Type.Boolean()),
    token: TokenField,
  },
  { additionalProperties: false },
);
type Body = Static<typeof Body>;
/** Only visits that began with the playground's own key: nothing of a real site is in reach. */
export function checkVisit(request: FastifyRequest, playground: Playground): void {
  const caller = callerOf(request);
  if (caller.kind !== 'visit' || !playground.owns(caller.keyId))
    throw new Problem('forbidden', 'Only a visit of the playground may do this.');
}

const OPERATOR: Operator = { keyId: 'playground', keyName: 'playground' };

/** The shop to try everything with, and what its side panel does in the place of others. */
export const playgroundPages: FastifyPluginAsyncTypebox<PlaygroundOptions> = async (
  app,
  { engine, playground, keyInShell },
) => {
  if (!playground.isOn) return;
  const hidden = { schema: { hide: true } as object };

  for (const page of PLAYGROUND_PAGES)
    app.get(page.path, hidden, async (_request, reply) =>
      reply
        .type('text/html; charset=utf-8')
        .header('content-security-policy', CSP)
        .header('cache-control', 'no-store')
        .send(renderPage(page, playground.key()?.key ?? '', keyInShell)),
    );
  app.get('/playground/playground.js', hidden, webFile('playground.js'));
  app.get('/playground/playground.css', hidden, webFile('playground.css'));

  /** What each does, by what it is asked with. */
  const acts: Readonly<
    Record<Action, (id: string, body: Body) => Promise<EventOutcome | undefined>>
  > = {
    engage: (id, { channel }) => engine.apply(id, { type: 'engage', channel }),
    noengage: (id) => engine.apply(id, { type: 'noengage', detail: 'decided in the playground' }),
    decide: (id, { rules = [] }) => engine.decide(id, rules),
    runOut: (id, { isMissedUsed }) =>
      engine.runOut(id, isMissedUsed ? { queueMissed: defaultQueueOf('Missed') } : {}),
    clean: (id) => engine.operate(id, { type: 'clean', by: 'ops' }, OPERATOR),
    stop: (id) => engine.operate(id, { type: 'stop', by: 'ops' }, OPERATOR),
  };

  app.post(
    '/playground/interactions/:id/:action',
    {
      config: { access: { tokens: ['visit'] } },
      schema: {
        hide: true,
        params: Type.Object({ id: Type.String(), action: oneOf(ACTIONS) }),
        body: Body,
      },
    },
    async (request) => {
      checkVisit(request, playground);
      const { params, body } = request;
      const id = interactionOf(params.id);
      const misfits = misfitsOfRules(body.rules ?? []);
      if (misfits.length > 0) throw validationProblem(misfits);
      // Why a rule decides, or does not, is asked for before: then it has decided.
      const verdict = params.action === 'decide' ? await engine.preview(id, body.rules) : undefined;
      const outcome = await acts[params.action](id, body);
      return {
        ...presentInteraction(respond(outcome), viewpointOf(engine, request)),
        ...(verdict &&
          outcome?.applied && { verdict: { rule: verdict.rule, missed: verdict.missed } }),
      };
    },
  );

  app.post(
    '/playground/visits/:visitId/decider',
    {
      config: { access: { tokens: ['visit'] } },
      schema: {
        hide: true,
        params: Type.Object({ visitId: Type.String() }),
        body: Type.Object(
          { isVisitor: Type.Boolean(), token: TokenField },
          { additionalProperties: false },
        ),
      },
    },
    async (request, reply) => {
      checkVisit(request, playground);
      await playground.reserve(request.params.visitId, request.body.isVisitor);
      return reply.code(204).send();
    },
  );
};
