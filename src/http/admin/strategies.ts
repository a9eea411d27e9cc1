import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import type { StrategyRefusal } from '../../decisions/strategies.js';
import { LIMITS } from '../../domain/limits.js';
import { Problem } from '../../domain/problems.js';
import { quote } from '../../domain/quote.js';
import type { Bundle, Fault } from '../../domain/strategies/bundle.js';
import { RULES_NAMES } from '../../domain/strategies/reference.js';
import { type Static, Type } from '../../domain/typebox.js';
import type { Strategies } from '../../settings/strategies.js';
import { COLUMNS } from '../../text/lists.js';
import { operatorOf } from '../server/authentication.js';
import { addTextParser } from '../server/bodies.js';
import { describe } from '../server/description.js';
import { placeOf, presentPage } from '../server/pages.js';
import { expectedVersion, IfMatchHeaders } from '../server/preconditions.js';
import { validationProblem } from '../server/problems.js';
import { inUse } from '../server/users.js';
import { flagParameter, itemsOf, pageOf, WHOLE_PAGE_PARAMETERS } from '../shapes/schemas.js';
import {
  BundleBody,
  PushedStrategy,
  presentStrategy,
  presentWithText,
  StrategyParams,
  StrategyView,
  StrategyWithText,
} from '../shapes/strategies.js';
import { ONE_STRATEGY, STRATEGIES } from './rules.js';

/** The media type of one document. */
const SCXML = 'application/scxml+xml';

const missing = (name: string): Problem =>
  new Problem('not_found', `There is no strategy ${quote(name)}; GET ${STRATEGIES} lists them.`);

/** The problem of a bundle with errors: all of them, each with its place. */
function invalidStrategy(errors: readonly Fault[]): Problem {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more in \`errors\`)` : '';
  const detail = first
    ? `${first.file}:${first.line}:${first.column}: ${first.detail}${more}`
    : 'The bundle cannot be run.';
  const pointed = errors.map((fault) => ({
    pointer: `#/files/${fault.file.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    ...fault,
  }));
  return new Problem('invalid_strategy', detail, { errors: pointed });
}

/** Why a strategy stays as it is, as a problem. */
function refusalOf(name: string, refusal: StrategyRefusal): Problem {
  switch (refusal.code) {
    case 'not_found':
      return missing(name);
    case 'precondition_failed':
      return new Problem(
        refusal.code,
        refusal.version === null
          ? 'It does not exist; leave out If-Match to make it.'
          : `It is at version ${refusal.version}; read it again.`,
      );
    case 'too_many_strategies':
      return new Problem(refusal.code, `There are ${LIMITS.strategies.most} already.`);
    case 'object_in_use':
      return inUse(refusal.users);
  }
}

/** What was sent: one document, named after the strategy, or all of a bundle. */
const bundleOf = (name: string, body: string | Static<typeof BundleBody>): Bundle => {
  if (typeof body !== 'string') return body;
  const main = `${name}.scxml`;
  return { main, files: { [main]: body } };
};

export interface StrategiesOptions {
  readonly strategies: Strategies;
}

/** Pushing, reading and rolling back strategies written in SCXML. */
export const adminStrategies: FastifyPluginAsyncTypebox<StrategiesOptions> = async (
  app,
  { strategies },
) => {
  addTextParser(app, SCXML);
  const read = { access: { scope: 'admin:read' } } as const;
  const scope = { scope: 'strategies:write' } as const;
  const writeOf = (request: FastifyRequest & { headers: { 'if-match'?: string } }) => ({
    operator: operatorOf(request),
    expectedVersion: expectedVersion(request.headers['if-match']),
  });

  app.get(
    STRATEGIES,
    {
      config: { ...read, table: COLUMNS.strategies },
      schema: {
        ...describe(
          'listStrategies',
          'Admin',
          'List the SCXML strategies, each by its newest version',
          'Without their text. The rules of Engagement Logic and Chat Routing have addresses of their own.',
        ),
        response: { 200: itemsOf(StrategyView) },
      },
    },
    async () => ({ items: (await strategies.list()).map(presentStrategy) }),
  );

  app.get(
    ONE_STRATEGY,
    {
      config: read,
      schema: {
        ...describe('getStrategy', 'Admin', 'Read a version of a strategy, with its text'),
        params: StrategyParams,
        querystring: Type.Object(
          {
            version: Type.Optional(
              Type.Integer({ minimum: 1, description: 'The newest when left out.' }),
            ),
          },
          { additionalProperties: false },
        ),
        response: { 200: StrategyWithText },
      },
    },
    async ({ params: { name }, query: { version } }, reply) => {
      const found = await strategies.get(name, version);
      if (found === null) throw missing(name);
      reply.header('etag', `"${found.version}"`);
      return presentWithText(found);
    },
  );

  app.put(
    ONE_STRATEGY,
    {
      bodyLimit: LIMITS.strategyBytes.most,
      config: {
        access: scope,
        problems: ['precondition_failed', 'invalid_strategy', 'too_many_strategies'],
      },
      schema: {
        ...describe(
          'putStrategy',
          'Admin',
          'Push a strategy: its bundle becomes the newest version',
          'One document as `application/scxml+xml`, or every document of a project as JSON. A bundle with errors is refused with all of them; the text in force again makes no version. Sessions that run keep the version they began with.',
        ),
        params: StrategyParams,
        headers: IfMatchHeaders,
        querystring: Type.Object(
          { check: Type.Optional(flagParameter('Looks at the bundle, and stores nothing.')) },
          { additionalProperties: false },
        ),
        body: Type.Unsafe<string | Static<typeof BundleBody>>({
          content: {
            'application/json': { schema: BundleBody },
            [SCXML]: {
              schema: Type.String({ minLength: 1, description: 'The document, as UTF-8.' }),
            },
          },
        }),
        response: { 200: PushedStrategy, 201: PushedStrategy },
      },
    },
    async (request, reply) => {
      const { name } = request.params;
      if (RULES_NAMES.some((taken) => taken === name.toLowerCase()))
        throw validationProblem([{ pointer: '#/name', detail: 'is the name of rules' }]);
      const bundle = bundleOf(name, request.body);
      const isCheck = request.query.check === 'true';
      const pushed = isCheck
        ? { ...(await strategies.check(name, bundle)), outcome: null }
        : await strategies.push(name, bundle, writeOf(request));
      const { errors, outcome, strategy } = pushed;
      if (errors.length > 0) throw invalidStrategy(errors);
      if (outcome?.ok === false) throw refusalOf(name, outcome.refusal);
      const made = outcome && (await strategies.get(name, outcome.version));
      if (outcome) reply.header('etag', `"${outcome.version}"`);
      if (outcome?.isNew) reply.code(201);
      const shown = presentStrategy(
        made ?? { ...strategy, version: 0, at: 0, by: operatorOf(request).keyName },
      );
      return {
        ...shown,
        version: outcome?.version ?? null,
        isChanged: outcome?.isChanged ?? false,
        updatedAt: made ? shown.updatedAt : null,
        updatedBy: made ? shown.updatedBy : null,
      };
    },
  );

  app.get(
    `${ONE_STRATEGY}/history`,
    {
      config: {
        ...read,
        table: COLUMNS.strategies,
        problems: ['overloaded', 'storage_unavailable'],
      },
      schema: {
        ...describe('getStrategyHistory', 'Admin', 'List the versions of a strategy, newest first'),
        params: StrategyParams,
        querystring: Type.Object(WHOLE_PAGE_PARAMETERS, { additionalProperties: false }),
        response: { 200: pageOf(StrategyView) },
      },
    },
    async ({ params: { name }, query: { pageSize, pageToken } }) => {
      const list = { list: 'strategies', name };
      const page = { size: pageSize, after: placeOf(pageToken, list) };
      const versions = await strategies.history(name, page);
      if (versions.items.length === 0 && page.after === undefined) throw missing(name);
      return presentPage(versions, list, presentStrategy);
    },
  );

  app.post(
    `${ONE_STRATEGY}/rollback`,
    {
      config: { access: scope, problems: ['precondition_failed'] },
      schema: {
        ...describe(
          'rollBackStrategy',
          'Admin',
          'Make the text of an earlier version the newest version',
        ),
        params: StrategyParams,
        headers: IfMatchHeaders,
        body: Type.Object(
          { version: Type.Integer({ minimum: 1, description: 'The version to go back to.' }) },
          { additionalProperties: false },
        ),
        response: { 200: StrategyView },
      },
    },
    async (request, reply) => {
      const { name } = request.params;
      const outcome = await strategies.rollBack(name, request.body.version, writeOf(request));
      const newest = await strategies.get(name);
      if (newest === null) throw missing(name);
      if (outcome === null)
        throw validationProblem([
          { pointer: '#/version', detail: `must be one of the versions 1–${newest.version}` },
        ]);
      if (!outcome.ok) throw refusalOf(name, outcome.refusal);
      reply.header('etag', `"${newest.version}"`);
      return presentStrategy(newest);
    },
  );

  app.delete(
    ONE_STRATEGY,
    {
      config: { access: scope, problems: ['object_in_use', 'precondition_failed'] },
      schema: {
        ...describe(
          'deleteStrategy',
          'Admin',
          'Delete a strategy that nothing routes to, with every version',
          'Otherwise it is refused, and `users` lists what names it. A strategy that is pushed under the name again goes on with the next number.',
        ),
        params: StrategyParams,
        headers: IfMatchHeaders,
        response: {
          200: Type.Object({
            name: Type.String(),
            version: Type.Integer({ description: 'The newest one that there was.' }),
          }),
        },
      },
    },
    async (request) => {
      const { name } = request.params;
      const outcome = await strategies.remove(name, writeOf(request));
      if (!outcome.ok) throw refusalOf(name, outcome.refusal);
      return { name, version: outcome.version };
    },
  );
};
