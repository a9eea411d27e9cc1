import { Command } from 'commander';
import { answerOf } from './client.js';
import { Failure } from './exit.js';
import { note, printDone, printRecord } from './print.js';
import { type RemoteFlags, remote, withApi } from './remote.js';

interface Named {
  readonly visitor?: string;
  readonly identity?: string;
}

/** `persons`: what is kept of a person, and taking it away. */
export function persons(): Command {
  return new Command('persons')
    .description('Show what is kept of a person, and take it away.')
    .addCommand(exporting())
    .addCommand(erase());
}

/** Exactly one of the two names that a person can have. */
function named(command: Command): Command {
  return command
    .option('--visitor <id>', 'The visitor, as the site knows them.')
    .option('--identity <id>', 'The id of the identity that an interaction shows.');
}

function checkNamed({ visitor, identity }: Named): void {
  if ((visitor === undefined) === (identity === undefined))
    throw new Failure('name the person by --visitor or by --identity', 'refused');
}

function exporting(): Command {
  return named(
    remote(
      'export',
      'Print everything that is kept of a person, as JSON.',
      'webengagement persons export --visitor ann > ann.json',
    ),
  ).action((flags: RemoteFlags & Named) =>
    withApi(flags, async (api) => {
      checkNamed(flags);
      const { visitor: visitorId, identity: id } = flags;
      const all =
        visitorId !== undefined
          ? api.GET('/v1/admin/visitors/{visitorId}/export', { params: { path: { visitorId } } })
          : api.GET('/v1/admin/identities/{id}/export', { params: { path: { id: id ?? '' } } });
      const answer = await answerOf(all);
      await printRecord(answer, { json: true });
      if (answer.items.length === 0)
        note('Nothing is kept of this person; look twice at the name.');
    }),
  );
}

function erase(): Command {
  return named(
    remote(
      'erase',
      'Forget a person; the anonymous history and all counts stay.',
      'webengagement persons erase --visitor ann',
    ),
  )
    .option('--missing-ok', 'That nothing is kept of the person is no mistake.')
    .action((flags: RemoteFlags & Named & { readonly missingOk?: true }) =>
      withApi(flags, async (api) => {
        checkNamed(flags);
        const { visitor: visitorId, identity: id, missingOk } = flags;
        const query = missingOk ? ({ missing: 'ok' } as const) : {};
        const answer = await answerOf(
          visitorId !== undefined
            ? api.DELETE('/v1/admin/visitors/{visitorId}', {
                params: { path: { visitorId }, query },
              })
            : api.DELETE('/v1/admin/identities/{id}', {
                params: { path: { id: id ?? '' }, query },
              }),
        );
        const many = `${answer.erased} interaction${answer.erased === 1 ? '' : 's'}`;
        await printDone(answer, `${many} erased`, flags);
      }),
    );
}
