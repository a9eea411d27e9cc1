import { Command, Option } from 'commander';
import type { operations } from '../../openapi/client.js';
import { WEBHOOK_EVENT_TYPES } from '../domain/event-types.js';
import { DELIVERY_STATES, DELIVERY_STATUSES } from '../store/lists.js';
import { COLUMNS } from '../text/lists.js';
import { bulkCommand } from './bulk.js';
import { answerOf } from './client.js';
import { filteredList, momentOption, wordOption } from './filters.js';

type Query = NonNullable<operations['listDeliveries']['parameters']['query']>;

const STATUSES = [...new Set([...DELIVERY_STATUSES, ...DELIVERY_STATES])];

/** `deliveries`: what became of every message to an endpoint. */
export function deliveries(): Command {
  return new Command('deliveries')
    .description('See what became of every message to an endpoint, and send messages again.')
    .addCommand(list())
    .addCommand(resend());
}

function list(): Command {
  return filteredList<Query>({
    description: 'List deliveries, newest first.',
    example: 'webengagement deliveries list --status failed',
    columns: COLUMNS.deliveries,
    filters: filters(),
    get: (api, query) => answerOf(api.GET('/v1/admin/deliveries', { params: { query } })),
  });
}

/** The option for each filter, anew for each command. */
const filters = () => ({
  endpointId: new Option('--endpoint <id>', 'To this endpoint.'),
  eventType: wordOption('--type <type>', 'Of this event.', WEBHOOK_EVENT_TYPES),
  interactionId: new Option('--interaction <id>', 'About this interaction.'),
  status: wordOption(
    '--status <status>',
    'In this status; failed is retrying or given up.',
    STATUSES,
  ),
  createdAfter: momentOption('--created-after <time>', 'Of messages written later'),
  createdBefore: momentOption('--created-before <time>', 'Of messages written earlier'),
});

function resend(): Command {
  return bulkCommand<Omit<Query, 'pageSize' | 'pageToken'>>({
    name: 'resend',
    description: 'Send every message of a filter once more: those that failed, unless --status.',
    example: 'webengagement deliveries resend --created-after 2h --dry-run',
    filters: filters(),
    post: (api, body) => answerOf(api.POST('/v1/admin/deliveries/resend', { body })),
  });
}
