import type { Command } from 'commander';
import type { operations } from '../../openapi/client.js';
import { createTable, renderRecord, type TableStyle } from '../text/table.js';
import { type Api, answerOf, Refused } from './client.js';
import { Exit } from './exit.js';
import { lookOf, printScreen } from './print.js';
import { type RemoteFlags, remote, withApi } from './remote.js';

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

interface Failing {
  readonly url: string;
  readonly failingSince: string;
  readonly pending: number;
  readonly id: string;
}

type Queue =
  operations['listQueues']['responses'][200]['content']['application/json']['items'][number];

interface Status {
  readonly ready: boolean;
  readonly checks: readonly Check[];
  readonly queues: readonly Queue[];
  readonly failingEndpoints: readonly Failing[];
}

/** `status`: the one screen to look at first. */
export function status(): Command {
  return remote(
    'status',
    'Show on one screen whether it is ready, what is in the queues, who decides, and which webhooks fail; the exit code is 1 when it is not ready.',
    'webengagement status',
  ).action((flags: RemoteFlags) =>
    withApi(flags, async (api) => {
      const [readiness, { items: queues }, failingEndpoints] = await Promise.all([
        lookAtReadiness(api),
        answerOf(api.GET('/v1/admin/queues')),
        lookAtEndpoints(api),
      ]);
      const status = { ...readiness, queues, failingEndpoints };
      await printScreen(status, screenOf(status, lookOf(flags)), flags);
      if (!status.ready) throw new Exit(1);
    }),
  );
}

async function lookAtReadiness(api: Api): Promise<Pick<Status, 'ready' | 'checks'>> {
  try {
    const init = { params: { query: { verbose: '' } } };
    const { checks = [] } = await answerOf(api.GET('/readyz', init));
    return { ready: true, checks };
  } catch (error) {
    if (!(error instanceof Refused) || error.problem.code !== 'not_ready') throw error;
    const { checks } = error.problem as unknown as { readonly checks: readonly Check[] };
    return { ready: false, checks };
  }
}

async function lookAtEndpoints(api: Api): Promise<readonly Failing[]> {
  const { items } = await answerOf(api.GET('/v1/admin/webhook-endpoints'));
  const all = await Promise.all(
    items
      .filter(({ enabled }) => enabled)
      .map(async ({ id, url }) => {
        const init = { params: { path: { id } } };
        const { failingSince, pending } = await answerOf(
          api.GET('/v1/admin/webhook-endpoints/{id}/statistics', init),
        );
        return failingSince === null ? [] : [{ url, failingSince, pending, id }];
      }),
  );
  return all.flat();
}

function screenOf({ ready, checks, queues, failingEndpoints }: Status, look: TableStyle): string {
  const deciding = queues.filter(({ strategy }) => strategy !== null && strategy !== 'none');
  const head = renderRecord({
    ready: ready ? 'yes' : 'NO',
    ...Object.fromEntries(
      checks.map(({ name, ok, detail }) => [name, ok ? detail : `LOOK HERE: ${detail}`]),
    ),
    decides:
      deciding.map(({ name, strategy }) => `${strategy} (${name})`).join(', ') ||
      'nobody: strategies call, or the clock decides',
  });
  const table = createTable(['name', 'active', 'stopped', 'entered', 'oldestActiveAt'], look);
  const failing =
    failingEndpoints.length === 0
      ? 'No webhook endpoint fails.\n'
      : `Failing webhook endpoints:\n${createTable(['url', 'failingSince', 'pending', 'id'], look).write(failingEndpoints)}`;
  return `${head}\n${table.write(queues)}\n${failing}`;
}
