import { Command, Option } from 'commander';
import type { operations } from '../../openapi/client.js';
import { AUDIT_ACTIONS } from '../decisions/audit.js';
import { COLUMNS } from '../text/lists.js';
import { answerOf } from './client.js';
import { filteredList, momentOption, wordOption } from './filters.js';

type Query = NonNullable<operations['listAudit']['parameters']['query']>;

/** `audit`: who changed what, and when. */
export function audit(): Command {
  return new Command('audit').description('See who changed what, and when.').addCommand(list());
}

function list(): Command {
  return filteredList<Query>({
    description: 'List every change made by ops, newest first.',
    example: 'webengagement audit list --action option.changed --after 2h',
    columns: COLUMNS.audit,
    filters: {
      action: wordOption('--action <action>', 'Of this kind.', AUDIT_ACTIONS),
      target: new Option('--target <name>', 'Of what has this name or id.'),
      key: new Option('--key <name>', 'With the key of this name or id.'),
      after: momentOption('--after <time>', 'Done later'),
      before: momentOption('--before <time>', 'Done earlier'),
    },
    get: (api, query) => answerOf(api.GET('/v1/admin/audit', { params: { query } })),
  });
}
