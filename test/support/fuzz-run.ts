import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import Sqlite from 'better-sqlite3';
import fc from 'fast-check';
import { CATALOGUE } from '#src/domain/options/catalogue.js';
import type { ApiDescription, Method } from './contract.js';
import { requests } from './fuzz-requests.js';
import { ADMIN_KEY, startService, type TestService } from './service.js';
import { inSituation, SITUATIONS, type SituationName } from './situations.js';

export interface FuzzPlan {
  readonly seed: number;
  readonly runs: number;
  /** Of a counterexample, to send only that one again. */
  readonly path?: string | undefined;
}

export interface FuzzVerdict {
  readonly failed: boolean;
  /** The seed and the smallest request that is answered wrongly; empty when none is. */
  readonly report: string;
  /** How many requests were answered with each status. */
  readonly answers: Readonly<Record<number, number>>;
}

const CREATION = 'POST /v1/interactions';
/** What these leave behind on purpose when they are refused: that somebody asked. */
const RECORDED = [CREATION, 'POST /v1/chats'];

/**
 * Sends random requests, drawn from the schemas, to a service of its own. Every answer is held to
 * the contract; none is a fault of ours; what a schema forbids is refused; and what is refused has
 * changed nothing in the database.
 */
export async function fuzz({ seed, runs, path }: FuzzPlan): Promise<FuzzVerdict> {
  const closers: (() => Promise<void>)[] = [];
  const service = await startService({ teardown: (close) => closers.push(close) });
  try {
    return await fuzzOn(service, { seed, runs, path });
  } finally {
    for (const close of closers) await close();
  }
}

async function fuzzOn(service: TestService, { seed, runs, path }: FuzzPlan): Promise<FuzzVerdict> {
  const { words, known, credentials } = await furnish(service);
  const observer = new Sqlite(join(service.directory, 'webengagement.db'), { readonly: true });
  const answers: Record<number, number> = {};
  const arbitrary = requests({
    api: withoutBackups(service.api),
    words,
    known,
    credentials: credentials.length,
    allows: createAllows(service.api),
  });
  const property = fc.asyncProperty(arbitrary, async (request) => {
    const { method, template, url, headers, payload, credential, isForbidden } = request;
    const operation = `${method} ${template}`;
    const before = version();
    const { status, text } = await service.call(method as Method, url, {
      as: credentials[credential] ?? null,
      headers,
      ...(payload !== undefined && method !== 'GET' && { raw: payload }),
    });
    answers[status] = (answers[status] ?? 0) + 1;
    assert.ok(status < 500, text);
    if (isForbidden && method !== 'GET') assert.ok(status >= 400, `accepted: ${text}`);
    if (status === 201 && operation === CREATION && !('idempotency-key' in headers))
      assert.notEqual(version(), before, 'what was made is seen from outside');
    const isRecorded = status === 409 || text.includes('unknown_category');
    // Of a post with a key the refusal is kept, to be given again.
    const isKept = method === 'POST' && 'idempotency-key' in headers;
    if (status >= 400 && !isKept && !(isRecorded && RECORDED.includes(operation)))
      assert.equal(version(), before, `refused, and yet something was written: ${text}`);
  });
  /** Changes whenever another connection commits. */
  function version(): unknown {
    return observer.pragma('data_version', { simple: true });
  }
  const details = await fc.check(property, {
    seed,
    numRuns: runs,
    ...(path !== undefined && { path }),
    includeErrorInReport: true,
  });
  observer.close();
  const report = details.failed ? (fc.defaultReportMessage(details) ?? '') : '';
  return { failed: details.failed, report, answers };
}

/** Each backup is a process of its own, and takes as long as hundreds of other requests. */
function withoutBackups(api: ApiDescription): ApiDescription {
  const paths = Object.entries(api.paths).filter(([path]) => path !== '/v1/admin/backup');
  return { ...api, paths: Object.fromEntries(paths) };
}

/** Interactions in every situation, keys of every kind, and the words to ask for them with. */
async function furnish(service: TestService) {
  const visits: string[] = [];
  const ids: string[] = [];
  const tokens: string[] = [];
  for (const name of Object.keys(SITUATIONS) as SituationName[]) {
    const { id, visitId, token } = await inSituation(service, name);
    ids.push(id);
    visits.push(String(visitId));
    tokens.push(token);
  }
  const readOnly = await service.key('admin:read');
  // Deleted sooner or later; the key that is asked with stays.
  const keys = await Promise.all(
    ['one', 'two', 'three'].map(async (name) => {
      const body = { name, scopes: ['admin:read'] };
      return (await service.call<{ id: string }>('POST', '/v1/admin/api-keys', { body })).body.id;
    }),
  );
  const known = {
    interactions: ids,
    visits,
    options: Object.values(CATALOGUE).map(({ name }) => name),
    queues: ['Webengagement_Failed', 'Webengagement_Qualified', 'Webengagement_Engaged'],
    'api-keys': keys,
    objects: ['applications', 'interaction-queues', 'interaction-queue-views', 'agent-groups'],
    '{kind}': ['Stat_Server', 'Webengagement_Failed', 'Webengagement_Chat.ChatRouting.View'],
  };
  const words = [
    '09:00',
    '24:00',
    'Europe/Berlin',
    ...Object.values(known).flat(),
    ...[
      'acceptCall',
      'reject',
      'engage',
      'admin:read',
      'interactions:write',
      'proactiveChat',
      'user',
      'EmailAddress',
      'true',
      '45',
      '08:30',
      'Web_Engagement_Server',
    ],
    ...['https://shop.example', 'http://127.0.0.1:9', 'interaction.*', '*', '/news', '2', ''],
  ];
  return { words, known, credentials: [ADMIN_KEY, readOnly, ...tokens.slice(0, 4), null] };
}

/** Whether the schema of an operation allows a body. */
function createAllows(api: ApiDescription) {
  const ajv = new Ajv2020({ strict: false, logger: false });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  ajv.addSchema(api, 'api', undefined, false);
  const escaped = (segment: string) =>
    encodeURIComponent(segment.replaceAll('~', '~0').replaceAll('/', '~1'));
  const validators = new Map<string, ValidateFunction>();
  return (method: string, template: string, body: unknown): boolean => {
    const place = ['paths', template, method.toLowerCase(), 'requestBody', 'content'];
    const pointer = [...place, 'application/json', 'schema'].map(escaped).join('/');
    const validate = validators.get(pointer) ?? ajv.compile({ $ref: `api#/${pointer}` });
    validators.set(pointer, validate);
    return validate(body);
  };
}
