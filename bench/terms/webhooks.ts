import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { keepEngagements } from '../asking.js';
import { apply } from '../load.js';
import { measured, median, mediansOf, type Run, serving } from '../measured.js';
import { endReceivers, type Receiver, startReceiver } from '../receivers.js';
import type { Program } from '../server.js';
import type { Row, Settings, Term } from './term.js';

const PROGRAM = fileURLToPath(new URL('../webhook-service.js', import.meta.url));
const CONNECTIONS = 64;
const AMOUNT = { quick: 3_000, full: 10_000 };
const ROUNDS = { quick: 1, full: 3 };
const REFUSING = 100;
const LOOK_MS = 50;

interface Slice {
  readonly run: Run;
  /** From the last answer until every message had been delivered. */
  readonly behindS: number;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Resolves when each of them has got so many messages. */
async function gotAll(receivers: readonly Receiver[], amount: number): Promise<void> {
  const missing = receivers.map((receiver) => ({ receiver, left: amount }));
  while (missing.some(({ left }) => left > 0)) {
    await pause(LOOK_MS);
    for (const each of missing) each.left -= (await each.receiver.ask()).count;
  }
}

/** Creations with so many endpoints that listen to everything, and so many on which nobody listens. */
async function slice(listening: number, refusing: number, settings: Settings): Promise<Slice> {
  const { quick, directory, key } = settings;
  const amount = quick ? AMOUNT.quick : AMOUNT.full;
  const receivers = await Promise.all(Array.from({ length: listening }, startReceiver));
  const dead = Array.from({ length: refusing }, (_, number) => `http://127.0.0.1:9/${number}`);
  const urls = [...receivers.map(({ url }) => url), ...dead];
  const programOn = (own: string): Program => ({
    args: [PROGRAM],
    env: { DATA_DIR: own, ADMIN_KEY: key, STRATEGY: 'none', URLS: urls.join(',') },
    strategy: 'none',
  });
  try {
    return await serving(programOn, directory, async (server) => {
      const { address } = server;
      await keepEngagements(address, key);
      const load = () => apply({ address, key, connections: CONNECTIONS, amount, rich: true });
      await load();
      await gotAll(receivers, amount);
      const run = await measured(server, load);
      const doneAt = performance.now();
      await gotAll(receivers, amount);
      return { run, behindS: (performance.now() - doneAt) / 1000 };
    });
  } finally {
    for (const receiver of receivers) receiver.end();
  }
}

export const webhooks: Term = {
  name: 'webhooks',
  title: 'Creations with webhooks',
  says: `By ${CONNECTIONS} connections: with no endpoint, with two that listen to every event, and with ${REFUSING} on which nobody listens; by turns.`,
  async rows(settings) {
    const none: Slice[] = [];
    const two: Slice[] = [];
    const refusing: Slice[] = [];
    try {
      for (let round = 1; round <= (settings.quick ? ROUNDS.quick : ROUNDS.full); round += 1) {
        none.push(await slice(0, 0, settings));
        two.push(await slice(2, 0, settings));
        refusing.push(await slice(0, REFUSING, settings));
      }
    } finally {
      endReceivers();
    }
    const row = (what: string, slices: readonly Slice[]): Row => ({
      what,
      measures: {
        ...mediansOf(slices.map(({ run }) => run)),
        ...(slices !== none && {
          ratio: median(
            slices.map(
              ({ run }, turn) => run.perSecond / (none[turn]?.run.perSecond ?? Number.NaN),
            ),
          ),
        }),
      },
      ...(slices !== none && { also: 'to no endpoint' }),
    });
    const behind = median(two.map(({ behindS }) => behindS));
    return [
      row('no endpoint', none),
      row('two that listen', two),
      {
        what: 'until they have got the last message',
        measures: { seconds: behind },
        also: `after ${(settings.quick ? AMOUNT.quick : AMOUNT.full).toLocaleString('en')} creations`,
      },
      row(`${REFUSING} that refuse`, refusing),
    ];
  },
};
