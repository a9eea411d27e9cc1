import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ChatLeaseRefusal, HandedChat } from '../../decisions/chat-leases.js';
import type { Handed, LeaseRefusal } from '../../decisions/leases.js';
import { viewChat } from '../../domain/chats/view.js';
import type { PullRefusal } from '../../domain/leases/permit.js';
import { LIMITS } from '../../domain/limits.js';
import { PROBLEMS, Problem } from '../../domain/problems.js';
import { quote } from '../../domain/quote.js';
import { Type } from '../../domain/typebox.js';
import type { Engine } from '../../engine/engine.js';
import type { NoPull } from '../../engine/pull-source.js';
import type { Pulls } from '../../engine/pulls.js';
import { isId } from '../../ids.js';
import { noSuch } from '../../text/near.js';
import { operatorOf } from '../server/authentication.js';
import { unauthenticated } from '../server/credentials.js';
import { describe } from '../server/description.js';
import { presentInteraction, viewpointOf } from '../server/present.js';
import { Chat } from '../shapes/chats.js';
import { Interaction, moment, ref } from '../shapes/schemas.js';

const LeaseId = Type.String({ format: 'uuid', description: 'Names the lease.' });

const HandedOut = Type.Object({
  leaseId: LeaseId,
  leasedUntil: moment(
    'Until then nobody else gets it: the end of the lease, or the deadline when that is earlier.',
  ),
  deliveries: Type.Integer({
    minimum: 1,
    description: 'How often the interaction was handed out, this time included.',
  }),
  interaction: Type.Optional(ref(Interaction)),
  chat: Type.Optional(ref(Chat)),
});

const leaseSeconds = (description: string, more: { readonly default?: number } = {}) =>
  Type.Integer({ minimum: 5, maximum: 300, description, ...more });

const LeaseParams = Type.Object({ id: Type.String({ description: 'The id of the lease.' }) });

/** What keeps others from pulling, and how to change that. */
function notAllowed({ queue, decider, routing }: PullRefusal & { code: 'not_allowed' }): Problem {
  const who = decider === 'builtin' ? 'the built-in strategy' : 'a remote strategy';
  const change =
    routing === null
      ? 'start the service with STRATEGY=none'
      : `set annex.Application.url of the Enhanced Routing object ${quote(routing)} to none`;
  return new Problem(
    'not_allowed',
    `In ${queue} ${who} decides; to pull from it, ${change}, or pull through a view whose name ends in .Clean.`,
    { help: 'Give the queue to those who pull, as docs/strategies.md shows.' },
  );
}

function problemOf(view: string, refusal: NoPull): Problem {
  switch (refusal.code) {
    case 'not_found':
      return new Problem('not_found', noSuch('interaction queue view', view, refusal.views));
    case 'view_disabled':
      return new Problem('view_disabled', `The view ${quote(view)} is disabled.`);
    case 'not_allowed':
      return notAllowed(refusal);
    case 'unauthenticated':
      return unauthenticated('The API key was revoked while the pull waited.');
    case 'overloaded':
      return new Problem(
        'overloaded',
        `${LIMITS.waitingPulls.most} pulls wait already; pull without waiting, or again in a moment.`,
        {},
        { 'retry-after': '1' },
      );
  }
}

function leaseProblemOf(id: string, refusal: LeaseRefusal | ChatLeaseRefusal): Problem {
  switch (refusal.code) {
    case 'not_found':
      return new Problem('not_found', `There is no lease ${quote(id)}, or it was long ago.`);
    case 'forbidden':
      return new Problem('forbidden', 'The lease was given to another key.', {
        help: 'Only the key that pulled may extend a lease or give it back.',
      });
    case 'lease_expired': {
      if ('chat' in refusal) {
        const { id: chatId, state, queue } = refusal.chat;
        return new Problem(
          'lease_expired',
          `Its time is over, it was given back, or somebody decided: chat ${chatId} is ${state}.`,
          { chatId, state, queue, help: PROBLEMS.lease_expired.help },
        );
      }
      const { id: interactionId, state, queue } = refusal.interaction;
      return new Problem(
        'lease_expired',
        `Its time is over, it was given back, or somebody decided: interaction ${interactionId} is in ${state}.`,
        { interactionId, state, queue, help: PROBLEMS.lease_expired.help },
      );
    }
  }
}

export interface ViewsOptions {
  readonly engine: Engine;
  readonly pulls: Pulls;
}

/** For strategies that pull what waits, instead of being called. */
export const views: FastifyPluginAsyncTypebox<ViewsOptions> = async (app, { engine, pulls }) => {
  function present(request: FastifyRequest, handed: Handed | HandedChat) {
    const { leaseId, deliveries } = handed;
    const leasedUntil = new Date(handed.leasedUntil).toISOString();
    const lease = { leaseId, leasedUntil, deliveries };
    return 'chat' in handed
      ? { ...lease, chat: viewChat(handed.chat, engine.now()) }
      : {
          ...lease,
          interaction: presentInteraction(handed.interaction, viewpointOf(engine, request)),
        };
  }

  /** Aborted once the answer went out, or nobody is there to get it. */
  function goneWith({ raw }: FastifyReply): AbortSignal {
    const gone = new AbortController();
    raw.once('close', () => gone.abort());
    return gone.signal;
  }

  /** The id of a lease in an address; what is no id names nothing. */
  function leaseOf(id: string): string {
    if (!isId(id)) throw new Problem('not_found', `${quote(id)} is not the id of a lease.`);
    return id;
  }

  app.post(
    '/v1/views/:name/pull',
    {
      config: {
        access: { scope: 'orchestration' },
        problems: ['not_allowed', 'view_disabled'],
      },
      schema: {
        ...describe(
          'pullFromView',
          'Strategies',
          'Pull what waits in a queue: each interaction to one puller',
          'Hands out what the view shows and nobody has on lease. A decision on the interaction, by whomever, ends the lease; when it ends before, the interaction is handed out again. Possible while nobody else decides in the queue (`STRATEGY=none`, or its Enhanced Routing object says `none`), and through `.Clean` views always.',
        ),
        params: Type.Object({ name: Type.String({ description: 'The name of the view.' }) }),
        body: Type.Object(
          {
            max: Type.Integer({
              minimum: 1,
              maximum: LIMITS.pulled.most,
              default: 1,
              description: 'Interactions at most.',
            }),
            leaseSeconds: leaseSeconds('How long they are kept from others.', { default: 30 }),
            waitSeconds: Type.Integer({
              minimum: 0,
              maximum: 20,
              default: 0,
              description: 'How long to wait for the first one when there is none.',
            }),
          },
          { additionalProperties: false },
        ),
        response: {
          200: Type.Object({
            items: Type.Array(HandedOut, { description: 'In the order of the view.' }),
          }),
        },
      },
    },
    async (request, reply) => {
      const { max, leaseSeconds: seconds, waitSeconds } = request.body;
      const { name } = request.params;
      const pulled = await pulls.pull({
        view: name,
        keyId: operatorOf(request).keyId,
        max,
        leaseMs: seconds * 1000,
        waitMs: waitSeconds * 1000,
        isWelcome: request.isWelcome,
        gone: goneWith(reply),
      });
      if ('items' in pulled) return { items: pulled.items.map((each) => present(request, each)) };
      throw problemOf(name, pulled.refusal);
    },
  );

  app.post(
    '/v1/leases/:id/extend',
    {
      config: { access: { scope: 'orchestration' }, problems: ['lease_expired'] },
      schema: {
        ...describe(
          'extendLease',
          'Strategies',
          'Keep what was pulled for longer',
          'From now on for so long, never shorter than it would have been. Only by the key that pulled.',
        ),
        params: LeaseParams,
        body: Type.Object(
          { leaseSeconds: leaseSeconds('How long from now on.') },
          { additionalProperties: false },
        ),
        response: { 200: HandedOut },
      },
    },
    async (request) => {
      const id = leaseOf(request.params.id);
      const { keyId } = operatorOf(request);
      const extended = await pulls.extend(id, keyId, request.body.leaseSeconds * 1000);
      if ('refusal' in extended) throw leaseProblemOf(id, extended.refusal);
      return present(request, extended);
    },
  );

  app.post(
    '/v1/leases/:id/release',
    {
      config: { access: { scope: 'orchestration' }, problems: ['lease_expired'] },
      schema: {
        ...describe(
          'releaseLease',
          'Strategies',
          'Give back what was pulled, undecided',
          'It is handed out again at once, or after a while. Only by the key that pulled.',
        ),
        params: LeaseParams,
        body: Type.Object(
          {
            delaySeconds: Type.Integer({
              minimum: 0,
              maximum: 300,
              default: 0,
              description: 'So long it is kept from everybody.',
            }),
          },
          { additionalProperties: false },
        ),
        response: {
          200: Type.Object({
            leaseId: LeaseId,
            availableAt: moment('From when on it is handed out again.'),
          }),
        },
      },
    },
    async (request) => {
      const id = leaseOf(request.params.id);
      const { keyId } = operatorOf(request);
      const released = await pulls.release(id, keyId, request.body.delaySeconds * 1000);
      if ('refusal' in released) throw leaseProblemOf(id, released.refusal);
      return { ...released, availableAt: new Date(released.availableAt).toISOString() };
    },
  );
};
