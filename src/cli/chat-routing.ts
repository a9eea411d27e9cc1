import { Command } from 'commander';
import type { operations } from '../../openapi/client.js';
import { COLUMNS } from '../text/lists.js';
import { readCount } from './arguments.js';
import { answerOf } from './client.js';
import { readJsonFile } from './json-file.js';
import { type PageFlags, withPages } from './pages.js';
import { note, printDone, printPages, printRecord } from './print.js';
import { type RemoteFlags, remote, withApi } from './remote.js';

const ROUTING = '/v1/admin/strategies/chat-routing';

/** `chat-routing`: the rules that say which agents a chat is for. */
export function chatRouting(): Command {
  return new Command('chat-routing')
    .description('Read, change and try the rules that say where chats go.')
    .addCommand(show())
    .addCommand(set())
    .addCommand(history())
    .addCommand(rollback())
    .addCommand(tryOut());
}

function show(): Command {
  return remote(
    'show',
    'Print the rules in force as JSON, ready to be edited and set.',
    'webengagement chat-routing show > routing.json',
  ).action((flags: RemoteFlags) =>
    withApi(flags, async (api) => {
      const routing = await answerOf(api.GET(ROUTING));
      await printRecord(flags.json ? routing : { rules: routing.rules }, { json: true });
      routing.warnings.forEach(note);
    }),
  );
}

function set(): Command {
  return remote(
    'set',
    'Put the rules of a file in the place of those in force.',
    'webengagement chat-routing set routing.json',
  )
    .argument('<file>', 'JSON: { "rules": [ … ] }, as "show" prints it; - is standard input.')
    .action((file: string, flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        const body = readJsonFile(file) as RoutingBody;
        const routing = await answerOf(api.PUT(ROUTING, { body }));
        const { version, rules, warnings } = routing;
        const many = `${rules.length} rule${rules.length === 1 ? '' : 's'}`;
        await printDone(routing, `${many} in force from now on (version ${version})`, flags);
        warnings.forEach(note);
      }),
    );
}

function history(): Command {
  const command = remote(
    'history',
    'List the versions of the rules, newest first.',
    'webengagement chat-routing history',
  );
  return withPages(command).action((flags: RemoteFlags & PageFlags) =>
    withApi(flags, (api) =>
      printPages(COLUMNS.chatRoutingHistory, flags, (query) =>
        answerOf(api.GET(`${ROUTING}/history`, { params: { query } })),
      ),
    ),
  );
}

function rollback(): Command {
  return remote(
    'rollback',
    'Make the rules of an earlier version the newest.',
    'webengagement chat-routing rollback 3',
  )
    .argument('<version>', 'The version to go back to, as the history shows it.', readCount)
    .action((version: number, flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        const routing = await answerOf(api.POST(`${ROUTING}/rollback`, { body: { version } }));
        const sentence = `The rules are those of version ${version} (now version ${routing.version})`;
        await printDone(routing, sentence, flags);
      }),
    );
}

function tryOut(): Command {
  return remote(
    'try',
    'See who would get a chat now, and why the others not; nothing is written.',
    'webengagement chat-routing try $CHAT --rules routing.json',
  )
    .argument('<chat>', 'The id of the chat.')
    .option('--rules <file>', 'By the rules of this file; default: those in force.')
    .action((chatId: string, flags: RemoteFlags & { readonly rules?: string }) =>
      withApi(flags, async (api) => {
        const given = flags.rules === undefined ? {} : (readJsonFile(flags.rules) as RoutingBody);
        const body = { chatId, ...given };
        await printRecord(await answerOf(api.POST(`${ROUTING}/dry-run`, { body })), flags);
      }),
    );
}

/** What a file has to hold is for the service to judge. */
type RoutingBody = operations['setChatRouting']['requestBody']['content']['application/json'];
