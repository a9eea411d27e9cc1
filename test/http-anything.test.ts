import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { operationsOf } from './support/contract.js';
import { ADMIN_KEY, startService } from './support/service.js';
import { inSituation } from './support/situations.js';

const service = await startService(t);
const engaged = await inSituation(service, 'Engaged');
const accepted = await inSituation(service, 'Pending');

const nasty = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    '\u0000',
    '\ud800',
    '',
    ' ',
    '../..',
    '%',
  ),
  fc.constantFrom(engaged.id, accepted.id, String(engaged.visitId), 'engagement.abandonedTime'),
  fc.constantFrom(
    'acceptCall',
    'admin:read',
    'proactiveChat',
    'Webengagement_Failed',
    '600',
    'true',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const anything: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: nasty },
  fc.jsonValue({ maxDepth: 3 }),
  fc.integer(),
);
const names = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('visitId', 'visitorId', 'userData', 'fields', 'code') },
  { weight: 4, arbitrary: fc.constantFrom('value', 'version', 'name', 'scopes', 'origins', 'key') },
  { weight: 4, arbitrary: fc.constantFrom('ixnProfile', 'cancelData', 'interactionId', 'channel') },
  { weight: 4, arbitrary: fc.constantFrom('reason', 'dryRun', 'olderThanSeconds', 'invitation') },
  nasty,
);
const object = fc
  .array(fc.tuple(names, fc.oneof(anything, fc.dictionary(nasty, anything, { maxKeys: 3 }))), {
    maxLength: 4,
  })
  .map((entries) => Object.fromEntries(entries));

const payload = fc.oneof(
  { weight: 6, arbitrary: object.map((body) => JSON.stringify(body)) },
  anything.map((body) => JSON.stringify(body) ?? ''),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  fc
    .array(fc.tuple(names, nasty))
    .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&')),
);

const printable = fc.string({ maxLength: 20 }).map((text) => text.replace(/[^\x20-\x7e]/g, '?'));
const headers = fc.record(
  {
    'content-type': fc.oneof(
      { weight: 5, arbitrary: fc.constant('application/json') },
      fc.constantFrom('text/plain', 'application/x-www-form-urlencoded', 'application/xml', ''),
      printable,
    ),
    'if-match': fc.oneof(fc.constantFrom('*', '"1"', 'W/"2"', '"x"'), printable),
    'idempotency-key': printable,
    accept: fc.oneof(fc.constantFrom('text/html', '*/*', 'application/json;q=0'), printable),
    origin: fc.oneof(fc.constantFrom('null', 'https://shop.example'), printable),
    'x-forwarded-for': printable,
  },
  { requiredKeys: [] },
);

const escaped = (text: string): string => {
  try {
    return encodeURIComponent(text);
  } catch {
    return '%ED%A0%80';
  }
};
const query = fc
  .array(
    fc.tuple(
      fc.constantFrom('token', 'key', 'state', 'pageSize', 'pageToken', 'createdAfter'),
      nasty,
    ),
    { maxLength: 2 },
  )
  .map((pairs) => pairs.map(([name, value]) => `${name}=${escaped(value)}`).join('&'));

const requests = fc.record({
  operation: fc.constantFrom(
    ...operationsOf(service.api).map(({ path, method }) => ({ path, method })),
  ),
  params: fc.array(nasty, { minLength: 2, maxLength: 2 }),
  query,
  payload: fc.option(payload, { nil: undefined }),
  headers,
  as: fc.constantFrom(ADMIN_KEY, engaged.token, accepted.token, null),
});

t.test(
  'whatever is sent is answered as the contract says, and never as a fault of ours',
  async () => {
    await fc.assert(
      fc.asyncProperty(requests, async ({ operation, params, query, payload, headers, as }) => {
        const [first = '', second = ''] = params.map(escaped);
        const path = operation.path.replace(/\{\w+\}/, first).replace(/\{\w+\}/, second);
        const { status, text } = await service.call(
          operation.method,
          query ? `${path}?${query}` : path,
          {
            as,
            headers,
            ...(payload !== undefined && operation.method !== 'GET' && { raw: payload }),
          },
        );
        assert.ok(status < 500, text);
      }),
      { seed: 20_300_318, numRuns: 200 },
    );
  },
);
