import { Command, Option } from 'commander';
import type { operations } from '../client/api.js';
import { answerOf } from '../client/client.js';
import { COLUMNS } from '../text/lists.js';
import { type PageFlags, withPages } from './pages.js';
import { printPages } from './print.js';
import { type RemoteFlags, remote, withApi } from './remote.js';

type Query = NonNullable<operations['listDeliveries']['parameters']['query']>;

interface Filters {
  readonly endpoint?: string;
  readonly type?: Query['eventType'];
  readonly interaction?: string;
  readonly status?: Query['status'];
}

/** `deliveries`: what became of every message to an endpoint. */
export function deliveries(): Command {
  return new Command('deliveries')
    .description('See what became of every message to an endpoint.')
    .addCommand(list());
}

function list(): Command {
  const command = remote(
    'list',
    'List deliveries, newest first.',
    'webengagement deliveries list --status failed',
  )
    .option('--endpoint <id>', 'To this endpoint.')
    .option('--type <type>', 'Of this event, for instance interaction.accepted.')
    .option('--interaction <id>', 'About this interaction.')
    .addOption(
      new Option('--status <status>', 'In this status; failed is retrying or given up.').choices(
        STATUSES,
      ),
    );
  return withPages(command).action((flags: RemoteFlags & PageFlags & Filters) =>
    withApi(flags, async (api) => {
      const { endpoint: endpointId, interaction: interactionId, type: eventType, status } = flags;
      const filters = {
        ...(endpointId !== undefined && { endpointId }),
        ...(interactionId !== undefined && { interactionId }),
        ...(eventType !== undefined && { eventType }),
        ...(status !== undefined && { status }),
      };
      await printPages(COLUMNS.deliveries, flags, (page) =>
        answerOf(api.GET('/v1/admin/deliveries', { params: { query: { ...filters, ...page } } })),
      );
    }),
  );
}

const STATUSES = ['pending', 'succeeded', 'failed'] as const satisfies readonly Query['status'][];
