import { Command } from 'commander';
import { answerOf } from './client.js';
import { printRecord } from './print.js';
import { type RemoteFlags, remote, withApi } from './remote.js';

/** `visits`: whether a visit can be invited, and why not. */
export function visits(): Command {
  return new Command('visits')
    .description('See whether a visit can be invited, and why not.')
    .addCommand(get());
}

function get(): Command {
  return remote('get', 'Read what can be said of a visit.', 'webengagement visits get v-1')
    .argument('<id>', 'The id of the visit.')
    .action((visitId: string, flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        const init = { params: { path: { visitId } } };
        await printRecord(await answerOf(api.GET('/v1/visits/{visitId}', init)), flags);
      }),
    );
}
