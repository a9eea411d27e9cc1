import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { type Serving, serve } from './support/process.js';

const ADMIN_KEY = 'full-full-full-full-full-full-full-full';

/** A real disk, as small as it gets, that only the processes run by `by` see. */
interface SmallDisk {
  readonly by: readonly string[];
  fill(): void;
  empty(): void;
}

/** Undefined where nobody may mount one. */
async function mountSmallDisk(at: string): Promise<SmallDisk | undefined> {
  const script = 'mount -t tmpfs -o size=6m tmpfs "$0" && echo mounted && exec cat';
  const keeper: ChildProcess = spawn('unshare', ['-U', '-r', '-m', 'sh', '-c', script, at], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = once(keeper, 'close').catch(() => []);
  t.teardown(() => keeper.stdin?.end());
  const mounted = keeper.stdout ? once(keeper.stdout, 'data') : ended;
  const [line] = await Promise.race([mounted, ended]);
  if (!String(line).startsWith('mounted')) return undefined;
  const ballast = join('/proc', String(keeper.pid), 'root', at, 'ballast');
  return {
    by: ['nsenter', '-t', String(keeper.pid), '-U', '-m', '--preserve-credentials'],
    fill() {
      for (let size = 65_536; size >= 1; )
        try {
          appendFileSync(ballast, Buffer.alloc(size));
        } catch {
          size = Math.floor(size / 2);
        }
    },
    empty: () => rmSync(ballast),
  };
}

const directory = t.testdir();
const disk = process.platform === 'linux' ? await mountSmallDisk(directory) : undefined;
const skip = disk ? false : 'nobody may mount a small disk here';

t.test('on a full disk the service reads, refuses, starts and recovers', { skip }, async (t) => {
  if (!disk) return;
  const start = () => serve(t, { DATA_DIR: join(directory, 'data'), ADMIN_KEY }, disk.by);
  const call = async ({ address }: Serving, path: string, body?: object) => {
    const answer = await fetch(address + path, {
      headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: await answer.json() };
  };
  const create = (service: Serving, visitId: string) =>
    call(service, '/v1/interactions', { visitId });
  const readsOnly = async (service: Serving, id: string, visitId: string) => {
    t.match(await create(service, visitId), {
      status: 503,
      body: { code: 'storage_unavailable', detail: /Nothing was changed/ },
    });
    t.match(await call(service, `/v1/interactions/${id}`), { status: 200, body: { id } });
    const { items } = (await call(service, '/v1/admin/interactions')).body;
    t.strictSame([items.length, items[0].id], [1, id], 'nothing is left behind');
    t.match(await call(service, '/readyz'), {
      status: 503,
      body: { detail: /^store: .*the disk of the data directory is full/ },
    });
  };

  let service = await start();
  const { id } = (await create(service, 'before')).body;
  disk.fill();
  await readsOnly(service, id, 'refused');
  await service.end('SIGKILL');

  service = await start();
  await readsOnly(service, id, 'refused again');
  // What an ordered end gives back is taken by somebody else, before the next start.
  t.equal(await service.end('SIGTERM'), 0);
  disk.fill();

  service = await start();
  await readsOnly(service, id, 'refused once more');
  disk.empty();
  t.match(await create(service, 'after'), { status: 201 });
  t.match(await call(service, '/readyz'), { status: 200 });
  t.equal(await service.end('SIGTERM'), 0);
});
