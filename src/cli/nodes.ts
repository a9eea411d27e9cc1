import { Command } from 'commander';
import { COLUMNS } from '../text/lists.js';
import { answerOf } from './client.js';
import { printList } from './print.js';
import { type RemoteFlags, remote, withApi } from './remote.js';

/** `nodes`: the processes that serve together. */
export function nodes(): Command {
  return new Command('nodes').description('See which processes serve.').addCommand(list());
}

function list(): Command {
  return remote(
    'list',
    'List the processes that serve, and what each does in the background.',
    'webengagement nodes list',
  ).action((flags: RemoteFlags) =>
    withApi(flags, async (api) => {
      await printList(await answerOf(api.GET('/v1/admin/nodes')), COLUMNS.nodes, flags);
    }),
  );
}
