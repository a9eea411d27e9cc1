import { Command } from 'commander';
import type { operations } from '../../openapi/client.js';
import { COLUMNS } from '../text/lists.js';
import { readCount } from './arguments.js';
import { answerOf } from './client.js';
import { readJsonFile } from './json-file.js';
import { printDone, printList, printRecord } from './print.js';
import { type RemoteFlags, remote, withApi } from './remote.js';

const LOGIC = '/v1/admin/strategies/engagement-logic';

/** `rules`: the rules of the built-in strategy. */
export function rules(): Command {
  return new Command('rules')
    .description('Read, change and try the rules by which the built-in strategy decides.')
    .addCommand(show())
    .addCommand(put())
    .addCommand(history())
    .addCommand(rollback())
    .addCommand(dryRun());
}

function show(): Command {
  return remote(
    'show',
    'Print the rules in force as JSON, ready to be edited and put.',
    'webengagement rules show > rules.json',
  ).action((flags: RemoteFlags) =>
    withApi(flags, async (api) => {
      const logic = await answerOf(api.GET(LOGIC));
      await printRecord(flags.json ? logic : { rules: logic.rules }, { json: true });
    }),
  );
}

function put(): Command {
  return remote(
    'put',
    'Put the rules of a file in the place of those in force.',
    'webengagement rules put rules.json',
  )
    .argument('<file>', 'JSON: { "rules": [ … ] }, as "rules show" prints it; - is standard input.')
    .action((file: string, flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        const body = readJsonFile(file) as RulesBody;
        const { version, rules } = await answerOf(api.PUT(LOGIC, { body }));
        const many = `${rules.length} rule${rules.length === 1 ? '' : 's'}`;
        await printDone(
          { version, rules },
          `${many} in force from now on (version ${version})`,
          flags,
        );
      }),
    );
}

function history(): Command {
  return remote(
    'history',
    'List the versions of the rules, newest first.',
    'webengagement rules history',
  ).action((flags: RemoteFlags) =>
    withApi(flags, async (api) => {
      const versions = await answerOf(api.GET(`${LOGIC}/history`));
      await printList(versions, COLUMNS.engagementLogicHistory, flags);
    }),
  );
}

function rollback(): Command {
  return remote(
    'rollback',
    'Make the rules of an earlier version the newest.',
    'webengagement rules rollback 3',
  )
    .argument('<version>', 'The version to go back to, as the history shows it.', readCount)
    .action((version: number, flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        const logic = await answerOf(api.POST(`${LOGIC}/rollback`, { body: { version } }));
        const sentence = `The rules are those of version ${version} (now version ${logic.version})`;
        await printDone(logic, sentence, flags);
      }),
    );
}

function dryRun(): Command {
  return remote(
    'dry-run',
    'Decide about an interaction, and write nothing: which rule decides, and why those before it did not.',
    'webengagement rules dry-run $INTERACTION --rules rules.json',
  )
    .argument('<interaction>', 'The id of the interaction.')
    .option('--rules <file>', 'By the rules of this file; default: those in force.')
    .action((interactionId: string, flags: RemoteFlags & { readonly rules?: string }) =>
      withApi(flags, async (api) => {
        const given = flags.rules === undefined ? {} : (readJsonFile(flags.rules) as RulesBody);
        const body = { interactionId, ...given };
        await printRecord(await answerOf(api.POST(`${LOGIC}/dry-run`, { body })), flags);
      }),
    );
}

/** What a file has to hold is for the service to judge. */
type RulesBody = operations['setEngagementLogic']['requestBody']['content']['application/json'];
