import { Command, Option } from 'commander';
import type { operations } from '../../openapi/client.js';
import { COLUMNS } from '../text/lists.js';
import { answerOf } from './client.js';
import { filteredList } from './filters.js';

type Query = NonNullable<operations['listLeases']['parameters']['query']>;

/** `leases`: who holds what they pulled, and until when. */
export function leases(): Command {
  return new Command('leases').description('See who holds what they pulled.').addCommand(list());
}

function list(): Command {
  return filteredList<Query>({
    description: 'List who holds what until when, newest first.',
    example: 'webengagement leases list --queue Webengagement_Qualified',
    columns: COLUMNS.leases,
    filters: {
      view: new Option('--view <name>', 'Pulled through this view.'),
      queue: new Option('--queue <name>', 'Waiting in this queue.'),
      keyId: new Option('--key-id <id>', 'Pulled by this API key.'),
    },
    get: (api, query) => answerOf(api.GET('/v1/admin/leases', { params: { query } })),
  });
}
