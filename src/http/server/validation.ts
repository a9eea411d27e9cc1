import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { FastifySchemaCompiler } from 'fastify';
import { isText } from '../../domain/interactions/user-data.js';

/** Of keys and texts: what is no text is refused by itself, and may be anything. */
const textBytes = (data: object): number =>
  Object.entries(data).reduce(
    (sum, [key, value]: [string, unknown]) =>
      sum + Buffer.byteLength(key) + (typeof value === 'string' ? Buffer.byteLength(value) : 0),
    0,
  );

function createAjv(coerceTypes: boolean): Ajv {
  const ajv = new Ajv({
    coerceTypes,
    // "1e999" is coerced to Infinity, which the strict check takes for no number: no limit held.
    strictNumbers: !coerceTypes,
    allErrors: true,
    useDefaults: true,
    removeAdditional: false,
    allowUnionTypes: true,
    verbose: true,
    strict: 'log',
    logger: false,
    // They are ours, and the description that is made of them is held to the standard.
    validateSchema: false,
  });
  (addFormats as unknown as (ajv: Ajv) => void)(ajv);
  // A leap second is a date-time, but names no moment that a clock of ours could show.
  const dateTime = ajv.formats['date-time'] as { validate(text: string): boolean };
  ajv.addFormat(
    'date-time',
    (text) => dateTime.validate(text) && !Number.isNaN(new Date(text).getTime()),
  );
  ajv.addFormat('text', isText);
  ajv.addFormat('name', (text) => text === text.normalize('NFC').trim());
  ajv.addKeyword({
    keyword: 'x-maxBytes',
    type: 'object',
    schemaType: 'number',
    validate: (limit: number, data: object) => textBytes(data) <= limit,
  });
  return ajv;
}

/** Of the process: what one service has compiled, the next in it has too. */
const STRICT = createAjv(false);
const COERCING = createAjv(true);

/** Compiled when it is first needed: a start compiles nothing, and most routes are seldom asked. */
function lazily(compile: () => ValidateFunction) {
  let compiled: ValidateFunction | undefined;
  // Fastify reads the misfits where ajv leaves them: on the function itself.
  const validate = Object.assign(
    (data: unknown): boolean => {
      compiled ??= compile();
      const isValid = compiled(data);
      validate.errors = compiled.errors ?? null;
      return isValid;
    },
    { errors: null as NonNullable<ValidateFunction['errors']> | null },
  );
  return validate;
}

/**
 * Validates without surprises: a JSON body is never coerced and unknown fields are refused; only
 * the texts of a query string and of headers are read as the numbers they stand for.
 */
export function createValidatorCompiler(): FastifySchemaCompiler<object> {
  return ({ schema, httpPart }) =>
    lazily(() => (httpPart === 'body' ? STRICT : COERCING).compile(schema));
}
