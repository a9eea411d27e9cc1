import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import type { Engine } from '../engine.js';
import { Problem } from '../errors.js';
import { CHANNELS } from '../lifecycle/vocabulary.js';
import type { Playground } from '../playground.js';
import type { Operator } from '../store/store.js';
import { Type } from '../typebox.js';
import { callerOf } from './authentication.js';
import { interactionOf, respond } from './outcomes.js';
import { PLAYGROUND_PAGES, renderPage } from './playground-pages.js';
import { presentInteraction, viewpointOf } from './present.js';
import { oneOf, TokenField } from './schemas.js';
import { webFile } from './web-files.js';

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

const ACTIONS = ['engage', 'noengage', 'clean', 'stop'] as const;
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

  /** Only visits that began with the playground's own key: nothing of a real site is in reach. */
  function checkVisit(request: FastifyRequest): void {
    const caller = callerOf(request);
    if (caller.kind !== 'visit' || caller.keyId !== playground.key()?.id)
      throw new Problem('forbidden', 'Only a visit of the playground may do this.');
  }

  app.post(
    '/playground/interactions/:id/:action',
    {
      config: { access: { tokens: ['visit'] } },
      schema: {
        hide: true,
        params: Type.Object({ id: Type.String(), action: oneOf(ACTIONS) }),
        body: Type.Object(
          { channel: Type.Optional(oneOf(CHANNELS)), token: TokenField },
          { additionalProperties: false },
        ),
      },
    },
    async (request) => {
      checkVisit(request);
      const { id, action } = request.params;
      const { channel } = request.body;
      const named = interactionOf(id);
      const outcome =
        action === 'engage'
          ? await engine.apply(named, { type: action, channel })
          : action === 'noengage'
            ? await engine.apply(named, { type: action, detail: 'decided in the playground' })
            : await engine.operate(named, { type: action, by: 'ops' }, OPERATOR);
      return presentInteraction(respond(outcome), viewpointOf(engine, request));
    },
  );
};
