import { Command } from 'commander';
import { COLUMNS } from '../text/lists.js';
import { readMoment } from './arguments.js';
import { answerOf } from './client.js';
import { printDone, printList, printRecord } from './print.js';
import { type RemoteFlags, remote, withApi } from './remote.js';

const ID = 'The id of the endpoint, as the list shows it.';
const SOME_ID = '0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b';

/** `webhooks`: who is told of what happens, whether they take it, and telling them again. */
export function webhooks(): Command {
  return new Command('webhooks')
    .description('See who is told of what happens, and tell them again.')
    .addCommand(list())
    .addCommand(show())
    .addCommand(test())
    .addCommand(resend())
    .addCommand(recover());
}

function list(): Command {
  return remote('list', 'List the endpoints, newest first.', 'webengagement webhooks list').action(
    (flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        const endpoints = await answerOf(api.GET('/v1/admin/webhook-endpoints'));
        await printList(endpoints, COLUMNS.webhookEndpoints, flags);
      }),
  );
}

function show(): Command {
  return remote(
    'show',
    'Read an endpoint, and how its deliveries went.',
    `webengagement webhooks show ${SOME_ID}`,
  )
    .argument('<id>', ID)
    .action((id: string, flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        const init = { params: { path: { id } } };
        const [endpoint, statistics] = await Promise.all([
          answerOf(api.GET('/v1/admin/webhook-endpoints/{id}', init)),
          answerOf(api.GET('/v1/admin/webhook-endpoints/{id}/statistics', init)),
        ]);
        await printRecord({ ...endpoint, ...statistics }, flags);
      }),
    );
}

function test(): Command {
  return remote(
    'test',
    'Send an endpoint a message that says it is a test.',
    `webengagement webhooks test ${SOME_ID}`,
  )
    .argument('<id>', ID)
    .action((id: string, flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        const init = { params: { path: { id } }, body: {} };
        const answer = await answerOf(api.POST('/v1/admin/webhook-endpoints/{id}/test', init));
        const deliveries = `webengagement deliveries list --endpoint ${id}`;
        await printDone(answer, `Under way; what became of it: ${deliveries}`, flags);
      }),
    );
}

function resend(): Command {
  return remote(
    'resend',
    'Send one delivery again, now.',
    `webengagement webhooks resend ${SOME_ID}`,
  )
    .argument('<delivery>', 'The id of the delivery, as "deliveries list" shows it.')
    .action((id: string, flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        const init = { params: { path: { id } }, body: {} };
        const answer = await answerOf(api.POST('/v1/admin/deliveries/{id}/resend', init));
        await printDone(answer, `${id} is sent again`, flags);
      }),
    );
}

function recover(): Command {
  return remote(
    'recover',
    'Send an endpoint again what it has not taken since a moment.',
    `webengagement webhooks recover ${SOME_ID} --since 2h`,
  )
    .argument('<id>', ID)
    .requiredOption(
      '--since <time>',
      'From when on: so long ago (90s, 10m, 2h, 1d), or a moment such as 2026-01-31T08:00:00Z.',
      readMoment,
    )
    .option('--dry-run', 'Only count; send nothing.')
    .action((id: string, flags: RemoteFlags & { readonly since: string; readonly dryRun?: true }) =>
      withApi(flags, async (api) => {
        const { since, dryRun = false } = flags;
        const init = { params: { path: { id } }, body: { since, dryRun } };
        const answer = await answerOf(api.POST('/v1/admin/webhook-endpoints/{id}/recover', init));
        const done = dryRun
          ? `It missed ${answer.recovered} since ${since}; nothing is sent (dry run)`
          : `What it missed since ${since} is sent again`;
        await printDone(answer, done, flags);
      }),
    );
}
