import { Command, Option } from 'commander';
import type { operations } from '../client/api.js';
import { answerOf } from '../client/client.js';
import { REFUSAL_REASONS } from '../store/strategy.js';
import { COLUMNS } from '../text/lists.js';
import { type PageFlags, withPages } from './pages.js';
import { printPages } from './print.js';
import { type RemoteFlags, remote, withApi } from './remote.js';

type Query = NonNullable<operations['listRefusals']['parameters']['query']>;

/** `refusals`: why visits were not offered anything. */
export function refusals(): Command {
  return new Command('refusals')
    .description('See why visits were not offered anything.')
    .addCommand(list());
}

function list(): Command {
  const command = remote(
    'list',
    'List refused creations and decisions against an engagement, newest first.',
    'webengagement refusals list --reason not_engaged',
  )
    .addOption(new Option('--reason <reason>', 'For this reason.').choices(REFUSAL_REASONS))
    .option('--rule <rule>', 'By this rule.')
    .option('--visit-id <id>', 'Of this visit.');
  return withPages(command).action(
    ({ reason, rule, visitId, ...flags }: RemoteFlags & PageFlags & Query) =>
      withApi(flags, async (api) => {
        const filters = {
          ...(reason !== undefined && { reason }),
          ...(rule !== undefined && { rule }),
          ...(visitId !== undefined && { visitId }),
        };
        await printPages(COLUMNS.refusals, flags, (page) =>
          answerOf(api.GET('/v1/admin/refusals', { params: { query: { ...filters, ...page } } })),
        );
      }),
  );
}
