import { once } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import t, { type Test } from 'tap';
import { CHANGED, type Load, load } from './support/load.js';
import { runAlone, type Serving, serve } from './support/process.js';

const ADMIN_KEY = 'durability-durability-durability-durability';
/** How often the process is killed, and after how many answers each time. */
const KILLS = 3;
const ANSWERS = 100;

interface Item {
  readonly id: string;
  readonly visitId: string;
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

/** Every interaction that is stored. */
async function readAll(service: Serving): Promise<readonly Item[]> {
  const all: Item[] = [];
  for (let token = ''; ; ) {
    const page = await read<List>(service, `admin/interactions?pageSize=500${token}`);
    all.push(...page.items);
    if (page.nextPageToken === null) return all;
    token = `&pageToken=${page.nextPageToken}`;
  }
}

/** Everything acknowledged is there, whole; nothing is there by half. */
async function verify(t: Test, service: Serving, { interactions, creations, options }: Load) {
  let missing = 0;
  const stored = new Set((await readAll(service)).map(({ id }) => id));
  for (const { id, version, state } of interactions.values()) {
    const history = () =>
      read<{ items: { sequence: number; to: string }[] }>(service, `interactions/${id}/history`);
    const before = await history();
    const found = await read<Item>(service, `interactions/${id}`);
    // Its clock may move it while it is read: it is one of what it was from then on.
    const { items } = await history();
    const between = items.slice(before.items.length - 1);
    const gapless = items.every(({ sequence }, index) => sequence === index + 1);
    const reached = items.some(({ to }) => to === state);
    const isNewEnough = stored.has(id) && found.version >= version;
    const whole = isNewEnough && between.some(({ to }) => to === found.state);
    if (!gapless || !reached || !whole) missing += 1;
  }
  t.equal(missing, 0, `all of ${interactions.size} acknowledged interactions are found whole`);

  const answered = new Map<string, string>();
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
    if (response.status === 201) answered.set(visitId, ((await response.json()) as Item).id);
  }
  t.strictSame(
    (await readAll(service))
      .filter(({ visitId }) => creations.has(visitId))
      .map(({ visitId, id }) => `${visitId} ${id}`)
      .sort(),
    [...answered].map(([visitId, id]) => `${visitId} ${id}`).sort(),
    'a creation repeated after the crash is made once',
  );
  t.equal(answered.size, creations.size);

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

interface Counts {
  readonly name: string;
  readonly active: number;
  readonly stopped: number;
}

/** The counters of each queue. */
async function readCounters(service: Serving): Promise<readonly Counts[]> {
  const { items } = await read<{ items: readonly Counts[] }>(service, 'admin/queues');
  return items.map(({ name, active, stopped }) => ({ name, active, stopped }));
}

/** The counters of each queue, and the same counted over all interactions, of one state of both. */
async function countBoth(service: Serving) {
  for (;;) {
    const counters = await readCounters(service);
    const counted = new Map(counters.map(({ name }) => [name, { active: 0, stopped: 0 }]));
    for (const { queue, status } of await readAll(service)) {
      const count = counted.get(queue);
      if (count) count[status === 'active' ? 'active' : 'stopped'] += 1;
    }
    // A deadline may have passed in between.
    if (isDeepStrictEqual(counters, await readCounters(service)))
      return { counters, counted: [...counted].map(([name, count]) => ({ name, ...count })) };
  }
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
