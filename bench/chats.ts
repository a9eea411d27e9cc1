// What chats cost: how long it takes from one change to its offers while many wait, and how fast what
// is said is durable. Beside each, the same load against a bare fastify that stores nothing.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { Agent, request } from 'undici';
import { BARE, MAIN, type Server, service, start } from './server.js';

const KEY = 'bench-key-of-at-least-32-characters';

const command = new Command('npm run bench:chats --')
  .description(
    'How long it takes from an agent who becomes ready to the offer on their stream, with many chats\n' +
      'waiting; and how long a message takes until it is durable, at a steady rate.',
  )
  .option('--waiting <n>', 'chats that wait', Number, 10_000)
  .option('--agents <n>', 'agents', Number, 500)
  .option('--changes <n>', 'agents that become ready, one after the other', Number, 300)
  .option('--rate <n>', 'messages a second', Number, 2_000)
  .option('--seconds <n>', 'how long messages are sent', Number, 5)
  .parse();
const settings =
  command.opts<Record<'waiting' | 'agents' | 'changes' | 'rate' | 'seconds', number>>();

const directory = mkdtempSync(join(tmpdir(), 'webengagement-bench-'));
const dispatcher = new Agent({ connections: 64, pipelining: 1 });

async function call(server: Server, method: string, path: string, key: string, body?: object) {
  const { statusCode, body: answer } = await request(`${server.address}${path}`, {
    method: method as 'GET',
    dispatcher,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  const value = (await answer.json()) as Readonly<Record<string, unknown>>;
  if (statusCode >= 300)
    throw new Error(`${method} ${path}: ${statusCode} ${JSON.stringify(value)}`);
  return value;
}

const quantile = (values: readonly number[], q: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * q)] ?? Number.NaN;

function show(what: string, values: readonly number[]): void {
  const [p50, p99, max] = [0.5, 0.99, 1].map((q) => quantile(values, Math.min(q, 0.999999)));
  console.log(
    `${what}: p50 ${p50?.toFixed(1)} ms, p99 ${p99?.toFixed(1)} ms, max ${max?.toFixed(1)} ms (${values.length})`,
  );
}

/** Does something for many, some at a time. */
async function each<T>(items: readonly T[], atOnce: number, run: (item: T) => Promise<unknown>) {
  for (let at = 0; at < items.length; at += atOnce)
    await Promise.all(items.slice(at, at + atOnce).map(run));
}

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);

/** Resolves with the moment at which the next event of a name comes on an agent's stream. */
async function listen(server: Server, key: string) {
  const { body } = await request(`${server.address}/v1/agent/stream`, {
    dispatcher: new Agent(),
    headers: { authorization: `Bearer ${key}` },
  });
  const waiting = new Map<string, (at: number) => void>();
  body.on('data', (chunk: Buffer) => {
    const at = performance.now();
    for (const [, name = ''] of String(chunk).matchAll(/^event: (\w+)$/gm)) {
      waiting.get(name)?.(at);
      waiting.delete(name);
    }
  });
  body.on('error', () => undefined);
  return {
    next: (name: string) => new Promise<number>((resolve) => waiting.set(name, resolve)),
    end: () => body.destroy(),
  };
}

async function makeAgents(server: Server, count: number, capacity: number) {
  const keys: string[] = [];
  await each(numbers(count), 16, async (n) => {
    const made = await call(server, 'POST', '/v1/admin/agents', KEY, { name: `a${n}`, capacity });
    keys[n] = String(made.key);
    await call(server, 'POST', '/v1/agent/login', String(made.key), {});
  });
  return keys;
}

const setOption = (server: Server, name: string, value: string) =>
  call(server, 'PUT', `/v1/admin/options/${name}`, KEY, { value });

async function makeChats(server: Server, count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  await each(numbers(count), 64, async (n) => {
    ids[n] = String((await call(server, 'POST', '/v1/chats', KEY, { visitId: `v${n}` })).id);
  });
  return ids;
}

async function routing(server: Server): Promise<void> {
  const keys = await makeAgents(server, settings.agents, 1);
  await makeChats(server, settings.waiting);
  const delays: number[] = [];
  for (const n of numbers(settings.changes)) {
    const key = keys[n % keys.length] ?? '';
    const stream = await listen(server, key);
    const offered = stream.next('offer');
    const began = performance.now();
    await call(server, 'POST', '/v1/agent/ready', key, {});
    delays.push((await offered) - began);
    await call(server, 'POST', '/v1/agent/not-ready', key, {});
    stream.end();
  }
  show(
    `ready → offer on the stream, ${settings.waiting} waiting, ${settings.agents} agents`,
    delays,
  );
}

/** Sends at a steady rate, whatever the answers take; how long each took. */
async function steady(send: (n: number) => Promise<unknown>): Promise<readonly number[]> {
  const delays: number[] = [];
  const sent: Promise<void>[] = [];
  const began = performance.now();
  const total = settings.rate * settings.seconds;
  for (let n = 0; n < total; ) {
    const due = Math.min(((performance.now() - began) / 1000) * settings.rate, total);
    for (; n < due; n += 1) {
      const at = performance.now();
      sent.push(send(n).then(() => void delays.push(performance.now() - at)));
    }
    await sleep(1);
  }
  await Promise.all(sent);
  const seconds = (performance.now() - began) / 1000;
  console.log(`${total} in ${seconds.toFixed(2)} s: ${(total / seconds).toFixed(0)} a second`);
  return delays;
}

async function messages(server: Server, bare: Server): Promise<void> {
  const count = Math.ceil(settings.rate / 2);
  const keys = await makeAgents(server, Math.ceil(count / 25), 25);
  await makeChats(server, count);
  await each(keys, 8, (key) => call(server, 'POST', '/v1/agent/ready', key, {}));
  const talked: { readonly id: string; readonly key: string }[] = [];
  while (talked.length < count)
    await each(keys, 8, async (key) => {
      const { offers } = await call(server, 'GET', '/v1/agent', key);
      for (const { chatId } of offers as readonly { readonly chatId: string }[]) {
        await call(server, 'POST', `/v1/agent/chats/${chatId}/accept`, key, {});
        talked.push({ id: chatId, key });
      }
    });
  const say = (n: number) => {
    const { id, key } = talked[n % talked.length] ?? { id: '', key: '' };
    const body = { text: 'A sentence as people write it.', clientId: String(n) };
    return call(server, 'POST', `/v1/agent/chats/${id}/messages`, key, body);
  };
  const create = (n: number) =>
    call(bare, 'POST', '/v1/interactions', KEY, { visitId: `v${n}`, userData: { a: 'b' } });
  await steady(create);
  await steady(say).then(() => undefined);
  show('a bare fastify that stores nothing', await steady(create));
  show('a message until it is durable', await steady(say));
}

const own = (name: string): string => mkdtempSync(join(directory, name));
const program = (where: string) => service(MAIN, 'none', where, KEY);
try {
  for (const run of [routing, messages]) {
    const where = own('data');
    const server = await start(program(where), where);
    const bare = await start(BARE, own('bare'));
    try {
      await setOption(server, 'chat.maxWaiting', '10000');
      await setOption(server, 'chat.whenNoAgents', 'queue');
      await setOption(server, 'chat.maxWaitTime', '86400');
      await run(server, bare);
    } finally {
      await Promise.allSettled([server.stop(), bare.stop()]);
    }
  }
} finally {
  await dispatcher.destroy();
  rmSync(directory, { recursive: true, force: true });
}
