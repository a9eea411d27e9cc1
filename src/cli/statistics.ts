import { Command, Option } from 'commander';
import type { operations } from '../../openapi/client.js';
import { OBJECT_TYPES, PROFILES } from '../domain/statistics/words.js';
import { COLUMNS } from '../text/lists.js';
import { readSeconds } from './arguments.js';
import { answerOf } from './client.js';
import { wordOption } from './filters.js';
import { printDone, printList, printRecord } from './print.js';
import { type RemoteFlags, remote, withApi } from './remote.js';

type Query = NonNullable<operations['getStatistic']['parameters']['query']>;

/** `statistics`: what the statistics of the Stat Server come to. */
export function statistics(): Command {
  return new Command('statistics')
    .description('See what the statistics of the Stat Server come to.')
    .addCommand(list())
    .addCommand(get())
    .addCommand(recount());
}

function list(): Command {
  return remote(
    'list',
    'List the statistics, and whether they can be evaluated.',
    'webengagement statistics list',
  ).action((flags: RemoteFlags) =>
    withApi(flags, async (api) => {
      await printList(await answerOf(api.GET('/v1/admin/statistics')), COLUMNS.statistics, flags);
    }),
  );
}

type GetFlags = RemoteFlags & Query;

const PARAMETERS = ['object', 'objectType', 'profile', 'range', 'filter'] as const;

function get(): Command {
  return remote(
    'get',
    'Evaluate a statistic now.',
    'webengagement statistics get Chat_Interactions_Accepted --object ann',
  )
    .argument('<name>', 'The name of the statistic.')
    .option('--object <name>', 'Of this agent, group, queue or tenant. Default: all.')
    .addOption(wordOption('--object-type <type>', 'What kind of object.', OBJECT_TYPES))
    .addOption(wordOption('--profile <profile>', 'From midnight on, or over a time.', PROFILES))
    .addOption(
      new Option('--range <time>', 'The time of the sliding profile: 10m, 2h.').argParser(
        readSeconds,
      ),
    )
    .option('--filter <filter>', 'Count only what this filter lets through.')
    .action((name: string, flags: GetFlags) =>
      withApi(flags, async (api) => {
        const given = PARAMETERS.flatMap((each) => (each in flags ? [[each, flags[each]]] : []));
        const query = Object.fromEntries(given) as Query;
        const init = { params: { path: { name }, query } };
        await printRecord(await answerOf(api.GET('/v1/admin/statistics/{name}', init)), flags);
      }),
    );
}

function recount(): Command {
  return remote(
    'recount',
    'Count a statistic anew from the facts that are kept.',
    'webengagement statistics recount Chat_Interactions_Processed',
  )
    .argument('<name>', 'The name of the statistic.')
    .action((name: string, flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        const init = { params: { path: { name } }, body: {} };
        const answer = await answerOf(api.POST('/v1/admin/statistics/{name}/recount', init));
        const { histories, since } = answer;
        await printDone(answer, `${name}: ${histories} histories, all since ${since}`, flags);
      }),
    );
}
