import { once } from 'node:events';
import t from 'tap';
import { type Serving, serve } from './support/process.js';

const ADMIN_KEY = 'leases-that-survive-leases-that-survive';
const FAILED = 'Webengagement_Failed';
const MADE = 40;
/** After so many answers the process is killed. */
const ANSWERS = 8;

async function send<T>({ address }: Serving, path: string, body?: object, method = 'POST') {
  const response = await fetch(`${address}/v1/${path}`, {
    method: body === undefined ? 'GET' : method,
    headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(JSON.stringify(answer));
  return answer as T;
}

interface Pulled {
  readonly items: readonly { readonly interaction: { readonly id: string } }[];
}

interface Leases {
  readonly items: readonly { readonly interactionId: string }[];
}

const pull = (service: Serving, max: number) =>
  send<Pulled>(service, `views/${FAILED}.Clean/pull`, { max, leaseSeconds: 300 });

t.test(
  'SIGKILL amid pulls: nothing is handed out twice before its end, nothing is lost',
  async (t) => {
    const env = { DATA_DIR: t.testdir(), ADMIN_KEY, LOG_LEVEL: 'info' };
    let service = await serve(t, env);
    // What nobody decides on waits in Failed for ever: no clock runs there.
    const option = 'admin/options/wmsg.connector.interactionServer.autoStopWebengagementIntr';
    await send(service, option, { value: false }, 'PUT');
    const properties = { queue: FAILED, checkIntervalSeconds: 86_400 };
    await send(
      service,
      `admin/objects/interaction-queue-views/${FAILED}.Clean`,
      { properties },
      'PUT',
    );
    const make = async (n: number): Promise<string> => {
      const { id } = await send<{ id: string }>(service, 'interactions', { visitId: `v${n}` });
      await send(service, `interactions/${id}/noengage`, {});
      return id;
    };
    const made = await Promise.all(Array.from({ length: MADE }, (_, n) => make(n)));

    const ended = once(service.process, 'close');
    const handed: string[] = [];
    let answers = 0;
    const worker = async (): Promise<void> => {
      for (;;) {
        const { items } = await pull(service, 2);
        handed.push(...items.map(({ interaction }) => interaction.id));
        answers += 1;
        if (answers === ANSWERS) service.process.kill('SIGKILL');
      }
    };
    await Promise.allSettled(Array.from({ length: 8 }, worker));
    await ended;
    t.equal(new Set(handed).size, handed.length, 'each to one puller');
    t.ok(handed.length >= ANSWERS);

    service = await serve(t, env);
    const { items } = await send<Leases>(service, 'admin/leases?pageSize=500');
    const leased = items.map(({ interactionId }) => interactionId);
    t.strictSame(
      handed.filter((id) => !leased.includes(id)),
      [],
      'what was answered is kept',
    );
    const rest = (await pull(service, 100)).items.map(({ interaction }) => interaction.id);
    t.strictSame([...leased, ...rest].toSorted(), made.toSorted(), 'the others wait, each once');
    t.strictSame((await pull(service, 100)).items, []);
  },
);
