import type { Command } from 'commander';
import { answerOf } from './client.js';
import { printRecord } from './print.js';
import { type RemoteFlags, remote, withApi } from './remote.js';

/** `pacing`: how many more visitors may be invited to a chat, and why no more. */
export function pacing(): Command {
  return remote(
    'pacing',
    'See how many more visitors may be invited to a chat, and what that follows from.',
    'webengagement pacing',
  )
    .option('--group <name>', 'The room of another agent group.')
    .action((flags: RemoteFlags & { readonly group?: string }) =>
      withApi(flags, async (api) => {
        const { group } = flags;
        const init = { params: { query: { ...(group !== undefined && { group }) } } };
        await printRecord(await answerOf(api.GET('/v1/pacing', init)), flags);
      }),
    );
}
