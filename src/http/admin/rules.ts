import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Ruled, RulesOf, RulesOutcome, RulesVersion } from '../../decisions/rules.js';
import type { Settings } from '../../decisions/settings.js';
import { Problem } from '../../domain/problems.js';
import { RULES_NAMES } from '../../domain/strategies/reference.js';
import { type TSchema, Type } from '../../domain/typebox.js';
import type { RuleBook } from '../../settings/rules.js';
import { COLUMNS } from '../../text/lists.js';
import { operatorOf } from '../server/authentication.js';
import { describe } from '../server/description.js';
import { placeOf, presentPage } from '../server/pages.js';
import { expectedVersion, IfMatchHeaders } from '../server/preconditions.js';
import { isoOrNull } from '../server/present.js';
import { validationProblem } from '../server/problems.js';
import type { TypedApp } from '../server/routes.js';
import { momentOrNull, pageOf, textOrNull, WHOLE_PAGE_PARAMETERS } from '../shapes/schemas.js';

/** Rules of one sort, as the API has them. */
export interface RuleRoutes<R extends Ruled> {
  /** The last part of their path; page tokens are bound to it. */
  readonly name: string;
  /** As it stands in the names of the operations. */
  readonly id: string;
  /** What they are the rules of, in a sentence. */
  readonly of: string;
  /** How the rules decide. */
  readonly how: string;
  /** What `warnings` are about. */
  readonly doubts: string;
  readonly schema: TSchema;
  readonly book: RuleBook<R>;
  /** What operators should look at again in rules that are valid, a sentence each. */
  readonly warningsOf: (rules: RulesOf[R], settings: Settings) => readonly string[];
}

const AnyRule = Type.Unsafe<object>({ type: 'object', additionalProperties: true });

const Version = Type.Object({
  rules: Type.Array(AnyRule, { description: 'In their order: the first that applies decides.' }),
  version: Type.Integer({ description: '1 is the shipped one; each change adds one.' }),
  updatedAt: momentOrNull('When it came into force; null for the shipped one.'),
  updatedBy: textOrNull('The name of the key that changed it.'),
});

/** The first part of the paths of all rules. */
export const STRATEGIES = '/v1/admin/strategies';

/** That of a strategy by its name, which is none of the rules. */
export const ONE_STRATEGY = `${STRATEGIES}/:name(^(?!(?:${RULES_NAMES.join('|')})$).+$)`;

/** For a verdict: which version of the rules it is by. */
export const versionOrNull = Type.Unsafe<number | null>({
  type: ['integer', 'null'],
  description: 'Of the rules; null for rules that are only tried.',
});

const present = ({ version, rules, at, by }: RulesVersion) => ({
  rules: [...rules],
  version,
  updatedAt: isoOrNull(at),
  updatedBy: by,
});

/** Reading and changing rules, their versions, and the way back to one of them. */
export function addRuleRoutes<R extends Ruled>(app: TypedApp, routes: RuleRoutes<R>): void {
  const { name, id, of, how, doubts, schema, book, warningsOf } = routes;
  const path = `${STRATEGIES}/${name}`;
  const read = { access: { scope: 'admin:read' } } as const;
  const write = { access: { scope: 'admin:write' }, problems: ['precondition_failed'] } as const;
  /** Binds page tokens to the list of versions, which has no filters. */
  const list = { list: name };
  const Current = Type.Object({
    ...Version.properties,
    warnings: Type.Array(Type.String(), { description: `What to look at again: ${doubts}.` }),
  });

  function answer(request: FastifyRequest, reply: FastifyReply, outcome: RulesOutcome<R>) {
    if (outcome.ok) {
      const { inForce } = outcome;
      reply.header('etag', `"${inForce.version}"`);
      return { ...present(inForce), warnings: [...warningsOf(inForce.rules, request.settings)] };
    }
    if (outcome.code === 'validation_failed') throw validationProblem(outcome.misfits);
    throw new Problem(outcome.code, 'The rules are at another version; read them again.');
  }

  const writeOf = (request: FastifyRequest & { headers: { 'if-match'?: string } }) => ({
    operator: operatorOf(request),
    expectedVersion: expectedVersion(request.headers['if-match']),
  });

  app.get(
    path,
    {
      config: read,
      schema: {
        ...describe(`get${id}`, 'Admin', `Read the rules of ${of}`),
        response: { 200: Current },
      },
    },
    async (request, reply) =>
      answer(request, reply, { ok: true, inForce: book.get(request.settings) }),
  );

  app.put(
    path,
    {
      config: write,
      schema: {
        ...describe(`set${id}`, 'Admin', `Change the rules of ${of}, effective immediately`, how),
        headers: IfMatchHeaders,
        body: Type.Object({ rules: schema }, { additionalProperties: false }),
        response: { 200: Current },
      },
    },
    async (request, reply) => {
      // The schema that it was held to is the one of this sort.
      const rules = request.body.rules as RulesOf[R];
      return answer(request, reply, await book.set(rules, writeOf(request)));
    },
  );

  app.get(
    `${path}/history`,
    {
      config: {
        ...read,
        table: COLUMNS.rulesHistory,
        problems: ['overloaded', 'storage_unavailable'],
      },
      schema: {
        ...describe(`get${id}History`, 'Admin', 'List the versions of the rules'),
        querystring: Type.Object(WHOLE_PAGE_PARAMETERS, { additionalProperties: false }),
        response: { 200: pageOf(Version) },
      },
    },
    async ({ query: { pageSize, pageToken } }) => {
      const page = await book.history({ size: pageSize, after: placeOf(pageToken, list) });
      return presentPage(page, list, present);
    },
  );

  app.post(
    `${path}/rollback`,
    {
      config: write,
      schema: {
        ...describe(`rollBack${id}`, 'Admin', 'Make the rules of an earlier version the newest'),
        headers: IfMatchHeaders,
        body: Type.Object(
          { version: Type.Integer({ minimum: 1, description: 'The version to go back to.' }) },
          { additionalProperties: false },
        ),
        response: { 200: Current },
      },
    },
    async (request, reply) =>
      answer(request, reply, await book.rollBack(request.body.version, writeOf(request))),
  );
}
