import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { closest } from 'fastest-levenshtein';
import type { FastifyReply } from 'fastify';
import type { OptionOutcome, OptionRefusal, OptionView } from '../../decisions/options.js';
import {
  CATALOGUE,
  OPTION_KEYS,
  type OptionKey,
  optionKey,
} from '../../domain/options/catalogue.js';
import { Problem } from '../../domain/problems.js';
import { quote } from '../../domain/quote.js';
import { Type } from '../../domain/typebox.js';
import type { Options } from '../../settings/options.js';
import { COLUMNS } from '../../text/lists.js';
import { operatorOf } from '../server/authentication.js';
import { describe } from '../server/description.js';
import { found } from '../server/outcomes.js';
import { placeOf, presentPage } from '../server/pages.js';
import { expectedVersion, IfMatchHeaders } from '../server/preconditions.js';
import { isoOrNull } from '../server/present.js';
import { itemsOf, momentOrNull, pageOf, WHOLE_PAGE_PARAMETERS } from '../shapes/schemas.js';

const textOrNull = (description: string) =>
  Type.Unsafe<string | null>({ type: ['string', 'null'], description });

const VERSIONED = {
  version: Type.Integer({ description: '1 is the shipped default; each change adds one.' }),
  value: textOrNull('In text form; null when not set.'),
  updatedAt: momentOrNull('When it got this value; null for the shipped default.'),
  updatedBy: textOrNull('The name of the key that changed it.'),
};

const Option = Type.Object({
  section: Type.String(),
  name: Type.String(),
  default: textOrNull('The shipped value; null when not set.'),
  isDefault: Type.Boolean(),
  valid: Type.String({ description: 'The valid values, in words.' }),
  description: Type.String(),
  warning: textOrNull('What to think of before leaving it so.'),
  ...VERSIONED,
});

/** What a dry run answers instead. */
const Preview = Type.Object({
  effect: Type.Object({
    movedDeadlines: Type.Integer({ description: 'Running deadlines that would move.' }),
    endingNow: Type.Integer({ description: 'Those of them that would end at once.' }),
  }),
});

const NameParams = Type.Object({ name: Type.String({ description: 'The full name.' }) });

/** What tells options apart: the section before it is what people leave out or get wrong. */
const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1).toLowerCase();
const NAME_BY_LAST_PART = new Map(
  OPTION_KEYS.map((key) => [lastPart(CATALOGUE[key].name), CATALOGUE[key].name]),
);

/** The key of an option by its name in an address, or 404 with the nearest name. */
function keyOf(name: string): OptionKey {
  const key = optionKey(name);
  if (key) return key;
  const near = NAME_BY_LAST_PART.get(closest(lastPart(name), [...NAME_BY_LAST_PART.keys()]));
  throw new Problem('not_found', `There is no option ${quote(name)}; did you mean ${near}?`);
}

const present = (option: OptionView) => ({ ...option, updatedAt: isoOrNull(option.updatedAt) });

function answer(reply: FastifyReply, outcome: OptionOutcome) {
  if (!outcome.ok) throw problemOf(outcome);
  reply.header('etag', `"${outcome.option.version}"`);
  return present(outcome.option);
}

function problemOf({ code, detail }: OptionRefusal): Problem {
  if (code === 'precondition_failed') return new Problem(code, detail);
  const pointer = code === 'unknown_version' ? '#/version' : '#/value';
  return new Problem(code === 'unknown_version' ? 'validation_failed' : code, detail, {
    errors: [{ pointer, detail }],
  });
}

export interface OptionsPluginOptions {
  readonly options: Options;
}

/** Reading and changing the wmsg options and ours; a change takes effect immediately. */
export const adminOptions: FastifyPluginAsyncTypebox<OptionsPluginOptions> = async (
  app,
  { options },
) => {
  const read = { access: { scope: 'admin:read' } } as const;
  const write = {
    access: { scope: 'admin:write' },
    problems: ['invalid_option_value', 'precondition_failed'],
  } as const;

  app.get(
    '/v1/admin/options',
    {
      config: { ...read, table: COLUMNS.options },
      schema: {
        ...describe('listOptions', 'Admin', 'List every option with its value and what is valid'),
        response: { 200: itemsOf(Option) },
      },
    },
    async () => ({ items: options.list().map(present) }),
  );

  app.get(
    '/v1/admin/options/:name',
    {
      config: read,
      schema: {
        ...describe('getOption', 'Admin', 'Read one option'),
        params: NameParams,
        response: { 200: Option },
      },
    },
    async ({ params }, reply) => {
      const option = found(options.get(CATALOGUE[keyOf(params.name)].name), 'option');
      reply.header('etag', `"${option.version}"`);
      return present(option);
    },
  );

  app.put(
    '/v1/admin/options/:name',
    {
      config: write,
      schema: {
        ...describe('setOption', 'Admin', 'Change an option, effective immediately'),
        params: NameParams,
        querystring: Type.Object(
          {
            dryRun: Type.Boolean({
              default: false,
              description: 'Only say what it would do to the clocks that run; change nothing.',
            }),
          },
          { additionalProperties: false },
        ),
        headers: IfMatchHeaders,
        body: Type.Object(
          {
            value: Type.Unsafe<string | number | boolean | null>({
              type: ['string', 'number', 'boolean', 'null'],
              description:
                'In text form; a number or boolean stands for its text, null for not set.',
            }),
          },
          { additionalProperties: false },
        ),
        response: { 200: Type.Union([Option, Preview]) },
      },
    },
    async (request, reply) => {
      const key = keyOf(request.params.name);
      const text = String(request.body.value ?? '');
      const version = expectedVersion(request.headers['if-match']);
      if (request.query.dryRun) {
        const preview = await options.preview(key, text, version);
        if (!preview.ok) throw problemOf(preview);
        return { effect: preview.effect };
      }
      const write = { operator: operatorOf(request), expectedVersion: version };
      return answer(reply, await options.set(key, text, write));
    },
  );

  app.delete(
    '/v1/admin/options/:name',
    {
      config: write,
      schema: {
        ...describe('resetOption', 'Admin', 'Put an option back to its default'),
        params: NameParams,
        headers: IfMatchHeaders,
        response: { 200: Option },
      },
    },
    async (request, reply) =>
      answer(
        reply,
        await options.reset(keyOf(request.params.name), {
          operator: operatorOf(request),
          expectedVersion: expectedVersion(request.headers['if-match']),
        }),
      ),
  );

  app.get(
    '/v1/admin/options/:name/history',
    {
      config: {
        ...read,
        table: COLUMNS.optionHistory,
        problems: ['overloaded', 'storage_unavailable'],
      },
      schema: {
        ...describe('getOptionHistory', 'Admin', 'List the versions of an option, newest first'),
        params: NameParams,
        querystring: Type.Object(WHOLE_PAGE_PARAMETERS, { additionalProperties: false }),
        response: { 200: pageOf(Type.Object(VERSIONED)) },
      },
    },
    async ({ params, query: { pageSize, pageToken } }) => {
      const key = keyOf(params.name);
      const list = { list: key };
      const page = await options.history(key, { size: pageSize, after: placeOf(pageToken, list) });
      return presentPage(page, list, (version) => ({
        ...version,
        updatedAt: isoOrNull(version.updatedAt),
      }));
    },
  );

  app.post(
    '/v1/admin/options/:name/rollback',
    {
      config: write,
      schema: {
        ...describe('rollBackOption', 'Admin', 'Make the value of an earlier version the newest'),
        params: NameParams,
        headers: IfMatchHeaders,
        body: Type.Object(
          { version: Type.Integer({ minimum: 1, description: 'The version to go back to.' }) },
          { additionalProperties: false },
        ),
        response: { 200: Option },
      },
    },
    async (request, reply) =>
      answer(
        reply,
        await options.rollBack(keyOf(request.params.name), request.body.version, {
          operator: operatorOf(request),
          expectedVersion: expectedVersion(request.headers['if-match']),
        }),
      ),
  );
};
