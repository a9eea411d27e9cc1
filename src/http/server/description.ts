import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import type { FastifyContextConfig } from 'fastify';
import { PROBLEMS, type ProblemCode } from '../../domain/problems.js';
import { requiredOf } from '../shapes/schemas.js';
import type { Access } from './authentication.js';
import { isRecord } from './tables.js';
import { describeWebhooks } from './webhook-descriptions.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Problems that this operation answers with, besides those every operation may. */
    problems?: readonly ProblemCode[];
    /** Whether what `isFault` says of a status is answered as the 400 that the route describes. */
    faults?: true;
  }
}

/** Whether strategies for the original, which knows one way to fail, get a problem as a fault. */
export function isFault(status: number): boolean {
  return status < 429 && status !== 401 && status !== 403;
}

const TAGS = {
  Interactions: 'Create and read webengagement interactions.',
  Browser: "What the visitor's browser posts.",
  Strategies: 'What an orchestration strategy decides.',
  Visits: 'What can be said of a visit.',
  Chats: "The visitor's side of a chat.",
  Agents: 'What an agent does, with a key of their own.',
  Admin: 'For operators.',
  Webhooks: 'Who is told of what happens, and what became of every message.',
  Service: 'Health, metrics and this description.',
} as const;

/** What every operation says of itself. */
export function describe(
  operationId: string,
  tag: keyof typeof TAGS,
  summary: string,
  description?: string,
) {
  return { operationId, tags: [tag], summary, ...(description && { description }) };
}

const PROBLEM_CONTENT = {
  'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
};

/** The problems an operation can answer with, from what its route declares. */
function problemsOf(
  config: FastifyContextConfig,
  schema: Readonly<Record<string, unknown>>,
  isRead: boolean,
) {
  const { access } = config;
  const codes = new Set<ProblemCode>(config.problems ?? []);
  if (access) codes.add('unauthenticated').add('insufficient_scope').add('forbidden');
  if (schema.params) codes.add('not_found');
  if (!isRead)
    codes
      .add('malformed_body')
      .add('payload_too_large')
      .add('unsupported_media_type')
      .add('overloaded')
      .add('storage_unavailable');
  if (schema.body || schema.querystring) codes.add('validation_failed');
  codes.add('internal_error');
  return [...codes].filter((code) => !config.faults || !isFault(PROBLEMS[code].status));
}

function problemResponses(codes: readonly ProblemCode[]) {
  const responses: Record<number, { description: string; content: typeof PROBLEM_CONTENT }> = {};
  for (const code of codes) {
    const { status, title } = PROBLEMS[code];
    const before = responses[status]?.description;
    const description = `${before ? `${before}\n\n` : ''}\`${code}\`: ${title}.`;
    responses[status] = { description, content: PROBLEM_CONTENT };
  }
  return responses;
}

type Schema = Readonly<Record<string, unknown>>;

/** The successes of an operation: that of a list is a table as well, one object is lines of text. */
function successResponses(
  responses: Schema,
  { table, csv, text: asText }: FastifyContextConfig,
): Schema {
  if (asText === false) return responses;
  if (table === undefined)
    return Object.fromEntries(
      Object.entries(responses).map(([status, schema]) => [
        status,
        isRecord(status, schema) ? recordResponse(schema as Schema) : schema,
      ]),
    );
  const text = { type: 'string', description: `A table with the columns ${table.join(', ')}.` };
  const content = {
    'application/json': { schema: responses[200] },
    'text/plain': { schema: text },
    ...(csv && {
      'text/csv': {
        schema: { type: 'string', description: `A line for each item, with ${csv.join(', ')}.` },
      },
    }),
  };
  return { ...responses, 200: { description: 'The list.', content } };
}

const recordResponse = (schema: Schema) => ({
  description: schema.description ?? 'The answer.',
  content: {
    'application/json': { schema },
    'text/plain': { schema: { type: 'string', description: 'A line for each member.' } },
  },
});

/** As callers see it: what has a default may be left out. */
function inputSchema(schema: Schema): Schema {
  const required = requiredOf(schema);
  return { ...schema, required: required.length > 0 ? required : undefined };
}

const securityOf = (access: Access | undefined) => {
  if (access === undefined) return [];
  return access.tokens || access.publishable ? [{}, { bearer: [] }] : [{ bearer: [] }];
};

const INPUT: readonly string[] = ['body', 'querystring', 'headers'];

/** How the API describes itself: OpenAPI 3.1, derived from the routes. */
export function describeApi(version: string): FastifyDynamicSwaggerOptions {
  return {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'webengagement',
        version,
        description:
          'The web engagement server: interactions go through their queues, durable, on time, explained. Every error is a problem document (RFC 9457). With `Accept: text/plain` a list is an aligned table, one object is lines of a name and a value, and a problem is readable text.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/', description: 'This server.' }],
      tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
      // The types of the plugin are of an older OpenAPI.
      ...({ webhooks: describeWebhooks() } as object),
      components: {
        securitySchemes: {
          bearer: {
            type: 'http',
            scheme: 'bearer',
            description: 'An API key with the scope of the operation, or an interaction token.',
          },
        },
      },
    },
    refResolver: {
      buildLocalReference: (json, _base, _fragment, i) => String(json.$id ?? `def-${i}`),
    },
    transform: ({ schema, url, route }) => {
      const config = (route.config ?? {}) as FastifyContextConfig;
      const own = (schema ?? {}) as Schema;
      const input = Object.entries(own).filter(([part]) => INPUT.includes(part));
      const described = {
        ...own,
        ...Object.fromEntries(input.map(([part, each]) => [part, inputSchema(each as Schema)])),
        security: securityOf(config.access),
        response: {
          ...successResponses((own.response ?? {}) as Schema, config),
          ...problemResponses(problemsOf(config, own, route.method === 'GET')),
        },
      };
      return { schema: described, url };
    },
  };
}
