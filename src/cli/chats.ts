import { Command, Option } from 'commander';
import type { operations } from '../../openapi/client.js';
import { CHAT_STATES, OUTCOMES } from '../domain/chats/vocabulary.js';
import { COLUMNS } from '../text/lists.js';
import { createTable, renderRecord } from '../text/table.js';
import { bulkCommand } from './bulk.js';
import { answerOf, type Schemas } from './client.js';
import { Failure } from './exit.js';
import { filteredList, momentOption, wordOption } from './filters.js';
import { lookOf, printDone, printScreen } from './print.js';
import { type RemoteFlags, remote, withApi } from './remote.js';

const ID = 'The id of the chat.';
const SOME_ID = '0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b';

/** `chats`: finding the chats of a running service, and moving those that are stuck. */
export function chats(): Command {
  return new Command('chats')
    .description('Find chats, see why they are where they are, and move those that are stuck.')
    .addCommand(list())
    .addCommand(show())
    .addCommand(end('clean', 'Take a stuck chat out of its queue.'))
    .addCommand(end('stop', 'End a chat.'))
    .addCommand(bulk('clean', 'Take every chat that a filter finds out of its queue.'))
    .addCommand(bulk('stop', 'End every chat that a filter finds.'))
    .addCommand(transfer());
}

type Query = NonNullable<operations['listChats']['parameters']['query']>;

function list(): Command {
  return filteredList<Query>({
    description: 'List chats, newest first.',
    example: 'webengagement chats list --state Queued --all',
    columns: COLUMNS.chats,
    filters: filters(),
    get: (api, query) => answerOf(api.GET('/v1/admin/chats', { params: { query } })),
  });
}

/** The option for each filter, anew for each command. */
const filters = () => ({
  state: wordOption('--state <state>', 'In this state.', CHAT_STATES),
  queue: new Option('--queue <name>', 'That came to the queue of this name.'),
  agent: new Option('--agent <name>', 'That this agent has, or had last.'),
  outcome: wordOption('--outcome <outcome>', 'That ended so.', OUTCOMES),
  interactionId: new Option('--interaction <id>', 'That came of this interaction.'),
  visitId: new Option('--visit-id <id>', 'Of this visit.'),
  createdAfter: momentOption('--created-after <time>', 'Begun later'),
  createdBefore: momentOption('--created-before <time>', 'Begun earlier'),
});

/** `stop` or `clean` of all that a filter finds. */
function bulk(action: 'stop' | 'clean', description: string): Command {
  return bulkCommand<Omit<Query, 'pageSize' | 'pageToken'>>({
    name: `${action}-all`,
    description,
    example: `webengagement chats ${action}-all --state Queued --dry-run`,
    filters: filters(),
    post: (api, body) => answerOf(api.POST('/v1/admin/chats/bulk', { body: { action, ...body } })),
  });
}

function show(): Command {
  return remote(
    'show',
    'Read a chat, settled to this moment, and all that happened to it.',
    `webengagement chats show ${SOME_ID}`,
  )
    .argument('<id>', ID)
    .action((id: string, flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        const init = { params: { path: { id } } };
        const chat = await answerOf(api.GET('/v1/admin/chats/{id}', init));
        const history = await answerOf(api.GET('/v1/admin/chats/{id}/history', init));
        const look = lookOf(flags);
        const table = createTable(COLUMNS.chatHistory, look).write(history.items);
        const screen = `${renderRecord(chat, look.paint)}\n${table}`;
        await printScreen({ ...chat, history: history.items }, screen, flags);
      }),
    );
}

async function printWhere(chat: Schemas['Chat'], flags: RemoteFlags): Promise<void> {
  const { id, state, outcome, group } = chat;
  const how = outcome === null ? ` for ${group ?? 'nobody yet'}` : ` (${outcome})`;
  await printDone(chat, `${id} is ${state}${how}`, flags);
}

function end(type: 'clean' | 'stop', description: string): Command {
  return remote(type, description, `webengagement chats ${type} ${SOME_ID}`)
    .argument('<id>', ID)
    .action((id: string, flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        const init = { params: { path: { id } }, body: {} };
        const chat = await answerOf(
          type === 'clean'
            ? api.POST('/v1/admin/chats/{id}/clean', init)
            : api.POST('/v1/admin/chats/{id}/stop', init),
        );
        await printWhere(chat, flags);
      }),
    );
}

interface TransferFlags extends RemoteFlags {
  readonly group?: string;
  readonly agent?: string;
  readonly note?: string;
}

function transfer(): Command {
  return remote(
    'transfer',
    'Hand a chat on, to a group or an agent.',
    'webengagement chats transfer $CHAT --group Sales --note "wants a price"',
  )
    .argument('<id>', ID)
    .option('--group <name>', 'To the agents of this group.')
    .option('--agent <name>', 'Or to this agent.')
    .option('--note <text>', 'For whoever takes it.')
    .action((id: string, { group, agent, note, ...flags }: TransferFlags) =>
      withApi(flags, async (api) => {
        if ((group === undefined) === (agent === undefined))
          throw new Failure('say where to: either --group or --agent', 'refused');
        const body = {
          ...(group !== undefined && { group }),
          ...(agent !== undefined && { agent }),
          ...(note !== undefined && { note }),
        };
        const init = { params: { path: { id } }, body };
        await printWhere(await answerOf(api.POST('/v1/admin/chats/{id}/transfer', init)), flags);
      }),
    );
}
