import { Command } from 'commander';
import { COLUMNS } from '../text/lists.js';
import { answerOf } from './client.js';
import { printDone, printList, printRecord } from './print.js';
import { type RemoteFlags, remote, withApi } from './remote.js';

/** `publishable-keys`: the keys that the pages of some origins carry. */
export function publishableKeys(): Command {
  return new Command('publishable-keys')
    .description('Make, list and revoke the keys that pages carry.')
    .addCommand(list())
    .addCommand(create())
    .addCommand(revoke());
}

function list(): Command {
  return remote(
    'list',
    'List the publishable keys, newest first, revoked ones included.',
    'webengagement publishable-keys list',
  ).action((flags: RemoteFlags) =>
    withApi(flags, async (api) => {
      const all = await answerOf(api.GET('/v1/admin/publishable-keys'));
      await printList(all, COLUMNS.publishableKeys, flags);
    }),
  );
}

function create(): Command {
  return remote(
    'create',
    'Make a key for the pages of some origins.',
    'webengagement publishable-keys create shop --origin https://shop.example.com',
  )
    .argument('<name>', 'Which site it is for.')
    .requiredOption(
      '--origin <origin>',
      'An origin whose pages may use it, once for each.',
      (origin: string, before: readonly string[] = []) => [...before, origin],
    )
    .action((name: string, flags: RemoteFlags & { readonly origin: readonly string[] }) =>
      withApi(flags, async (api) => {
        const body = { name, origins: [...flags.origin] };
        await printRecord(await answerOf(api.POST('/v1/admin/publishable-keys', { body })), flags);
      }),
    );
}

function revoke(): Command {
  return remote(
    'revoke',
    'Revoke a publishable key: pages that carry it invite nobody any more.',
    'webengagement publishable-keys revoke 0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b',
  )
    .argument('<id>', 'The id of the key, as the list shows it.')
    .action((id: string, flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        const init = { params: { path: { id } } };
        const key = await answerOf(api.DELETE('/v1/admin/publishable-keys/{id}', init));
        const sentence = `1 key revoked: ${key.name} (${key.key}), since ${key.revokedAt}`;
        await printDone(key, sentence, flags);
      }),
    );
}
