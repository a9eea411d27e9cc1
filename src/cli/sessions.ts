import { Command } from 'commander';
import { COLUMNS } from '../text/lists.js';
import { answerOf } from './client.js';
import { printDone, printList } from './print.js';
import { type RemoteFlags, remote, withApi } from './remote.js';

/** `sessions`: who is signed in to the console of a running service. */
export function sessions(): Command {
  return new Command('sessions')
    .description('List who is signed in to the console, and sign somebody out.')
    .addCommand(list())
    .addCommand(end());
}

function list(): Command {
  return remote(
    'list',
    'List who is signed in, newest first.',
    'webengagement sessions list',
  ).action((flags: RemoteFlags) =>
    withApi(flags, async (api) => {
      await printList(await answerOf(api.GET('/v1/admin/sessions')), COLUMNS.sessions, flags);
    }),
  );
}

function end(): Command {
  return remote(
    'end',
    'Sign somebody out: the browser has to sign in again.',
    'webengagement sessions end 0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b',
  )
    .argument('<id>', 'The id of the session, as the list shows it.')
    .action((id: string, flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        await answerOf(api.DELETE('/v1/admin/sessions/{id}', { params: { path: { id } } }));
        await printDone({ id }, '1 session ended', flags);
      }),
    );
}
