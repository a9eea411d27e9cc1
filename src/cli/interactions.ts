import { Command, Option } from 'commander';
import type { operations } from '../../openapi/client.js';
import { REASONS, STATES } from '../domain/interactions/vocabulary.js';
import { COLUMNS } from '../text/lists.js';
import { bulkCommand } from './bulk.js';
import { answerOf, type Schemas } from './client.js';
import { filteredList, momentOption, wordOption } from './filters.js';
import { printDone, printList, printRecord } from './print.js';
import { type RemoteFlags, remote, withApi } from './remote.js';

const ID = 'The id of the interaction.';
const SOME_ID = '0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b';

/** `interactions`: finding the interactions of a running service, and ending those that are stuck. */
export function interactions(): Command {
  return new Command('interactions')
    .description('Find interactions, and end those that are stuck.')
    .addCommand(list())
    .addCommand(get())
    .addCommand(history())
    .addCommand(stop())
    .addCommand(clean())
    .addCommand(bulk('stop', 'End the processing of every interaction that a filter finds.'))
    .addCommand(bulk('clean', 'Take every interaction that a filter finds out of its queue.'));
}

type Query = NonNullable<operations['listInteractions']['parameters']['query']>;

function list(): Command {
  return filteredList<Query>({
    description: 'List interactions, newest first.',
    example: 'webengagement interactions list --state Engaged --status active --all',
    columns: COLUMNS.interactions,
    filters: filters(),
    get: (api, query) => answerOf(api.GET('/v1/admin/interactions', { params: { query } })),
  });
}

/** The option for each filter, anew for each command. */
const filters = () => ({
  state: wordOption('--state <state>', 'In this state.', STATES),
  queue: new Option('--queue <name>', 'In the queue of this name.'),
  status: wordOption('--status <status>', 'In this status.', ['active', 'stopped']),
  visitId: new Option('--visit-id <id>', 'Of this visit.'),
  visitorId: new Option('--visitor-id <id>', 'Of this visitor.'),
  visitorIdClaimed: wordOption(
    '--visitor-id-claimed <answer>',
    'Whether only a browser named the visitor.',
    ['true', 'false'],
  ),
  reason: wordOption('--reason <reason>', 'Ended for this reason.', REASONS),
  createdAfter: momentOption('--created-after <time>', 'Created later'),
  createdBefore: momentOption('--created-before <time>', 'Created earlier'),
});

/** `stop` or `clean` of all that a filter finds. */
function bulk(action: 'stop' | 'clean', description: string): Command {
  return bulkCommand<Omit<Query, 'pageSize' | 'pageToken'>>({
    name: `${action}-all`,
    description,
    example: `webengagement interactions ${action}-all --state Failed --dry-run`,
    filters: filters(),
    post: (api, body) =>
      answerOf(api.POST('/v1/admin/interactions/bulk', { body: { action, ...body } })),
  });
}

function get(): Command {
  return remote(
    'get',
    'Read an interaction, settled to this moment.',
    `webengagement interactions get ${SOME_ID}`,
  )
    .argument('<id>', ID)
    .action((id: string, flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        const init = { params: { path: { id } } };
        await printRecord(await answerOf(api.GET('/v1/interactions/{id}', init)), flags);
      }),
    );
}

function history(): Command {
  return remote(
    'history',
    'List every fact of an interaction, in order.',
    `webengagement interactions history ${SOME_ID}`,
  )
    .argument('<id>', ID)
    .action((id: string, flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        const init = { params: { path: { id } } };
        const facts = await answerOf(api.GET('/v1/interactions/{id}/history', init));
        // Where nobody said anything, there is more room for the rest.
        const columns = COLUMNS.interactionHistory.filter(
          (name) =>
            !['reasonDetail', 'detail'].includes(name) || facts.items.some((fact) => name in fact),
        );
        await printList(facts, columns, flags);
      }),
    );
}

function stop(): Command {
  return remote(
    'stop',
    'End the processing of an interaction that is in a terminal queue.',
    `webengagement interactions stop ${SOME_ID}`,
  )
    .argument('<id>', ID)
    .action((id: string, flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        const init = { params: { path: { id } }, body: {} };
        await printWhere(await answerOf(api.POST('/v1/admin/interactions/{id}/stop', init)), flags);
      }),
    );
}

function clean(): Command {
  return remote(
    'clean',
    'Take a stuck interaction out of its queue: to Failed, or stopped where it is.',
    `webengagement interactions clean ${SOME_ID}`,
  )
    .argument('<id>', ID)
    .action((id: string, flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        const init = { params: { path: { id } }, body: {} };
        await printWhere(
          await answerOf(api.POST('/v1/admin/interactions/{id}/clean', init)),
          flags,
        );
      }),
    );
}

async function printWhere(interaction: Schemas['Interaction'], flags: RemoteFlags): Promise<void> {
  const { id, state, queue, status, reason } = interaction;
  const why = reason === null ? '' : `, reason ${reason}`;
  await printDone(interaction, `${id} is ${status} in ${state} (queue ${queue}${why})`, flags);
}
