import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer as createSocketServer, type Socket } from 'node:net';
import t from 'tap';
import type { Names } from '#src/calls/names.js';
import { turn } from './support/clock.js';
import { ok, receive, status } from './support/receiver.js';
import { createWorld, type World } from './support/webhooks.js';

/** What the first attempt of the only delivery came to. */
async function firstAttempt(world: World) {
  const [delivery] = await world.deliveries();
  return delivery?.attempts[0];
}

/** Subscribes to creations, and makes one. */
async function createFor(world: World, url: string): Promise<void> {
  await world.subscribe(url, { eventTypes: ['interaction.created'] });
  await world.create();
}

/** A server that does to a connection whatever it likes, once a request has come. */
async function listen(
  t: { teardown(run: () => unknown): void },
  onRequest: (socket: Socket) => void,
): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createSocketServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('data', () => onRequest(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** Lets time pass second by second until the attempt under way is over. */
async function passSeconds(world: World, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) await world.clock.advance(1000);
}

t.test('a receiver that hangs is given up after 15 seconds', async (t) => {
  const world = await createWorld(t);
  const receiver = await receive(t, () => {});
  await createFor(world, receiver.url);
  await receiver.got(1);
  await passSeconds(world, 14);
  t.same((await world.deliveries())[0]?.attempts, []);
  await passSeconds(world, 1);
  await world.idle();
  t.match(await firstAttempt(world), { status: null, error: 'timeout', durationMs: 15_000 });
});

t.test('a receiver that resets the connection has not answered', async (t) => {
  const world = await createWorld(t);
  await createFor(world, await listen(t, (socket) => socket.resetAndDestroy()));
  await world.idle();
  t.match(await firstAttempt(world), { status: null, error: 'connection_reset' });
});

t.test('a receiver that is not there refuses the connection', async (t) => {
  const world = await createWorld(t);
  const server = createSocketServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  await createFor(world, `http://127.0.0.1:${port}/`);
  await world.idle();
  t.match(await firstAttempt(world), { status: null, error: 'connection_refused' });
});

t.test('a redirect is no success and is not followed', async (t) => {
  const world = await createWorld(t);
  const elsewhere = await receive(t);
  const receiver = await receive(t, status(307, { location: elsewhere.url }));
  await createFor(world, receiver.url);
  await world.idle();
  t.match(await firstAttempt(world), { status: 307, error: null });
  t.equal(elsewhere.received.length, 0);
});

t.test('of an answer of 10 MB the first kilobyte is kept, and the rest is not read', async (t) => {
  const world = await createWorld(t);
  let sent = 0;
  const receiver = await receive(t, (response) => {
    response.writeHead(200);
    const chunk = 'x'.repeat(65_536);
    const send = (): void => {
      while (sent < 160 && !response.destroyed) {
        sent += 1;
        if (!response.write(chunk)) return void response.once('drain', send);
      }
      response.end();
    };
    send();
  });
  await createFor(world, receiver.url);
  await world.idle();
  t.match(await firstAttempt(world), { status: 200, responseExcerpt: 'x'.repeat(1024) });
  t.ok(sent < 160, `${sent} of 160 chunks were sent`);
});

t.test('an answer of one byte a second is cut off after 15 seconds', async (t) => {
  const world = await createWorld(t);
  let drip = (): void => {};
  const receiver = await receive(t, (response) => {
    response.writeHead(200);
    drip = () => response.write('.');
    drip();
  });
  await createFor(world, receiver.url);
  await receiver.got(1);
  for (let second = 0; second < 15; second += 1) {
    drip();
    await world.clock.advance(1000);
  }
  await world.idle();
  t.match(await firstAttempt(world), { status: 200, error: null, durationMs: 15_000 });
});

t.test('a status line of one byte a second is no answer', async (t) => {
  const world = await createWorld(t);
  let asked = (): void => {};
  const came = new Promise<void>((resolve) => {
    asked = resolve;
  });
  let drip = (): void => {};
  const line = [...'HTTP/1.1 200 OK\r\n'];
  const url = await listen(t, (socket) => {
    drip = () => socket.write(line.shift() ?? '\n');
    asked();
  });
  await createFor(world, url);
  await came;
  for (let second = 0; second < 15; second += 1) {
    drip();
    await world.clock.advance(1000);
  }
  await world.idle();
  t.match(await firstAttempt(world), { status: null, error: 'timeout' });
});

t.test('a receiver that answers 500 for a while gets everything in the end', async (t) => {
  const world = await createWorld(t);
  const receiver = await receive(t, (response, received, count) =>
    status(count <= 20 ? 500 : 200)(response, received, count),
  );
  await world.subscribe(receiver.url, { eventTypes: ['interaction.created'] });
  for (let made = 0; made < 10; made += 1) await world.create();
  await world.idle();
  for (let rounds = 0; (await world.deliveries({ status: 'pending' })).length > 0; rounds += 1) {
    if (rounds > 100) break;
    await world.nextAttempt();
    // A failing endpoint is called less often.
    await world.clock.advance(1000);
    await world.idle();
  }
  const deliveries = await world.deliveries();
  t.ok(deliveries.every((one) => one.status === 'succeeded'));
  t.equal(new Set(receiver.received.map(({ id }) => id)).size, 10);
});

t.test('an endpoint that hangs does not hold up another', async (t) => {
  const world = await createWorld(t);
  const [hanging, live] = [await receive(t, () => {}), await receive(t)];
  await world.subscribe(hanging.url, { eventTypes: ['interaction.created'] });
  await world.subscribe(live.url, { eventTypes: ['interaction.created'] });
  await Promise.all(Array.from({ length: 50 }, () => world.create()));
  await live.got(50);
  t.equal(hanging.received.length, 4, 'so many attempts before the first success, and no more');
  await world.clock.advance(15_000);
  await live.got(50);
});

t.test('a rate limit spreads the attempts', async (t) => {
  const world = await createWorld(t);
  const receiver = await receive(t);
  await world.subscribe(receiver.url, { rateLimitPerSecond: 2 });
  for (let made = 0; made < 5; made += 1) await world.create();
  await world.idle();
  t.equal(receiver.received.length, 1);
  for (const expected of [2, 3, 4, 5]) {
    await world.clock.advance(500);
    await world.idle();
    t.equal(receiver.received.length, expected);
  }
});

t.test('an address that changes between check and use is not connected to', async (t) => {
  const receiver = await receive(t);
  const { port } = new URL(receiver.url);
  const answers = ['127.0.0.1', '10.0.0.1', '169.254.169.254'];
  const asked: string[] = [];
  const names: Names = {
    async resolve(name) {
      asked.push(name);
      return [{ address: answers.shift() ?? '10.0.0.1', family: 4 }];
    },
    close() {},
  };
  const world = await createWorld(t, { names });
  await createFor(world, `http://rebinding.example:${port}/`);
  await world.idle();
  t.match(await firstAttempt(world), { status: 204 });
  // Nothing is kept alive from here on: the name is looked up again.
  receiver.answer = (response) => response.writeHead(500, { connection: 'close' }).end();
  await world.create();
  await world.idle();
  receiver.answer = ok;
  const got = receiver.received.length;
  for (let times = 0; times < 2; times += 1) await world.nextAttempt();
  t.equal(receiver.received.length, got);
  const failed = await world.deliveries({ status: 'pending' });
  t.match(failed[0]?.attempts.at(-1), { status: null, error: 'address_not_allowed' });
  t.ok(asked.length >= 2 && asked.every((name) => name === 'rebinding.example'));
});

t.test('of several addresses only the allowed ones are tried', async (t) => {
  const receiver = await receive(t);
  const { port } = new URL(receiver.url);
  const names: Names = {
    resolve: async () => [
      { address: '::1', family: 6 },
      { address: '10.0.0.1', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ],
    close() {},
  };
  const world = await createWorld(t, { names });
  await createFor(world, `http://several.example:${port}/`);
  await world.idle();
  t.match(await firstAttempt(world), { status: 204 });
});

t.test('an address in a range that is not listed is never called', async (t) => {
  const world = await createWorld(t);
  for (const url of ['http://[::1]:1/', 'http://10.0.0.1/', 'http://0xa9fea9fe/latest'])
    await world.subscribe(url);
  await world.create();
  await world.idle();
  for (const { attempts } of await world.deliveries())
    t.match(attempts, [{ status: null, error: 'address_not_allowed' }]);
});

t.test('what is under way when the process stops is finished first', async (t) => {
  const world = await createWorld(t);
  let answer = (): void => {};
  const receiver = await receive(t, (response) => {
    answer = () => response.writeHead(200).end();
  });
  await createFor(world, receiver.url);
  await receiver.got(1);
  const restarted = world.restart();
  await turn();
  answer();
  await restarted;
  t.match(await world.deliveries(), [{ status: 'succeeded', attempts: [{ status: 200 }] }]);
});
