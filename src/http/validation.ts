import { isUtf8 } from 'node:buffer';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import type { FastifyInstance, FastifySchemaCompiler } from 'fastify';
import { Problem } from '../errors.js';

const textBytes = (data: object): number =>
  Object.entries(data).reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(String(value)),
    0,
  );

function createAjv(coerceTypes: boolean): Ajv {
  const ajv = new Ajv({
    coerceTypes,
    allErrors: true,
    useDefaults: true,
    removeAdditional: false,
    allowUnionTypes: true,
    verbose: true,
    strict: 'log',
    logger: false,
  });
  (addFormats as unknown as (ajv: Ajv) => void)(ajv);
  // Text that can be stored and given back as it came: no lone surrogate, no NUL.
  ajv.addFormat('text', (text) => text.isWellFormed() && !text.includes('\0'));
  ajv.addKeyword({
    keyword: 'x-maxBytes',
    type: 'object',
    schemaType: 'number',
    validate: (limit: number, data: object) => textBytes(data) <= limit,
  });
  return ajv;
}

/**
 * Validates without surprises: a JSON body is never coerced and unknown fields are refused; only
 * the texts of a query string and of headers are read as the numbers they stand for.
 */
export function createValidatorCompiler(): FastifySchemaCompiler<object> {
  const strict = createAjv(false);
  const coercing = createAjv(true);
  return ({ schema, httpPart }) => (httpPart === 'body' ? strict : coercing).compile(schema);
}

/** Reads JSON bodies: UTF-8 only, no prototype poisoning; no body is one without fields. */
export function readJsonBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (body.length === 0) return done(null, undefined);
    if (!isUtf8(body as Buffer))
      return done(new Problem('malformed_body', 'The body is not well-formed UTF-8.'), undefined);
    return parse(request, body.toString('utf8'), done);
  });
  app.addHook('preValidation', async (request) => {
    if (request.routeOptions.schema?.body && request.body === undefined) request.body = {};
  });
}
