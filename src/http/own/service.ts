import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { stringify } from 'yaml';
import { Problem } from '../../domain/problems.js';
import { Type } from '../../domain/typebox.js';
import type { Health } from '../../health.js';
import type { Metrics } from '../../metrics.js';
import { describe } from '../server/description.js';

const Check = Type.Object({
  name: Type.String(),
  ok: Type.Boolean(),
  detail: Type.String(),
});

const Readiness = Type.Object({
  status: Type.Literal('ready'),
  checks: Type.Optional(Type.Array(Check)),
});

export interface ServiceOptions {
  readonly health: Health;
  readonly metrics: Metrics;
}

/** Health, metrics and the description of the API. */
export const service: FastifyPluginAsyncTypebox<ServiceOptions> = async (
  app,
  { health, metrics },
) => {
  app.get(
    '/livez',
    {
      config: { standsAlone: true },
      schema: {
        ...describe('getLiveness', 'Service', 'Whether the process answers'),
        response: { 200: Type.Object({ status: Type.Literal('alive') }) },
      },
    },
    async () => ({ status: 'alive' as const }),
  );

  app.get(
    '/readyz',
    {
      config: { problems: ['not_ready'], standsAlone: true },
      schema: {
        ...describe(
          'getReadiness',
          'Service',
          'Whether it can do its work now; `?verbose` lists the checks',
        ),
        querystring: Type.Object({ verbose: Type.Optional(Type.String()) }),
        response: { 200: Readiness },
      },
    },
    async ({ query }) => {
      const checks = [...(await health.check())];
      const failed = checks
        .filter(({ ok, advisory }) => !ok && !advisory)
        .map(({ name, detail }) => `${name}: ${detail}`);
      if (failed.length > 0) throw new Problem('not_ready', failed.join('; '), { checks });
      return { status: 'ready' as const, ...(query.verbose !== undefined && { checks }) };
    },
  );

  app.get(
    '/metrics',
    {
      config: { standsAlone: true },
      schema: {
        ...describe('getMetrics', 'Service', 'Metrics in the text format of Prometheus'),
        response: { 200: { content: { 'text/plain': { schema: Type.String() } } } },
      },
    },
    async (_request, reply) => reply.type(metrics.contentType).send(await metrics.read()),
  );

  let json: string | undefined;
  let yaml: string | undefined;

  app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) => {
    json ??= JSON.stringify(app.swagger());
    return reply.type('application/json').send(json);
  });

  app.get('/openapi.yaml', { schema: { hide: true } }, async (_request, reply) => {
    yaml ??= stringify(app.swagger());
    return reply.type('application/yaml').send(yaml);
  });
};
