import { Command } from 'commander';
import { answerOf } from '../client/client.js';
import { COLUMNS } from '../text/lists.js';
import { type PageFlags, withPages } from './pages.js';
import { printPages } from './print.js';
import { type RemoteFlags, remote, withApi } from './remote.js';

/** `audit`: who changed what, and when. */
export function audit(): Command {
  return new Command('audit').description('See who changed what, and when.').addCommand(list());
}

function list(): Command {
  const command = remote(
    'list',
    'List every change made by ops, newest first.',
    'webengagement audit list',
  );
  return withPages(command).action((flags: RemoteFlags & PageFlags) =>
    withApi(flags, (api) =>
      printPages(COLUMNS.audit, flags, (query) =>
        answerOf(api.GET('/v1/admin/audit', { params: { query } })),
      ),
    ),
  );
}
