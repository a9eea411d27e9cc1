import { Ajv, type ErrorObject } from 'ajv';
import addFormats from 'ajv-formats';
import { closest } from 'fastest-levenshtein';
import type { FastifySchemaCompiler } from 'fastify';
import type { Misfit } from '../errors.js';

/** Places named in one answer; a body may be wrong in more. */
const MAX_MISFITS = 16;

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

const pointerOf = ({ instancePath, keyword, params }: ErrorObject): string => {
  const child = keyword === 'required' ? params.missingProperty : params.additionalProperty;
  const path =
    child === undefined ? instancePath : `${instancePath}/${escapePointer(String(child))}`;
  return `#${path}`;
};

const escapePointer = (segment: string): string =>
  segment.replaceAll('~', '~0').replaceAll('/', '~1');

function sentenceOf({ keyword, params, message, parentSchema }: ErrorObject): string {
  switch (keyword) {
    case 'required':
      return 'is required';
    case 'additionalProperties': {
      const given = String(params.additionalProperty);
      const known = Object.keys((parentSchema?.properties as object | undefined) ?? {});
      const near = known.length > 0 ? closest(given, known) : undefined;
      return `is not known here${near ? `; did you mean "${near}"? Known are: ${known.join(', ')}` : ''}`;
    }
    case 'enum':
      return `must be one of: ${(params.allowedValues as unknown[]).map(String).join(', ')}`;
    case 'x-maxBytes':
      return `must have at most ${String(parentSchema?.['x-maxBytes'])} bytes of keys and values in all`;
    case 'format':
      return params.format === 'text'
        ? 'must be well-formed Unicode text without NUL'
        : `must be a ${String(params.format)}, for instance ${EXAMPLES[String(params.format)] ?? 'none'}`;
    case 'pattern':
      return String(parentSchema?.['x-valid'] ?? message);
    default:
      return message ?? 'is not valid';
  }
}

const EXAMPLES: Readonly<Record<string, string>> = { 'date-time': '2026-01-31T08:00:00.000Z' };

/** What is wrong with a request, one line for each place. */
export function misfitsOf(error: { readonly validation?: unknown }): readonly Misfit[] {
  const errors = (error.validation ?? []) as ErrorObject[];
  return errors
    .filter(({ keyword }) => keyword !== 'propertyNames' && keyword !== 'if')
    .slice(0, MAX_MISFITS)
    .map((each) => ({ pointer: pointerOf(each), detail: sentenceOf(each) }));
}
