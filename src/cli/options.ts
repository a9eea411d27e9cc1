import { Command } from 'commander';
import { COLUMNS } from '../text/lists.js';
import { readCount } from './arguments.js';
import { answerOf } from './client.js';
import { note, printDone, printList, printPages, printRecord } from './print.js';
import { type RemoteFlags, remote, withApi } from './remote.js';

const NAME = 'The full name, as the list shows it.';
const EXPIRATION = 'wmsg.connector.engagementExpirationTime';

/** `options`: reading and changing the options of a running service. */
export function options(): Command {
  return new Command('options')
    .description('Read and change the options of the service; a change takes effect at once.')
    .addCommand(list())
    .addCommand(get())
    .addCommand(set())
    .addCommand(reset())
    .addCommand(history())
    .addCommand(rollback());
}

function list(): Command {
  return remote(
    'list',
    'List every option with its value and what is valid.',
    'webengagement options list',
  ).action((flags: RemoteFlags) =>
    withApi(flags, async (api) => {
      await printList(await answerOf(api.GET('/v1/admin/options')), COLUMNS.options, flags);
    }),
  );
}

function get(): Command {
  return remote('get', 'Read one option.', `webengagement options get ${EXPIRATION}`)
    .argument('<name>', NAME)
    .action((name: string, flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        const path = { name };
        await printRecord(
          await answerOf(api.GET('/v1/admin/options/{name}', { params: { path } })),
          flags,
        );
      }),
    );
}

function set(): Command {
  return remote(
    'set',
    'Change an option. An empty value means not set.',
    `webengagement options set ${EXPIRATION} 45`,
  )
    .argument('<name>', NAME)
    .argument('<value>', 'The new value.')
    .option('--dry-run', 'Only say which running clocks it would move; change nothing.')
    .action((name: string, value: string, flags: RemoteFlags & { readonly dryRun?: true }) =>
      withApi(flags, async (api) => {
        const { dryRun = false } = flags;
        const init = { params: { path: { name }, query: { dryRun } }, body: { value } };
        const answer = await answerOf(api.PUT('/v1/admin/options/{name}', init));
        if (!('effect' in answer)) return printChanged(answer, flags);
        const { movedDeadlines, endingNow } = answer.effect;
        const moved = `${movedDeadlines} running ${movedDeadlines === 1 ? 'deadline' : 'deadlines'}`;
        await printDone(
          answer,
          `${name}: ${moved} would move, ${endingNow} of them would end now; nothing changed (dry run)`,
          flags,
        );
      }),
    );
}

function reset(): Command {
  return remote(
    'reset',
    'Put an option back to its default.',
    `webengagement options reset ${EXPIRATION}`,
  )
    .argument('<name>', NAME)
    .action((name: string, flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        const init = { params: { path: { name } } };
        await printChanged(await answerOf(api.DELETE('/v1/admin/options/{name}', init)), flags);
      }),
    );
}

function history(): Command {
  return remote(
    'history',
    'List the versions of an option, newest first.',
    `webengagement options history ${EXPIRATION}`,
  )
    .argument('<name>', NAME)
    .action((name: string, flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        const whole = { ...flags, all: true, limit: 0 } as const;
        await printPages(COLUMNS.optionHistory, whole, (query) => {
          const init = { params: { path: { name }, query } };
          return answerOf(api.GET('/v1/admin/options/{name}/history', init));
        });
      }),
    );
}

function rollback(): Command {
  return remote(
    'rollback',
    'Make the value of an earlier version the newest.',
    `webengagement options rollback ${EXPIRATION} 1`,
  )
    .argument('<name>', NAME)
    .argument('<version>', 'The version to go back to, as the history shows it.', readCount)
    .action((name: string, version: number, flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        const init = { params: { path: { name } }, body: { version } };
        const changed = answerOf(api.POST('/v1/admin/options/{name}/rollback', init));
        await printChanged(await changed, flags);
      }),
    );
}

interface Changed {
  readonly name: string;
  readonly value: string | null;
  readonly version: number;
  readonly warning: string | null;
}

async function printChanged(option: Changed, flags: RemoteFlags): Promise<void> {
  const { name, value, version, warning } = option;
  const shown = value === null ? 'not set' : JSON.stringify(value);
  await printDone(option, `${name} is ${shown} from now on (version ${version})`, flags);
  if (warning !== null) note(`Warning: ${warning}`);
}
