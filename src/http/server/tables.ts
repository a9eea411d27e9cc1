import type { FastifyInstance, FastifyReply, onSendHookHandler, RouteOptions } from 'fastify';
import Negotiator from 'negotiator';
import { LIMITS } from '../../domain/limits.js';
import { Type } from '../../domain/typebox.js';
import { csvOf } from '../../text/csv.js';
import { createTable, renderRecord } from '../../text/table.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * The columns in which the list that the route answers with is shown as text. Routes whose 200
     * has `items` need not name any: they show every member of an item.
     */
    table?: readonly string[];
    /** The columns of a report as CSV, `a.b` for the member `b` of `a`; such may leave columns out. */
    csv?: readonly string[];
    /** Members of a report that are told below its table. */
    notes?: readonly string[];
    /** False where the answer is JSON whatever the caller prefers. */
    text?: false;
  }
}

/** The media type of tables and of problems as text. */
export const TEXT = 'text/plain; charset=utf-8';

/** That of reports for spreadsheets. */
const CSV = 'text/csv; charset=utf-8; header=present';

/** What an answer may be, the first of them when all are as welcome. */
const AVAILABLE = ['application/json', 'application/problem+json', TEXT];

/** A longer Accept header is not weighed: the answer is JSON. */
const MAX_ACCEPT_LENGTH = 1000;

/** Whether the caller would rather have text than JSON. */
export function prefersText(accept: string | undefined): boolean {
  if (accept === undefined || accept.length > MAX_ACCEPT_LENGTH) return false;
  // Most callers never name text, and need not wait for the whole weighing.
  if (!/\btext\/(plain|\*)/i.test(accept)) return false;
  return new Negotiator({ headers: { accept } }).mediaTypes(AVAILABLE)[0] === TEXT;
}

/** Whether the caller of a report would rather have CSV than anything else it may be. */
function prefersCsv(accept: string | undefined): boolean {
  if (accept === undefined || accept.length > MAX_ACCEPT_LENGTH) return false;
  if (!/\btext\/csv\b/i.test(accept)) return false;
  return new Negotiator({ headers: { accept } }).mediaTypes([...AVAILABLE, CSV])[0] === CSV;
}

/** Of the `Vary` that every answer has when it comes here, what it is with a name more: worked out once. */
const varied = new Map<string, string>();

function withName(before: string, name: string): string {
  const names = before.split(',').map((each) => each.trim().toLowerCase());
  if (names.includes('*') || names.includes(name.toLowerCase())) return before;
  return before ? `${before}, ${name}` : name;
}

/** Adds a request header that the answer depends on to `Vary`. */
export function varyBy(reply: FastifyReply, name: string): void {
  const before = String(reply.getHeader('vary') ?? '');
  const key = `${name} ${before}`;
  let after = varied.get(key);
  if (after === undefined) {
    after = withName(before, name);
    varied.set(key, after);
  }
  reply.header('vary', after);
}

interface List {
  readonly items: readonly object[];
  readonly nextPageToken?: string | null;
}

function isList(payload: unknown): payload is List {
  return typeof payload === 'object' && payload !== null && 'items' in payload;
}

function renderList({ items, nextPageToken }: List, columns: readonly string[]): string {
  const table = createTable(columns).write(items);
  return nextPageToken ? `${table}next page: ${nextPageToken}\n` : table;
}

/** The columns that a report has, for which nobody asked otherwise. */
const columnsIn = ({ items: [first] }: List, columns: readonly string[]): readonly string[] =>
  first === undefined ? columns : columns.filter((name) => (name.split('.')[0] ?? '') in first);

/** A report as a table, and below it what is told of all of it. */
function renderReport(list: List, columns: readonly string[], notes: readonly string[]): string {
  const told = Object.fromEntries(notes.map((name) => [name, list[name as keyof List]]));
  return `${renderList(list, columnsIn(list, columns))}\n${renderRecord(told)}`;
}

/** What a list may be asked that comes whole, and has nothing to narrow it by. */
const WHOLE_LIST = Type.Object(
  {
    pageSize: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: LIMITS.pageSize.most,
        description: 'As for other lists; this one comes whole.',
      }),
    ),
  },
  { additionalProperties: false },
);

/**
 * Answers every list as an aligned table, and one object as lines of a name and a value, when the
 * caller prefers text; JSON stays as it is.
 */
export function answerTables(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    if (route.config?.text === false) return;
    const columns = route.config?.table ?? columnsOf(app, route);
    if (columns === undefined) {
      if (hasRecord(route)) route.onSend = [route.onSend ?? [], answerRecord].flat();
      return;
    }
    route.config = { ...route.config, table: columns };
    // A parameter that is not known is never left unheard.
    if (route.schema) route.schema.querystring ??= WHOLE_LIST;
    route.preSerialization = [route.preSerialization ?? []].flat();
    route.preSerialization.push(async (request, reply, payload) => {
      if (reply.statusCode !== 200 || !isList(payload)) return payload;
      varyBy(reply, 'Accept');
      const { accept } = request.headers;
      const { csv, notes = [] } = route.config ?? {};
      if (csv && prefersCsv(accept))
        reply.type(CSV).serializer((list: List) => csvOf(list.items, columnsIn(list, csv)));
      else if (prefersText(accept))
        reply
          .type(TEXT)
          .serializer((list: List) =>
            csv ? renderReport(list, columns, notes) : renderList(list, columns),
          );
      return payload;
    });
  });
}

/** Whether an answer is one object, which people read better as lines of a name and a value. */
export function isRecord(status: string, schema: unknown): boolean {
  const { type, $ref, anyOf } = (schema ?? {}) as {
    readonly type?: unknown;
    readonly $ref?: unknown;
    readonly anyOf?: readonly unknown[];
  };
  return (
    status.startsWith('2') &&
    (type === 'object' || $ref !== undefined || !!anyOf?.every((one) => isRecord(status, one)))
  );
}

const hasRecord = ({ schema }: RouteOptions): boolean =>
  Object.entries(schema?.response ?? {}).some(([status, answer]) => isRecord(status, answer));

/** What was serialised has passed the schema: nothing else gets into the text. */
const answerRecord: onSendHookHandler<unknown> = (request, reply, payload, done) => {
  varyBy(reply, 'Accept');
  const isJson = /^application\/json\b/.test(String(reply.getHeader('content-type')));
  if (reply.statusCode >= 300 || !isJson || typeof payload !== 'string') return done(null, payload);
  if (!prefersText(request.headers.accept)) return done(null, payload);
  reply.type(TEXT);
  done(null, renderRecord(JSON.parse(payload) as object));
};

interface ObjectSchema {
  readonly $ref?: string;
  readonly items?: ObjectSchema;
  readonly properties?: Readonly<Record<string, ObjectSchema>>;
}

/** The members of the items, when the schema says that the route answers with a list. */
function columnsOf(app: FastifyInstance, { schema }: RouteOptions): readonly string[] | undefined {
  const answer = (schema?.response as Readonly<Record<number, ObjectSchema>> | undefined)?.[200];
  const item = answer?.properties?.items?.items;
  if (item === undefined) return undefined;
  const shared = item.$ref && (app.getSchema(item.$ref.replace(/#$/, '')) as ObjectSchema);
  return Object.keys((shared || item).properties ?? {});
}
