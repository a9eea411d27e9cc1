import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { type ProxySettings, proxyFor } from '#src/calls/proxy.js';
import { startNameServer } from './support/name-server.js';
import { startProxy } from './support/proxy.js';
import { receive } from './support/receiver.js';
import { startStrategy } from './support/strategy-server.js';
import { createWorld } from './support/strategy-service.js';

const EXCEPT: readonly (readonly [url: string, except: string, isDirect: boolean])[] = [
  ['https://crm.example/', '', false],
  ['https://crm.example/', '*', true],
  ['https://crm.example/', 'crm.example', true],
  ['https://crm.example./', 'CRM.example', true],
  ['https://eu.crm.example/', 'crm.example', true],
  ['https://eu.crm.example/', '.crm.example', true],
  ['https://eu.crm.example/', '*.crm.example', true],
  ['https://notcrm.example/', 'crm.example', false],
  ['https://crm.example/', 'crm.example:443', true],
  ['https://crm.example/', 'crm.example:80', false],
  ['http://crm.example/', 'crm.example:80', true],
  ['https://crm.example:8443/', 'crm.example:8443', true],
  ['http://10.1.2.3/', '10.0.0.0/8', true],
  ['http://11.1.2.3/', '10.0.0.0/8', false],
  ['http://crm.example/', '10.0.0.0/8', false],
  ['http://10.1.2.3/', '10.1.2.3', true],
  ['http://10.1.2.3/', '2.3', false],
  ['http://[fd00::1]/', 'fd00::/8', true],
  ['http://[fd00::1]:81/', '[fd00:0::1]:81', true],
  ['http://[fd00::1]/', '10.0.0.0/8', false],
];

t.test('what NO_PROXY names is called directly', (t) => {
  for (const [url, except, isDirect] of EXCEPT) {
    const settings = { http: 'http://p/', https: 'http://p/', except: except ? [except] : [] };
    t.equal(proxyFor(new URL(url), settings), isDirect ? null : 'http://p/', `${url} ${except}`);
  }
  const one: ProxySettings = { http: undefined, https: 'http://s/', except: [] };
  t.equal(proxyFor(new URL('http://a.example/'), one), null);
  t.equal(proxyFor(new URL('https://a.example/'), one), 'http://s/');
  t.end();
});

const strategy = await startStrategy(t, (asked) => asked.answer(200, { instruction: 'engage' }));
const strategyPort = new URL(strategy.url).port;
const proxy = await startProxy(t);
let address = '127.0.0.1';
const names = await startNameServer(t, () => [address], 0);
const world = await createWorld(t, {
  NAME_SERVERS: names.at,
  STRATEGY: `http://strategy.inner.example:${strategyPort}/`,
  WEBHOOK_PROXY: proxy.url.replace('//', '//us%65r:pass@'),
  WEBHOOK_NO_PROXY: '.inner.example',
});

/** The first attempt to deliver to an address, and what the proxy was asked meanwhile. */
async function deliver(url: string, subscribed = () => {}) {
  const before = proxy.asked.length;
  const body = { url, eventTypes: ['interaction.created'] };
  const { id } = (await world.ask('POST', '/admin/webhook-endpoints', body)).body;
  subscribed();
  await world.create();
  await world.service.dispatcher.idle();
  const { items } = (await world.ask('GET', `/admin/deliveries?endpointId=${id}`)).body;
  await world.ask('DELETE', `/admin/webhook-endpoints/${id}`);
  return { attempt: items[0]?.attempts[0], asked: proxy.asked.slice(before) };
}

t.test('deliveries go through the proxy, to the address that was judged', async (t) => {
  const receiver = await receive(t);
  const { port } = new URL(receiver.url);
  const { attempt, asked } = await deliver(`http://shop.example:${port}/hook`);
  t.match(attempt, { status: 204 });
  const credentials = `Basic ${Buffer.from('user:pass').toString('base64')}`;
  t.strictSame(asked, [{ to: `127.0.0.1:${port}`, credentials }]);
  t.equal(receiver.received[0]?.headers.host, `shop.example:${port}`);
});

t.test('a name that turned to a private address is not asked of the proxy', async (t) => {
  const { attempt, asked } = await deliver('http://turns.example/', () => {
    address = '10.0.0.1';
  });
  address = '127.0.0.1';
  t.match(attempt, { status: null, error: 'address_not_allowed' });
  t.strictSame(asked, []);
});

t.test('the name is what TLS is asked for behind a proxy', async (t) => {
  const named: string[] = [];
  const server = createServer({
    SNICallback(name, callback) {
      named.push(name);
      callback(new Error('no certificate'));
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo;
  const { attempt, asked } = await deliver(`https://shop.example:${port}/hook`);
  t.match(attempt, { status: null });
  t.match(asked, [{ to: `127.0.0.1:${port}` }]);
  t.strictSame(named, ['shop.example']);
});

t.test('a proxy that refuses is told from a receiver that does', async (t) => {
  proxy.status = 407;
  const { attempt } = await deliver('http://shop.example/hook');
  proxy.status = 200;
  t.match(attempt, { status: null, error: 'proxy_failed' });
});

t.test('what is excepted is called without the proxy', async (t) => {
  const receiver = await receive(t);
  const { attempt, asked } = await deliver(receiver.url.replace('127.0.0.1', 'shop.inner.example'));
  t.match(attempt, { status: 204 });
  t.strictSame(asked, []);
});

t.test('a remote strategy is asked through the proxy', async (t) => {
  await world.restart({ STRATEGY: `http://strategy.example:${strategyPort}/` });
  const { id } = await world.create();
  await world.service.strategy.idle();
  t.equal((await world.engine.get(id))?.state, 'Engaged');
  t.match(proxy.asked.at(-1), { to: `127.0.0.1:${strategyPort}` });
});
