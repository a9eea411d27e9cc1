import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { create, createAsking, keepEngagements } from '../asking.js';
import { runLanes, serving } from '../measured.js';
import { MAIN, service } from '../server.js';
import type { Row, Term } from './term.js';

const LOADING = fileURLToPath(new URL('../loading.js', import.meta.url));
const LANES = 8;
const KNOWN = 2_000;
const AMOUNT = { quick: 4_000, full: 20_000 };
/** Connections of the creations beside. */
const BESIDE = 64;

/** Ends the load, and says how many creations it made in a second. */
async function end(loading: ChildProcess): Promise<number> {
  const ended = once(loading, 'message') as Promise<[number]>;
  loading.send('stop');
  const [perSecond] = await ended;
  return perSecond;
}

export const reads: Term = {
  name: 'reads',
  title: 'Reads beside creations',
  says: `\`GET /v1/interactions/{id}\` by ${LANES} connections, alone and while another process creates as fast as ${BESIDE} connections can.`,
  async rows({ quick, directory, key }) {
    const amount = quick ? AMOUNT.quick : AMOUNT.full;
    return serving(
      (own) => service(MAIN, 'none', own, key),
      directory,
      async (server): Promise<readonly Row[]> => {
        await keepEngagements(server.address, key);
        const asking = createAsking(server.address, key, LANES);
        const ids: string[] = [];
        await runLanes(LANES, KNOWN, async () => void ids.push((await create(asking)).id));
        const read = () =>
          runLanes(LANES, amount, async (index) => {
            await asking.ask('GET', `/v1/interactions/${ids[(index * 7919) % KNOWN]}`);
          });
        await read();
        const alone = await read();
        const loading = fork(LOADING, [server.address, key, String(BESIDE)]);
        await once(loading, 'message');
        const beside = await read();
        const created = await end(loading);
        await asking.close();
        const row = (what: string, { perSecond, p50, p99, max }: typeof alone): Row => ({
          what,
          measures: { perSecond, p50, p99, max },
        });
        return [
          row('a read, alone', alone),
          {
            ...row('a read beside creations', beside),
            also: `${Math.round(created).toLocaleString('en')} creations a second meanwhile`,
          },
        ];
      },
    );
  },
};
