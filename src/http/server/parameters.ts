import type { FastifyInstance } from 'fastify';
import { Type } from '../../domain/typebox.js';

const NONE = Type.Object({}, { additionalProperties: false });

/**
 * No operation of operators leaves a parameter unheard: a change that was asked for with
 * `?dryRun=true`, and knows no such thing, would be made.
 */
export function refuseUnknownParameters(app: FastifyInstance): void {
  app.addHook('onRoute', ({ url, schema }) => {
    if (schema && url.startsWith('/v1/admin/')) schema.querystring ??= NONE;
  });
}
