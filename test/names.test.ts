import t from 'tap';
import { createNames, LOOKUP_TIMEOUT_MS } from '#src/calls/names.js';
import { candidates, parseHosts, parseSearch } from '#src/calls/system-names.js';
import { createFakeClock } from './support/clock.js';
import { type NameAnswer, startNameServer } from './support/name-server.js';
import { passWhenArmed } from './support/strategy-server.js';
import type { Cleanup } from './support/world.js';

/** Look-ups at a name server of the test. */
async function asking(t: Cleanup, answer: Parameters<typeof startNameServer>[1], ttl?: number) {
  const clock = createFakeClock();
  const server = await startNameServer(t, answer, ttl);
  // Only the clock of the test gives up, however slow the machine is.
  const names = createNames({ clock, servers: [server.at], serverTimeoutMs: 600_000 });
  t.teardown(names.close);
  return { clock, server, names };
}

t.test('a name has the addresses of both families', async (t) => {
  const { names } = await asking(t, () => ['127.0.0.1', '::1']);
  t.strictSame(await names.resolve('live.example'), [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ]);
});

t.test('addresses are kept as long as their records say', async (t) => {
  const { names, server, clock } = await asking(t, () => ['127.0.0.1'], 3);
  for (let times = 0; times < 3; times += 1) await names.resolve('live.example');
  t.equal(server.asked.length, 2, 'once for each family');
  await clock.advance(3000);
  await names.resolve('live.example');
  t.equal(server.asked.length, 4);
});

t.test('a name that is not there is told from one that nobody can tell', async (t) => {
  const answers: Record<string, NameAnswer> = { 'absent.example': 'none' };
  const { names } = await asking(t, (name) => answers[name] ?? 'refused');
  await t.rejects(names.resolve('absent.example'), { code: 'name_not_found' });
  await t.rejects(names.resolve('broken.example'), { code: 'name_not_resolved' });
});

t.test('a silent name server is given up, remembered for a while, and asked again', async (t) => {
  let answer: NameAnswer = 'silence';
  const { names, server, clock } = await asking(t, () => answer);
  const both = ['dead.example', 'dead.example'].map((name) => names.resolve(name));
  const settled = Promise.allSettled(both);
  await server.askedFor(2);
  await clock.advance(LOOKUP_TIMEOUT_MS);
  for (const one of await settled) t.match(one, { reason: { code: 'name_not_resolved' } });
  const questions = server.asked.length;
  await t.rejects(names.resolve('dead.example'), { code: 'name_not_resolved' });
  t.equal(server.asked.length, questions, 'a failure is remembered');
  answer = ['127.0.0.1'];
  await clock.advance(5000);
  t.match(await names.resolve('dead.example'), [{ address: '127.0.0.1' }]);
});

t.test('names without an answer hold up no other name', async (t) => {
  const { names, server, clock } = await asking(t, (name) =>
    name.startsWith('dead') ? 'silence' : ['127.0.0.1'],
  );
  const dead = Array.from({ length: 100 }, (_, number) => names.resolve(`dead-${number}.example`));
  const failed = Promise.allSettled(dead);
  await server.askedFor(100);
  t.match(await names.resolve('live.example'), [{ address: '127.0.0.1' }]);
  await clock.advance(LOOKUP_TIMEOUT_MS);
  t.ok((await failed).every(({ status }) => status === 'rejected'));
});

t.test('at most so many look-ups are under way, and the others follow', async (t) => {
  let answer: NameAnswer = 'silence';
  const { names, server, clock } = await asking(t, () => answer);
  const found = Promise.allSettled(
    Array.from({ length: 130 }, (_, number) => names.resolve(`name-${number}.example`)),
  );
  await server.askedFor(256);
  t.notOk(server.asked.some((question) => /name-12[89]/.test(question)));
  answer = ['127.0.0.1'];
  await clock.advance(LOOKUP_TIMEOUT_MS);
  const last = (await found).slice(-2);
  t.match(last, [{ status: 'fulfilled' }, { status: 'fulfilled' }]);
});

t.test('IPv6 is not waited for when IPv4 is there', async (t) => {
  const { names, clock } = await asking(t, (_name, type) =>
    type === 'A' ? ['127.0.0.1'] : 'silence',
  );
  const found = names.resolve('half.example');
  await passWhenArmed(clock, 50);
  t.match(await found, [{ address: '127.0.0.1' }]);
});

t.test('names of the machine itself and names that cannot be need no name server', async (t) => {
  const { names, server } = await asking(t, () => 'silence');
  t.match(await names.resolve('localhost'), [{ address: '127.0.0.1' }, { address: '::1' }]);
  t.match(await names.resolve('shop.localhost.'), [{ address: '127.0.0.1' }, { address: '::1' }]);
  await t.rejects(names.resolve('receiver.invalid'), { code: 'name_not_found' });
  t.equal(server.asked.length, 0);
});

t.test('a hosts file is read as the system reads it', (t) => {
  const hosts = parseHosts(
    '127.0.0.1\tlocalhost\n# comment\n10.0.0.5  CRM crm.internal # ours\r\n::1 crm\nno address\n',
  );
  t.strictSame(hosts.get('crm'), [
    { address: '10.0.0.5', family: 4 },
    { address: '::1', family: 6 },
  ]);
  t.match(hosts.get('crm.internal'), [{ address: '10.0.0.5' }]);
  t.notOk(hosts.has('ours') || hosts.has('address'));
  t.end();
});

t.test('a search list completes names as the system does', (t) => {
  const search = parseSearch(
    'nameserver 10.0.0.53\nsearch a.example b.example.\n; options ndots:9\noptions timeout:1 ndots:2\n',
  );
  t.strictSame(search, { domains: ['a.example', 'b.example.'], dots: 2 });
  const table: readonly (readonly [string, readonly string[]])[] = [
    ['crm', ['crm.a.example', 'crm.b.example', 'crm']],
    ['crm.shop', ['crm.shop.a.example', 'crm.shop.b.example', 'crm.shop']],
    ['crm.shop.svc', ['crm.shop.svc', 'crm.shop.svc.a.example', 'crm.shop.svc.b.example']],
    ['crm.', ['crm']],
  ];
  for (const [name, expected] of table) t.strictSame(candidates(name, search), expected, name);
  t.end();
});
