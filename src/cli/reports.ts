import { Command, Option } from 'commander';
import type { operations } from '../../openapi/client.js';
import { FUNNEL_GROUPINGS } from '../domain/funnel/words.js';
import { COLUMNS } from '../text/lists.js';
import { renderRecord } from '../text/table.js';
import { answerOf } from './client.js';
import { momentOption, wordOption } from './filters.js';
import { printList, printScreen } from './print.js';
import { type RemoteFlags, remote, withApi } from './remote.js';

type FunnelQuery = NonNullable<operations['reportFunnel']['parameters']['query']>;

/** `reports`: how queues and agents do, and how far invitations come. */
export function reports(): Command {
  return new Command('reports')
    .description('See how queues and agents do, and how far invitations come.')
    .addCommand(queues())
    .addCommand(agents())
    .addCommand(funnel());
}

function queues(): Command {
  return remote(
    'queues',
    'What waits in each queue, and how it was served today.',
    'webengagement reports queues',
  ).action((flags: RemoteFlags) =>
    withApi(flags, async (api) => {
      const answer = await answerOf(api.GET('/v1/admin/reports/queues'));
      await printList(answer, COLUMNS.reportQueues, flags);
      const { agents: byState, busy, freeSlots, slots } = answer;
      if (!flags.json)
        await printScreen(
          {},
          `\n${renderRecord({ agents: byState, busy, freeSlots, slots })}`,
          flags,
        );
    }),
  );
}

function agents(): Command {
  return remote(
    'agents',
    'Where each agent stands, and what each has done today.',
    'webengagement reports agents',
  ).action((flags: RemoteFlags) =>
    withApi(flags, async (api) => {
      await printList(
        await answerOf(api.GET('/v1/admin/reports/agents')),
        COLUMNS.reportAgents,
        flags,
      );
    }),
  );
}

const PARAMETERS = ['from', 'to', 'step', 'by'] as const;

function funnel(): Command {
  return remote(
    'funnel',
    'How far invitations come, and where they are lost. Default: today.',
    'webengagement reports funnel --from 7d --step 1d --by category',
  )
    .addOption(momentOption('--from <time>', 'From when'))
    .addOption(momentOption('--to <time>', 'Until when'))
    .addOption(new Option('--step <time>', 'Tell the time apart in steps: 15m, 1h, 1d, 7d.'))
    .addOption(wordOption('--by <what>', 'What is told apart.', FUNNEL_GROUPINGS))
    .action((flags: RemoteFlags & FunnelQuery) =>
      withApi(flags, async (api) => {
        const given = PARAMETERS.flatMap((each) => (each in flags ? [[each, flags[each]]] : []));
        const query = Object.fromEntries(given) as FunnelQuery;
        const answer = await answerOf(api.GET('/v1/admin/reports/funnel', { params: { query } }));
        const columns = COLUMNS.reportFunnel.filter(
          (name) => (name !== 'from' || flags.step) && (name !== 'group' || flags.by),
        );
        await printList(answer, columns, flags);
      }),
    );
}
