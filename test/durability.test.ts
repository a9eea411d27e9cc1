import { once } from 'node:events';
import t, { type Test } from 'tap';
import { CHANGED, type Load, load } from './support/load.js';
import { runAlone, type Serving, serve } from './support/process.js';

const ADMIN_KEY = 'durability-durability-durability-durability';
/** How often the process is killed, and after how many answers each time. */
const KILLS = 4;
const ANSWERS = 100;

interface Item {
  readonly id: string;
  readonly version: number;
  readonly state: string;
  readonly queue: string;
  readonly status: string;
}

interface List {
  readonly items: readonly Item[];
  readonly nextPageToken: string | null;
}

async function read<T>({ address }: Serving, path: string): Promise<T> {
  const response = await fetch(`${address}/v1/${path}`, {
    headers: { authorization: `Bearer ${ADMIN_KEY}` },
  });
  return (await response.json()) as T;
}

/** Everything acknowledged is there, whole; nothing is there by half. */
async function verify(t: Test, service: Serving, { interactions, creations, options }: Load) {
  let missing = 0;
  for (const acknowledged of interactions.values()) {
    const found = await read<Item>(service, `interactions/${acknowledged.id}`);
    const { items } = await read<{ items: { sequence: number; to: string }[] }>(
      service,
      `interactions/${acknowledged.id}/history`,
    );
    const gapless = items.every(({ sequence }, index) => sequence === index + 1);
    const reached = items.some(({ to }) => to === acknowledged.state);
    const whole = items.at(-1)?.to === found.state && found.version >= acknowledged.version;
    if (!gapless || !reached || !whole) missing += 1;
  }
  t.equal(missing, 0, `all of ${interactions.size} acknowledged interactions are found whole`);

  let repeated = 0;
  for (const [visitId, creation] of creations) {
    const response = await fetch(`${service.address}/v1/interactions`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${ADMIN_KEY}`,
        'content-type': 'application/json',
        'idempotency-key': visitId,
      },
      body: JSON.stringify(creation),
    });
    const { id } = (await response.json()) as Item;
    const { items } = await read<List>(service, `admin/interactions?visitId=${visitId}`);
    if (response.status === 201 && items.length === 1 && items[0]?.id === id) repeated += 1;
  }
  t.equal(repeated, creations.size, 'a creation repeated after the crash is made once');

  const versions = await read<{ items: { version: number; value: string }[] }>(
    service,
    `admin/options/${CHANGED}/history`,
  );
  const found = new Map(versions.items.map(({ version, value }) => [version, value]));
  t.ok(options.size > 0, 'options were changed meanwhile');
  t.strictSame(
    [...options].filter(([version, value]) => found.get(version) !== value),
    [],
    'every acknowledged option change is in its history',
  );
}

/** The counters of each queue, and the same counted over all interactions. */
async function countBoth(service: Serving) {
  const { items: queues } = await read<{
    items: { name: string; active: number; stopped: number; entered: number }[];
  }>(service, 'admin/queues');
  const counted = new Map(queues.map(({ name }) => [name, { active: 0, stopped: 0 }]));
  for (let token = ''; ; ) {
    const page = await read<List>(service, `admin/interactions?pageSize=500${token}`);
    for (const { queue, status } of page.items) {
      const count = counted.get(queue);
      if (count) count[status === 'active' ? 'active' : 'stopped'] += 1;
    }
    if (page.nextPageToken === null) break;
    token = `&pageToken=${page.nextPageToken}`;
  }
  return {
    counters: queues.map(({ name, active, stopped }) => ({ name, active, stopped })),
    counted: [...counted].map(([name, count]) => ({ name, ...count })),
  };
}

t.test('whatever was acknowledged survives SIGKILL under load, whole', async (t) => {
  const env = { DATA_DIR: t.testdir(), ADMIN_KEY, LOG_LEVEL: 'info', STRATEGY: 'none' };
  let service = await serve(t, env);
  for (let round = 1; round <= KILLS; round += 1) {
    const ended = once(service.process, 'close');
    const { process: killed, address } = service;
    const loaded = await load(address, ADMIN_KEY, {
      round,
      answers: ANSWERS,
      enough: () => killed.kill('SIGKILL'),
    });
    await ended;
    // The lock went with the process: the next one starts at once.
    service = await serve(t, env);
    await verify(t, service, loaded);
  }
  const { counters, counted } = await countBoth(service);
  t.strictSame(counters, counted, 'the counters of the queues are those of the rows');

  const second = await runAlone(['serve'], { ...env, PORT: '0' });
  t.strictSame([second.code, second.stdout], [2, ''], 'a second process is refused');
  t.match(second.stderr, /^webengagement: another process uses the data directory .+\n$/);
});
