import type { FastifyInstance } from 'fastify';
import { Type } from '../../domain/typebox.js';
import { TokenQuery } from '../shapes/schemas.js';

const NONE = Type.Object({}, { additionalProperties: false });

/**
 * No operation leaves a parameter unheard: a change that was asked for with `?dryRun=true`, and knows
 * no such thing, would be made. Where tokens are understood they may stand in the address. What is
 * not the API, such as health and pages, is asked for by machines that add parameters of their own.
 */
export function refuseUnknownParameters(app: FastifyInstance): void {
  app.addHook('onRoute', ({ url, schema, config }) => {
    if (schema && url.startsWith('/v1/'))
      schema.querystring ??= config?.access?.tokens ? TokenQuery : NONE;
  });
}
