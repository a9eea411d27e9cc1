import { Command } from 'commander';
import { SCOPES, type Scope } from '../domain/scopes.js';
import { COLUMNS } from '../text/lists.js';
import { readEach } from './arguments.js';
import { answerOf } from './client.js';
import { note, printDone, printList, printRecord } from './print.js';
import { type RemoteFlags, remote, withApi } from './remote.js';

/** `keys`: the API keys of a running service. */
export function keys(): Command {
  return new Command('keys')
    .description('Make, list and revoke API keys.')
    .addCommand(list())
    .addCommand(create())
    .addCommand(revoke());
}

function list(): Command {
  return remote(
    'list',
    'List the API keys, newest first, revoked ones included.',
    'webengagement keys list',
  ).action((flags: RemoteFlags) =>
    withApi(flags, async (api) => {
      await printList(await answerOf(api.GET('/v1/admin/api-keys')), COLUMNS.apiKeys, flags);
    }),
  );
}

function create(): Command {
  return remote(
    'create',
    'Make an API key. Its text is shown this once.',
    'webengagement keys create shop --scope interactions:create',
  )
    .argument('<name>', 'Who or what holds it.')
    .requiredOption(
      '--scope <scope>',
      `What it allows, once for each: ${SCOPES.join(', ')}.`,
      readEach(SCOPES),
    )
    .action((name: string, flags: RemoteFlags & { readonly scope: readonly Scope[] }) =>
      withApi(flags, async (api) => {
        const body = { name, scopes: [...new Set(flags.scope)] };
        await printRecord(await answerOf(api.POST('/v1/admin/api-keys', { body })), flags);
        note('Keep the key now: it is not shown again.');
      }),
    );
}

function revoke(): Command {
  return remote(
    'revoke',
    'Revoke an API key: from now on it opens nothing.',
    'webengagement keys revoke 0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b',
  )
    .argument('<id>', 'The id of the key, as the list shows it.')
    .action((id: string, flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        const init = { params: { path: { id } } };
        const key = await answerOf(api.DELETE('/v1/admin/api-keys/{id}', init));
        const sentence = `1 key revoked: ${key.name} (${key.prefix}…), since ${key.revokedAt}`;
        await printDone(key, sentence, flags);
      }),
    );
}
