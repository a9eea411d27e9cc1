import type { FastifyInstance } from 'fastify';
import { Problem } from '../../domain/problems.js';
import { Type } from '../../domain/typebox.js';
import { TokenQuery } from '../shapes/schemas.js';
import { validationProblem } from './problems.js';

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

const holdsNul = (text: unknown): boolean =>
  [text].flat().some((each) => String(each).includes('\0'));

/**
 * No text that is kept has a NUL in it, and not every database can even be asked for one: such a
 * parameter fits nothing, such a name names nothing.
 */
export function refuseNul(app: FastifyInstance): void {
  app.addHook('preValidation', ({ url, params, query }, _reply, done) => {
    if (!url.includes('%00')) return done();
    if (Object.values(params as object).some(holdsNul))
      throw new Problem('not_found', 'Nothing has a name with a NUL in it.');
    const misfits = Object.entries(query as object)
      // What is wrong with a page token says whoever reads it.
      .filter(([name, text]) => name !== 'pageToken' && (holdsNul(name) || holdsNul(text)))
      .map(([name]) => ({
        pointer: `#/${name.replaceAll('\0', '')}`,
        detail: 'must be well-formed Unicode text without NUL',
      }));
    if (misfits.length > 0) throw validationProblem(misfits);
    done();
  });
}
