import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '../../domain/problems.js';

const FORM = 'application/x-www-form-urlencoded';

/** Media types of the operations that browsers call without a preflight. */
export const BROWSER_TYPES = ['application/json', 'text/plain', FORM];

function textOf(body: Buffer): string {
  if (!isUtf8(body)) throw new Problem('malformed_body', 'The body is not well-formed UTF-8.');
  return body.toString('utf8');
}

/** Reads JSON bodies: UTF-8 only, no prototype poisoning; no body is one without fields. */
export function readJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  addJsonParser(app, 'application/json');
  app.addHook('preValidation', (request, _reply, done) => {
    if (request.body === undefined && request.routeOptions.schema?.body) request.body = {};
    done();
  });
}

/** Reads what `navigator.sendBeacon` and plain forms send, in the scope of `app`. */
export function readBrowserBodies(app: FastifyInstance): void {
  addJsonParser(app, 'text/plain');
  app.addContentTypeParser(
    FORM,
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
      const form = readForm(textOf(body));
      const { config, schema } = request.routeOptions;
      return config.formFields ? gather(form) : withFlags(form, schema?.body);
    },
  );
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether every key of a form but `token` is one of the `fields`. */
    formFields?: true;
  }
}

function addJsonParser(app: FastifyInstance, type: string): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser(type, { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    try {
      const text = textOf(body);
      if (text === '') done(null, undefined);
      else parse(request, text, done);
    } catch (error) {
      done(error as Problem, undefined);
    }
  });
}

/** Reads a body of that media type as the text it is, in the scope of `app`. */
export function addTextParser(
  app: Pick<FastifyInstance, 'addContentTypeParser'>,
  type: string,
): void {
  app.addContentTypeParser(
    type,
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, body: Buffer) => textOf(body),
  );
}

function readForm(text: string): Record<string, string> {
  const form = new Map<string, string>();
  for (const pair of text.split('&').filter(Boolean)) {
    const [name = '', ...rest] = pair.split('=').map(decode);
    if (name === '__proto__') throw new Problem('malformed_body', 'The form has a forbidden name.');
    if (form.has(name)) throw new Problem('malformed_body', `The form has ${name} more than once.`);
    form.set(name, rest.join('='));
  }
  return Object.fromEntries(form);
}

/** Yes and no, which a form can only say in words; other words are left to the schema to refuse. */
function withFlags(form: Readonly<Record<string, string>>, schema: unknown): object {
  const { properties = {} } = schema as {
    readonly properties?: Readonly<Record<string, { readonly type?: string }>>;
  };
  const entries = Object.entries(form).map(([name, text]) => {
    const isFlag = Object.hasOwn(properties, name) && properties[name]?.type === 'boolean';
    return [name, isFlag && /^(true|false)$/.test(text) ? text === 'true' : text];
  });
  return Object.fromEntries(entries);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new Problem('malformed_body', 'The form is not percent-encoded UTF-8.');
  }
}

function gather({ token, ...fields }: Record<string, string>): object {
  return { fields, ...(token !== undefined && { token }) };
}
