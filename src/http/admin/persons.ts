import { Readable } from 'node:stream';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { Person } from '../../decisions/context.js';
import { LIMITS } from '../../domain/limits.js';
import { Problem } from '../../domain/problems.js';
import { quote } from '../../domain/quote.js';
import { type TObject, type TProperties, Type } from '../../domain/typebox.js';
import type { Engine } from '../../engine/engine.js';
import type { Erasure } from '../../engine/erasure.js';
import type { Store } from '../../store/store.js';
import { holds, operatorOf } from '../server/authentication.js';
import { describe } from '../server/description.js';
import type { Exports } from '../server/exports.js';
import { viewpointOf } from '../server/present.js';
import { Chat, ChatHistoryItem, ChatMessage } from '../shapes/chats.js';
import {
  flagParameter,
  HistoryItem,
  Interaction,
  moment,
  oneOf,
  printable,
  ref,
} from '../shapes/schemas.js';
import { exportOf } from './person-export.js';

const Invitation = Type.Unsafe<Record<string, string> | null>({
  type: ['object', 'null'],
  description: 'The texts that were shown, as the strategy wrote them.',
  additionalProperties: { type: 'string' },
});

const Export = Type.Object({
  person: Type.Object({
    kind: oneOf(['visitor', 'claimed_visitor', 'identity']),
    id: Type.String(),
  }),
  exportedAt: moment('When it was read.'),
  items: Type.Array(
    Type.Object({
      interaction: ref(Interaction),
      invitation: Invitation,
      history: Type.Array(ref(HistoryItem)),
    }),
    { description: 'Newest first; empty when nothing is known of the person.' },
  ),
  chats: Type.Array(
    Type.Object({
      chat: ref(Chat),
      history: Type.Array(ChatHistoryItem),
      messages: Type.Union([Type.Array(ref(ChatMessage)), Type.Null()], {
        description: 'All that was said; null for keys without the scope `chats:read`.',
      }),
    }),
    { description: 'The same of chats.' },
  ),
});

const Erased = Type.Object({
  erased: Type.Integer({
    description:
      'Interactions and chats erased by this call; 0 when there was none, with `missing=ok`.',
  }),
});

/** The two ways to name a person in an address. */
const PERSONS = [
  {
    kind: 'visitor',
    address: '/v1/admin/visitors/:visitorId',
    parameter: 'visitorId',
    words: ['exportVisitor', 'eraseVisitor', 'a visitor'],
    params: Type.Object({
      visitorId: printable(LIMITS.name.most, 'The visitor, as the site knows them.'),
    }),
  },
  {
    kind: 'identity',
    address: '/v1/admin/identities/:id',
    parameter: 'id',
    words: ['exportIdentity', 'eraseIdentity', 'a contact'],
    params: Type.Object({
      id: printable(LIMITS.name.most, 'The `id` of the `identity` of an interaction.'),
    }),
  },
] as const satisfies readonly {
  kind: Exclude<Person['kind'], 'claimed_visitor'>;
  address: string;
  parameter: string;
  words: readonly [exporting: string, erasing: string, whose: string];
  params: TObject;
}[];

const MISSING =
  'Look twice at the name. Where a person may be missing, ask with `?missing=ok`, on the command line with `--missing-ok`: the answer is 0 then.';

type Claimed = 'true' | 'false' | undefined;

/** What narrows it, for visitors alone: whether those are meant that browsers named. */
const queryOf = (
  kind: (typeof PERSONS)[number]['kind'],
  claimed: string,
  more: TProperties = {},
) => ({
  querystring: Type.Object(
    { ...(kind === 'visitor' && { claimed: Type.Optional(flagParameter(claimed)) }), ...more },
    { additionalProperties: false },
  ),
});

/**
 * Who is meant by an address, the proven one first. A stranger may have put anything under the id of
 * a visitor, so what browsers claimed is a person of its own; an id that is to be forgotten is
 * forgotten wherever it stands.
 */
function personsOf(
  kind: (typeof PERSONS)[number]['kind'],
  id: string,
  claimed: Claimed,
): readonly [Person, ...Person[]] {
  const proven: Person = { kind, id };
  if (kind === 'identity' || claimed === 'false') return [proven];
  const claim: Person = { kind: 'claimed_visitor', id };
  return claimed === 'true' ? [claim] : [proven, claim];
}

export interface PersonsOptions {
  readonly store: Store;
  readonly engine: Engine;
  readonly erasure: Erasure;
  readonly exports: Exports;
}

/** What a person may ask for: everything kept of them, and that it is forgotten. */
export const adminPersons: FastifyPluginAsync<PersonsOptions> = async (
  app,
  { store, engine, erasure, exports },
) => {
  for (const { kind, address, parameter, words, params } of PERSONS) {
    const [exporting, erasing, whose] = words;
    const namedBy = ({ params, query }: FastifyRequest) =>
      personsOf(
        kind,
        (params as Readonly<Record<string, string>>)[parameter] ?? '',
        (query as { readonly claimed?: Claimed }).claimed,
      );

    app.get(
      `${address}/export`,
      {
        config: {
          access: { scope: 'admin:read' },
          // A file to hand out.
          text: false,
          problems: ['validation_failed', 'overloaded', 'storage_unavailable'],
        },
        schema: {
          ...describe(
            exporting,
            'Admin',
            `Everything kept of ${whose}: interactions with user data, form and history, and chats`,
            'States are those of the last sweep, well under a second ago. A person of whom nothing is known has an empty export. Cut off when it cannot be read to its end, when the person is erased or the key is revoked meanwhile. What was said in chats is in it for keys with the scope `chats:read` alone, and is audited.',
          ),
          params,
          ...queryOf(
            kind,
            '`true`: what browsers kept under this id with a publishable key, instead of what is proven to be of the visitor.',
          ),
          response: { 200: Export },
        },
      },
      async (request, reply) => {
        const [person] = namedBy(request);
        const place = exports.begin(reply);
        const check = (): void => {
          place.moved();
          if (!request.isWelcome()) throw new Error('the key of an export was revoked');
        };
        const operator = operatorOf(request);
        const hear = (chat: string) => store.apply('auditRead', { chat, operator });
        const mayHear = holds(request, 'chats:read');
        const view = viewpointOf(engine, request);
        const text = await exportOf(store, person, view, check, mayHear ? hear : null);
        return reply
          .type('application/json; charset=utf-8')
          .headers({
            'cache-control': 'no-store',
            'content-disposition': 'attachment; filename="export.json"',
          })
          .send(Readable.from(text));
      },
    );

    app.delete(
      address,
      {
        config: {
          access: { scope: 'admin:write' },
          problems: ['validation_failed', 'overloaded', 'storage_unavailable'],
        },
        schema: {
          ...describe(
            erasing,
            'Admin',
            `Forget ${whose}: remove everything personal, end what is live`,
            'The anonymous history and the counts stay. Asking again is harmless, and finishes what was cut short. A person of whom nothing is kept is answered with 404 unless `missing=ok`.',
          ),
          params,
          ...queryOf(
            kind,
            '`true`: only what browsers kept under this id. `false`: only what is proven to be of the visitor. Without it: both.',
            {
              missing: Type.Optional(
                oneOf(
                  ['ok'],
                  '`ok`: a person of whom nothing is kept is no mistake, and answered with 0.',
                ),
              ),
            },
          ),
          response: { 200: Erased },
        },
      },
      async (request) => {
        const mayBeMissing = (request.query as { readonly missing?: 'ok' }).missing === 'ok';
        const persons = namedBy(request);
        let erased = 0;
        for (const person of persons)
          erased += await erasure.erase(person, operatorOf(request), mayBeMissing);
        if (erased > 0 || mayBeMissing) return { erased };
        throw new Problem(
          'not_found',
          `Nothing is kept of the ${kind} ${quote(persons[0].id)}: never was, or is erased already.`,
          { help: MISSING },
        );
      },
    );
  }
};
