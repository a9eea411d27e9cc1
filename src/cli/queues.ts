import { Command } from 'commander';
import { COLUMNS } from '../text/lists.js';
import { readSeconds } from './arguments.js';
import { answerOf } from './client.js';
import { printDone, printList } from './print.js';
import { type RemoteFlags, remote, withApi } from './remote.js';

/** `queues`: what is in the queues of a running service, and taking out what is stuck. */
export function queues(): Command {
  return new Command('queues')
    .description('See what is in the queues, and take out what is stuck.')
    .addCommand(list())
    .addCommand(clean());
}

function list(): Command {
  return remote('list', 'List every queue with its counts.', 'webengagement queues list').action(
    (flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        await printList(await answerOf(api.GET('/v1/admin/queues')), COLUMNS.queues, flags);
      }),
  );
}

/** Ten minutes, as the API has it. */
const OLDER_THAN_SECONDS = 600;

function clean(): Command {
  return remote(
    'clean',
    'Take out of a queue what is stuck in it: to Failed, or stopped in a terminal queue.',
    'webengagement queues clean Webengagement_Engaged --older-than 30m --dry-run',
  )
    .argument('<name>', 'The name of the queue.')
    .option(
      '--older-than <time>',
      'Only what is in it for that long: 90s, 10m, 2h, 1d. Default: 10m.',
      readSeconds,
    )
    .option('--dry-run', 'Only count; change nothing.')
    .action(
      (
        name: string,
        flags: RemoteFlags & { readonly olderThan?: number; readonly dryRun?: true },
      ) =>
        withApi(flags, async (api) => {
          const { olderThan: olderThanSeconds = OLDER_THAN_SECONDS, dryRun = false } = flags;
          const init = { params: { path: { name } }, body: { olderThanSeconds, dryRun } };
          const answer = await answerOf(api.POST('/v1/admin/queues/{name}/clean', init));
          const { matched, cleaned } = answer;
          const what = `${matched} active in ${name} for ${olderThanSeconds} seconds or longer`;
          const done = dryRun ? 'nothing changed (dry run)' : `${cleaned} cleaned`;
          await printDone(answer, `${what}: ${done}`, flags);
        }),
    );
}
