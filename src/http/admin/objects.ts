import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import type { Sender } from '../../calls/send.js';
import type { ObjectOutcome } from '../../decisions/objects.js';
import { LIMITS } from '../../domain/limits.js';
import {
  type AnyObject,
  isKind,
  KIND_WORDS,
  KINDS,
  type Kind,
  PROPERTIES,
  type Properties,
} from '../../domain/objects/kinds.js';
import { FILTER_SECTION } from '../../domain/objects/statistics.js';
import { documentWarnings, namedBy } from '../../domain/objects/strategy-uses.js';
import { Problem } from '../../domain/problems.js';
import { quote } from '../../domain/quote.js';
import { unsupportedIn } from '../../domain/statistics/known.js';
import { Type } from '../../domain/typebox.js';
import type { Registry } from '../../settings/objects.js';
import { PlaceUnreadable } from '../../store/failures.js';
import type { Page, PageRequest } from '../../store/page.js';
import { COLUMNS } from '../../text/lists.js';
import { checkAddress } from '../server/addresses.js';
import { mustHold, operatorOf } from '../server/authentication.js';
import { describe } from '../server/description.js';
import { misfitsOf } from '../server/misfits.js';
import { placeOf, presentPage } from '../server/pages.js';
import { expectedVersion, IfMatchHeaders } from '../server/preconditions.js';
import { validationProblem } from '../server/problems.js';
import { inUse } from '../server/users.js';
import { createValidatorCompiler } from '../server/validation.js';
import {
  ChangedObject,
  KindParams,
  NewObjectParams,
  ObjectParams,
  ProvisionedObject,
  PutBody,
} from '../shapes/objects.js';
import { pageOf, WHOLE_PAGE_PARAMETERS } from '../shapes/schemas.js';

const compile = createValidatorCompiler();
const VALIDATORS = Object.fromEntries(
  KINDS.map((kind) => {
    const schema = Type.Object({ properties: PROPERTIES[kind] });
    return [kind, compile({ schema, method: 'PUT', url: '', httpPart: 'body' })];
  }),
) as unknown as Readonly<Record<Kind, Validator>>;

interface Validator {
  (body: object): boolean;
  readonly errors?: unknown;
}

/** The kind in an address, or 404 with those there are. */
function kindOf(word: string): Kind {
  if (isKind(word)) return word;
  throw new Problem(
    'not_found',
    `There is no kind ${quote(word)}; there are: ${KINDS.join(', ')}.`,
  );
}

const missing = (kind: Kind, name: string): Problem =>
  new Problem('not_found', `There is no ${KIND_WORDS[kind]} ${quote(name)}.`);

/** A name as a step of a JSON pointer. */
const pointed = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** The object after a change, or the refusal as a problem. */
function respond(outcome: ObjectOutcome, kind: Kind, name: string): AnyObject {
  if (outcome.ok) return outcome.object;
  switch (outcome.code) {
    case 'not_found':
      throw missing(kind, name);
    case 'validation_failed':
      throw validationProblem(outcome.errors);
    case 'precondition_failed':
      throw new Problem(outcome.code, outcome.detail);
    case 'filter_invalid': {
      const { section, option, column, detail } = outcome.misfit;
      const pointer = `#/properties/options/${pointed(section)}/${pointed(option)}`;
      const where = section === FILTER_SECTION ? option : `${option} of ${section}`;
      throw new Problem(outcome.code, `${where}, at column ${column}: ${detail}.`, {
        column,
        errors: [{ pointer, detail }],
      });
    }
    case 'object_in_use':
      throw inUse(outcome.users);
  }
}

/** A page of objects, in the order in which they were made; one that holds much ends early. */
function pageFrom(all: readonly AnyObject[], page: PageRequest): Page<AnyObject> {
  const after = Number(page.after ?? 0);
  if (!Number.isSafeInteger(after) || after < 0) throw new PlaceUnreadable('no place of a list');
  const items: AnyObject[] = [];
  let characters = 0;
  for (const object of all.slice(after, after + page.size)) {
    if (characters >= LIMITS.pageCharacters.most) break;
    items.push(object);
    characters += JSON.stringify(object.properties).length;
  }
  const next = after + items.length;
  return { items, next: next < all.length ? String(next) : null };
}

/** An address that contradicts its body is a mistake, not a rename. */
function checkPlace(kind: Kind, name: string, body: { kind?: string; name?: string }): void {
  const errors = Object.entries({ kind, name })
    .filter(([field, value]) => (body[field as 'kind' | 'name'] ?? value) !== value)
    .map(([field, value]) => ({
      pointer: `#/${field}`,
      detail: `must be ${quote(value)}, as in the address`,
    }));
  if (errors.length > 0) throw validationProblem(errors);
}

/** Properties that fit their kind. */
function propertiesOf<K extends Kind>(kind: K, body: { properties: unknown }): Properties[K] {
  const validate = VALIDATORS[kind];
  if (!validate({ properties: body.properties }))
    throw validationProblem(misfitsOf({ validation: validate.errors }));
  return body.properties as Properties[K];
}

/** The addresses of remote strategies that an object names, by the member that does. */
function addressesIn(object: Pick<AnyObject, 'kind' | 'properties'> | undefined) {
  if (object?.kind !== 'enhanced-routing') return [];
  const { Application } = (object.properties as Properties['enhanced-routing']).annex;
  return Object.entries(Application).filter(([, url]) => /^https?:/.test(url) && URL.canParse(url));
}

/** The strategies that an object names, whoever they are. */
const strategiesIn = (object: AnyObject | undefined): readonly string[] =>
  object?.kind === 'enhanced-routing' ? namedBy(object) : [];

export interface ObjectsOptions {
  readonly registry: Registry;
  readonly sender: Pick<Sender, 'refuse'>;
}

/** Inspecting and editing the provisioned objects. */
export const adminObjects: FastifyPluginAsyncTypebox<ObjectsOptions> = async (
  app,
  { registry, sender },
) => {
  const read = { access: { scope: 'admin:read' } } as const;
  const withTag = (reply: FastifyReply, object: AnyObject): AnyObject => {
    reply.header('etag', `"${object.version}"`);
    return object;
  };

  app.get(
    '/v1/admin/objects/:kind',
    {
      config: { ...read, table: COLUMNS.objects },
      schema: {
        ...describe('listObjects', 'Admin', 'List the provisioned objects of a kind'),
        params: KindParams,
        querystring: Type.Object(WHOLE_PAGE_PARAMETERS, { additionalProperties: false }),
        response: { 200: pageOf(ProvisionedObject) },
      },
    },
    async ({ params, query: { pageSize, pageToken } }) => {
      const filter = { kind: kindOf(params.kind) };
      const page = pageFrom(registry.list(filter.kind), {
        size: pageSize,
        after: placeOf(pageToken, filter),
      });
      return presentPage(page, filter, (object) => object);
    },
  );

  app.get(
    '/v1/admin/objects/:kind/:name',
    {
      config: { ...read, problems: ['validation_failed'] },
      schema: {
        ...describe('getObject', 'Admin', 'Read one provisioned object'),
        params: ObjectParams,
        response: { 200: ProvisionedObject },
      },
    },
    async ({ params: { kind: word, name } }, reply) => {
      const kind = kindOf(word);
      const object = registry.get(kind, name);
      if (object === undefined) throw missing(kind, name);
      return withTag(reply, object);
    },
  );

  app.put(
    '/v1/admin/objects/:kind/:name',
    {
      config: {
        access: { scope: 'admin:write' },
        problems: ['precondition_failed', 'address_not_allowed', 'filter_invalid'],
      },
      schema: {
        ...describe(
          'putObject',
          'Admin',
          'Make an object, or replace its properties',
          'What was read can be sent back; the same properties again change nothing. To name the address of a remote strategy, the key needs the scope `admin:read` too: its questions carry what that reads.',
        ),
        params: NewObjectParams,
        headers: IfMatchHeaders,
        body: PutBody,
        response: { 200: ChangedObject, 201: ChangedObject },
      },
    },
    async (request, reply) => {
      const { name } = request.params;
      const kind = kindOf(request.params.kind);
      checkPlace(kind, name, request.body);
      const properties = propertiesOf(kind, request.body);
      // What is there already may be sent back as it was read.
      const known = strategiesIn(registry.get(kind, name));
      for (const [member, url] of addressesIn({ kind, properties })) {
        if (known.includes(url)) continue;
        mustHold(request, ['admin:read'], 'An address that is asked about everything');
        await checkAddress(sender, url, `#/properties/annex/Application/${member}`);
      }
      const outcome = await registry.put(kind, name, properties, {
        operator: operatorOf(request),
        expectedVersion: expectedVersion(request.headers['if-match']) ?? request.body.version,
      });
      if (outcome.ok && outcome.created) reply.code(201);
      const object = withTag(reply, respond(outcome, kind, name));
      const doubts = object.kind === 'enhanced-routing' ? documentWarnings(object) : [];
      const warnings = [...unsupportedIn([object]), ...doubts];
      return { ...object, ...(warnings.length > 0 && { warnings }) };
    },
  );

  app.delete(
    '/v1/admin/objects/:kind/:name',
    {
      config: {
        access: { scope: 'admin:write' },
        problems: ['object_in_use', 'precondition_failed', 'validation_failed'],
      },
      schema: {
        ...describe(
          'deleteObject',
          'Admin',
          'Delete an object that nothing uses',
          'Otherwise it is refused, and `users` lists what names or needs it.',
        ),
        params: ObjectParams,
        headers: IfMatchHeaders,
        response: { 200: ProvisionedObject },
      },
    },
    async (request) => {
      const { name } = request.params;
      const kind = kindOf(request.params.kind);
      const outcome = await registry.remove(kind, name, {
        operator: operatorOf(request),
        expectedVersion: expectedVersion(request.headers['if-match']),
      });
      return respond(outcome, kind, name);
    },
  );
};
