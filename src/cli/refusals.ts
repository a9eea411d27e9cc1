import { Command, Option } from 'commander';
import type { operations } from '../../openapi/client.js';
import { REFUSAL_REASONS } from '../decisions/change.js';
import { COLUMNS } from '../text/lists.js';
import { answerOf } from './client.js';
import { filteredList, wordOption } from './filters.js';

type Query = NonNullable<operations['listRefusals']['parameters']['query']>;

/** `refusals`: why visits were not offered anything. */
export function refusals(): Command {
  return new Command('refusals')
    .description('See why visits were not offered anything.')
    .addCommand(list());
}

function list(): Command {
  return filteredList<Query>({
    description: 'List refused creations and decisions against an engagement, newest first.',
    example: 'webengagement refusals list --reason not_engaged',
    columns: COLUMNS.refusals,
    filters: {
      reason: wordOption('--reason <reason>', 'For this reason.', REFUSAL_REASONS),
      rule: new Option('--rule <rule>', 'By this rule.'),
      visitId: new Option('--visit-id <id>', 'Of this visit.'),
    },
    get: (api, query) => answerOf(api.GET('/v1/admin/refusals', { params: { query } })),
  });
}
