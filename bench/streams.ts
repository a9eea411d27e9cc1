import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Command } from 'commander';
import { apply } from './load.js';
import { MAIN, type Server, service, start } from './server.js';

const KEY = 'bench-key-of-at-least-32-characters';
const KILOBYTE = 1000;
/** Connections that open streams at a time: the backlog of a socket is not endless. */
const AT_ONCE = 100;

const command = new Command('npm run bench:streams --')
  .description(
    'What the widget and the streams of visits cost: bytes of the widget, memory of an open stream,\n' +
      'and creations per second with so many streams of other visits open, against none.',
  )
  .option('--streams <n>', 'open streams', Number, 5_000)
  .option('--rounds <n>', 'slices of load with and without streams', Number, 8)
  .option('--amount <n>', 'creations in a slice', Number, 4_000)
  .option('--connections <n>', 'connections of the load', Number, 64)
  .parse();
const settings = command.opts<Record<'streams' | 'rounds' | 'amount' | 'connections', number>>();

const directory = mkdtempSync(join(tmpdir(), 'webengagement-bench-'));
const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Metrics of the process, in bytes, after a moment in which it could tidy up. */
async function memory({ address }: Server) {
  const text = await (await fetch(`${address}/metrics`)).text();
  const read = (name: string): number =>
    Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
  return {
    resident: read('process_resident_memory_bytes'),
    used: read('nodejs_heap_size_used_bytes') + read('nodejs_external_memory_bytes'),
  };
}

async function visit({ address }: Server): Promise<{ visitId: string; token: string }> {
  const init = { method: 'POST', headers, body: '{}' };
  return (await (await fetch(`${address}/v1/visits`, init)).json()) as {
    visitId: string;
    token: string;
  };
}

/** Each stream on a connection of its own, as browsers have it. */
async function openStream(server: Server, agent: Agent): Promise<void> {
  const { visitId, token } = await visit(server);
  const asked = request(`${server.address}/v1/visits/${visitId}/stream?token=${token}`, { agent });
  const [answer] = await once(asked.end(), 'response');
  if (answer.statusCode !== 200) throw new Error(`a stream was refused: ${answer.statusCode}`);
  answer.resume();
}

async function load(server: Server) {
  await server.observe(false);
  const { connections, amount } = settings;
  const result = await apply({
    address: server.address,
    key: KEY,
    connections,
    amount,
    rich: true,
  });
  const { cpu } = await server.observed();
  return { perSecond: result.perSecond, cpuPerCreate: (cpu / result.done) * 1000 };
}

for (const name of ['widget.js', 'widget.mjs']) {
  const bytes = readFileSync(new URL(`../../dist/web/${name}`, import.meta.url));
  const zipped = gzipSync(bytes, { level: 9 });
  console.log(
    `${name}: ${(bytes.length / KILOBYTE).toFixed(1)} kB, gzipped ${(zipped.length / KILOBYTE).toFixed(1)} kB`,
  );
}

const [without, withStreams] = await Promise.all(
  ['without', 'with'].map((name) => {
    const own = mkdtempSync(join(directory, name));
    return start(service(MAIN, 'none', own, KEY), own);
  }),
);
if (!without || !withStreams) throw new Error('not started');
const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });
try {
  // Both warm, so that what the load itself takes is not counted as the streams'.
  for (const server of [without, withStreams, without, withStreams]) await load(server);
  const before = await memory(withStreams);
  for (let open = 0; open < settings.streams; open += AT_ONCE)
    await Promise.all(Array.from({ length: AT_ONCE }, () => openStream(withStreams, agent)));
  const after = await memory(withStreams);
  for (const [what, key] of [
    ['resident memory', 'resident'],
    ['heap and buffers', 'used'],
  ] as const)
    console.log(
      `${what} of an open stream: ${((after[key] - before[key]) / settings.streams / KILOBYTE).toFixed(1)} kB (${settings.streams} streams, ${(after[key] / 1e6).toFixed(0)} MB in all)`,
    );

  const runs: Record<'none' | 'some', Awaited<ReturnType<typeof load>>>[] = [];
  for (let round = 0; round < settings.rounds; round += 1) {
    const none = await load(without);
    const some = await load(withStreams);
    runs.push({ none, some });
  }
  const ratio = (key: 'perSecond' | 'cpuPerCreate'): string =>
    median(runs.map(({ none, some }) => some[key] / none[key])).toFixed(3);
  console.log(
    `creates with ${settings.streams} streams of other visits, against none: ${ratio('perSecond')} of the speed (${median(runs.map(({ some }) => some.perSecond)).toFixed(0)}/s), ${ratio('cpuPerCreate')} of the processor time (${median(runs.map(({ some }) => some.cpuPerCreate)).toFixed(0)} µs)`,
  );
} finally {
  agent.destroy();
  await Promise.all([without.stop(), withStreams.stop()]);
  rmSync(directory, { recursive: true, force: true });
}
