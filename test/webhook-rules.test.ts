import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import t from 'tap';
import { createAddressPolicy, isForbiddenName, literalOf } from '#src/calls/address.js';
import { createWebhookSecret, headersOf, secretsAt } from '#src/calls/signing.js';
import { createClock } from '#src/clock.js';
import { ROTATION_OVERLAP_MS } from '#src/decisions/webhook-endpoints.js';
import {
  covers,
  isKnownPattern,
  WEBHOOK_EVENT_TYPES,
  WEBHOOK_EVENTS,
  wantsOf,
} from '#src/domain/event-types.js';
import {
  FAILING_LIMIT_MS,
  fateOf,
  isGivenUp,
  MAX_ATTEMPTS,
  RETRY_DELAYS_MS,
  retryAfterMs,
} from '#src/webhooks/retry.js';

const HOUR = 3_600_000;

t.test('a secret is whsec_ and 32 random bytes in base64', async (t) => {
  const secret = createWebhookSecret();
  t.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
  t.equal(Buffer.from(secret.slice(6), 'base64').length, 32);
  t.not(secret, createWebhookSecret());
});

t.test('what we sign is verified by standardwebhooks and by svix', async (t) => {
  const secret = createWebhookSecret();
  const secrets = { secret, previousSecret: null, previousSecretExpiresAt: null };
  const body = JSON.stringify({ type: 'interaction.created', data: { text: 'Grüße ✓' } });
  // Both libraries compare with the wall clock.
  const now = createClock().now();
  const headers = { ...headersOf({ messageId: 'msg_1', body }, secrets, now) };
  t.same(new Webhook(secret).verify(body, headers), JSON.parse(body));
  t.same(new SvixWebhook(secret).verify(body, headers), JSON.parse(body));
  t.throws(() => new Webhook(secret).verify(`${body} `, headers), 'a tampered body');
  const old = { ...headersOf({ messageId: 'msg_1', body }, secrets, now - 6 * 60_000) };
  t.throws(() => new SvixWebhook(secret).verify(body, old), /too old/);
  t.throws(() => new Webhook(createWebhookSecret()).verify(body, headers), 'another secret');
});

t.test('after a rotation both secrets sign for a day, then only the new one', async (t) => {
  const [secret, previousSecret] = [createWebhookSecret(), createWebhookSecret()];
  const rotatedAt = createClock().now();
  const secrets = {
    secret,
    previousSecret,
    previousSecretExpiresAt: rotatedAt + ROTATION_OVERLAP_MS,
  };
  const headers = { ...headersOf({ messageId: 'm', body: '{}' }, secrets, rotatedAt) };
  for (const known of [secret, previousSecret]) {
    t.same(new Webhook(known).verify('{}', headers), {});
    t.same(new SvixWebhook(known).verify('{}', headers), {});
  }
  t.same(secretsAt(secrets, rotatedAt + ROTATION_OVERLAP_MS - 1), [secret, previousSecret]);
  t.same(secretsAt(secrets, rotatedAt + ROTATION_OVERLAP_MS), [secret]);
});

t.test('two hundred random sequences of failures keep to the schedule', async () => {
  const answer = fc.record({
    status: fc.constantFrom(
      null,
      100,
      199,
      200,
      204,
      299,
      300,
      301,
      302,
      400,
      404,
      410,
      429,
      500,
      503,
    ),
    retryAfter: fc.option(fc.integer({ min: 0, max: 100_000 }).map(String), { nil: undefined }),
  });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(answer, fc.double({ min: 0, max: 1, noNaN: true })), {
        minLength: 8,
        maxLength: 8,
      }),
      (sequence) => {
        let now = 1_000_000;
        for (const [index, [given, random]] of sequence.entries()) {
          const verdict = fateOf(given, index + 1, now, random);
          const { status } = given;
          if (status !== null && status >= 200 && status < 300)
            return verdict.outcome === 'succeeded';
          if (status === 410) return verdict.outcome === 'failed' && verdict.gone;
          if (index + 1 === MAX_ATTEMPTS) return verdict.outcome === 'failed' && !verdict.gone;
          if (verdict.outcome !== 'retry') return false;
          const wait = verdict.at - now;
          const base = RETRY_DELAYS_MS[index + 1] ?? Number.NaN;
          const asked = status === 429 || status === 503 ? Number(given.retryAfter ?? 0) * 1000 : 0;
          if (wait < Math.floor(base * 0.8) || wait < Math.min(asked, 24 * HOUR)) return false;
          if (wait > Math.max(Math.ceil(base * 1.2), asked)) return false;
          now = verdict.at;
        }
        return false;
      },
    ),
    { numRuns: 200 },
  );
});

t.test('Retry-After is seconds or a date, and never more than a day', async (t) => {
  const now = Date.UTC(2026, 0, 1);
  t.equal(retryAfterMs('120', now), 120_000);
  t.equal(retryAfterMs('Thu, 01 Jan 2026 00:01:00 GMT', now), 60_000);
  t.equal(retryAfterMs('Thu, 01 Jan 1970 00:00:00 GMT', now), 0);
  t.equal(retryAfterMs(' 120 ', now), 120_000);
  for (const neither of ['soon', '120 s', 'in 120', 'x120', '120x'])
    t.equal(retryAfterMs(neither, now), 0, neither);
  t.equal(retryAfterMs('2026-01-01T00:01:00Z', now), 60_000);
  t.equal(retryAfterMs('2026-01-02', now), 24 * HOUR, 'in whatever form a date has');
  t.equal(retryAfterMs(undefined, now), 0);
  t.equal(retryAfterMs('999999999', now), 24 * HOUR);
});

t.test('an endpoint is given up after 120 hours of nothing but failures', async (t) => {
  t.equal(FAILING_LIMIT_MS, 120 * HOUR);
  t.notOk(isGivenUp(null, 1e12));
  t.notOk(isGivenUp(0, 120 * HOUR - 1));
  t.ok(isGivenUp(0, 120 * HOUR));
});

t.test('a subscription is to everything, to a family, or to one type', async (t) => {
  t.ok(covers('*', 'option.changed'));
  t.ok(covers('interaction.*', 'interaction.created'));
  t.notOk(covers('interaction.*', 'option.changed'));
  t.notOk(covers('interaction', 'interaction.created'));
  t.notOk(covers('inter*', 'interaction.created'));
  t.notOk(covers('option.*', 'options.changed'));
  const wants = wantsOf(['interaction.*', 'option.changed']);
  const wanted = ['interaction.created', 'option.changed', 'webhook_endpoint.tested'].map(wants);
  t.strictSame(wanted, [true, true, false], 'several are to what any of them is to');
  for (const type of WEBHOOK_EVENT_TYPES) t.ok(isKnownPattern(type), type);
  for (const wrong of ['interaction.creatd', 'nothing.*', '', '.*', '*.created', 'interaction.'])
    t.notOk(isKnownPattern(wrong), wrong);
});

t.test('every event type says in a sentence what happened', async (t) => {
  t.strictSame(Object.keys(WEBHOOK_EVENTS).sort(), [...WEBHOOK_EVENT_TYPES].sort());
  for (const [type, words] of Object.entries(WEBHOOK_EVENTS)) t.match(words, /^[A-Z].*\.$/, type);
});

t.test('only public addresses are allowed, however they are spelled', async (t) => {
  const policy = createAddressPolicy([]);
  const refused = [
    '127.0.0.1',
    '127.255.0.9',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '100.100.100.200',
    '0.0.0.0',
    '255.255.255.255',
    '224.0.0.1',
    '240.0.0.1',
    '198.18.0.1',
    '192.0.0.192',
    '168.63.129.16',
    '::1',
    '::',
    'fe80::1',
    'fe80::1%1',
    'fc00::1',
    'fd00:ec2::254',
    'ff02::1',
    'fec0::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:0:127.0.0.1',
    '0:0:0:0:0:ffff:a9fe:a9fe',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b::169.254.169.254',
    '64:ff9b:1::808:808',
    '2002:7f00:1::',
    '2001:0:808:808::',
    '2001:db8::1',
    '4000::1',
    'not an address',
    '',
  ];
  for (const address of refused) t.notOk(policy.allows(address), address);
  for (const address of [
    '8.8.8.8',
    '93.184.216.34',
    '2606:4700::1111',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
    '2002:808:808::',
  ])
    t.ok(policy.allows(address), address);
});

t.test('the host of a URL is read in decimal, octal and hexadecimal spellings', async (t) => {
  const policy = createAddressPolicy([]);
  for (const host of [
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '127.1',
    '0x7f.1',
    '127.0.0.1.',
    '[::ffff:127.0.0.1]',
    '[::1]',
    '①②⑦.⓪.⓪.①',
    '127。0。0。1',
    '[0:0:0:0:0:0:0:1]',
  ]) {
    const literal = literalOf(new URL(`http://${host}/`));
    t.ok(literal, host);
    t.notOk(policy.allows(literal ?? '8.8.8.8'), host);
  }
  t.equal(literalOf(new URL('http://example.com/')), null);
});

t.test('a private range is allowed when it is listed, and nothing beside it', async (t) => {
  const policy = createAddressPolicy(['127.0.0.0/8', 'fd00:1::/32', '10.0.0.7', 'fd00:3::7']);
  for (const address of ['127.0.0.1', '::ffff:127.0.0.1', 'fd00:1::5', '10.0.0.7', 'fd00:3::7'])
    t.ok(policy.allows(address), address);
  for (const address of [
    '::1',
    '10.0.0.8',
    'fd00:2::1',
    'fd00:3::8',
    '192.168.0.1',
    '169.254.169.254',
  ])
    t.notOk(policy.allows(address), address);
  t.notOk(isForbiddenName('localhost', policy));
  for (const name of ['metadata.google.internal', 'localhost.metadata.google.internal'])
    t.ok(isForbiddenName(name, policy), name);
  t.ok(isForbiddenName('app.localhost.', createAddressPolicy([])));
  for (const name of ['example.com', 'notlocalhost', 'localhost.example', 'localhost2'])
    t.notOk(isForbiddenName(name, createAddressPolicy([])), name);
});
