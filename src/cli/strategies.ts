import { Command } from 'commander';
import type { operations } from '../../openapi/client.js';
import type { Fault } from '../domain/strategies/bundle.js';
import { createInterpreters } from '../scxml/pool.js';
import { COLUMNS } from '../text/lists.js';
import { readCount } from './arguments.js';
import { answerOf } from './client.js';
import { Failure } from './exit.js';
import { readJsonFile } from './json-file.js';
import { type PageFlags, withPages } from './pages.js';
import { note, printDone, printList, printPages, printRecord } from './print.js';
import { type RemoteFlags, remote, withApi } from './remote.js';
import { faultLine, nameOf, readBundle } from './strategy-folder.js';

const STRATEGIES = '/v1/admin/strategies';
const ONE = `${STRATEGIES}/{name}` as const;

type DryRunBody = operations['tryStrategy']['requestBody']['content']['application/json'];

interface FolderFlags {
  readonly main?: string;
  readonly name?: string;
}

/** `strategies`: strategies in SCXML, as a composer makes them. */
export function strategies(): Command {
  return new Command('strategies')
    .description('Check, push, try and roll back strategies written in SCXML.')
    .addCommand(check())
    .addCommand(push())
    .addCommand(list())
    .addCommand(show())
    .addCommand(history())
    .addCommand(rollback())
    .addCommand(dryRun())
    .addCommand(sessions())
    .addCommand(remove())
    .addHelpText(
      'after',
      `
From a project to decisions:
  webengagement strategies check ./shop
      every mistake as file:line:column; no service is needed
  webengagement strategies push ./shop --name shop
      the folder becomes version 1, 2, … of "shop"
  webengagement strategies dry-run shop answers.json
      what it would decide, with scripted answers, and its trace
  webengagement objects put enhanced-routing \\
      Webengagement_Qualified.Routing routing.json
      with "url": "scxml:shop", and "alternate-url": "builtin"`,
    );
}

const FOLDER = 'The folder of a project, or one .scxml document.';
const NAME = 'The name of the strategy.';

const withMain = (command: Command): Command =>
  command.option(
    '--main <path>',
    'Where a session begins. Default: IPD_*.scxml, main.scxml, or the only document that no other includes.',
  );

const printWarnings = (warnings: readonly Fault[]): void =>
  warnings.map((warning) => `${faultLine(warning)} (warning)`).forEach(note);

const counted = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? '' : 's'}`;

function check(): Command {
  return withMain(
    new Command('check')
      .description('Look at a project, here: every mistake as file:line:column.')
      .argument('<folder>', FOLDER)
      .addHelpText('after', '\nExample:\n  webengagement strategies check ./shop'),
  ).action(async (folder: string, { main }: FolderFlags) => {
    const bundle = readBundle(folder, main);
    const interpreters = createInterpreters();
    try {
      const { errors, warnings } = await interpreters.check(bundle);
      printWarnings(warnings);
      if (errors.length > 0)
        throw new Failure(
          `${counted(errors.length, 'error')} in ${folder}`,
          'failed',
          errors.map((error) => `${faultLine(error)}\n`).join(''),
        );
      const documents = counted(Object.keys(bundle.files).length, 'document');
      process.stdout.write(`${bundle.main} can be run: ${documents}, no error\n`);
    } finally {
      await interpreters.close();
    }
  });
}

function push(): Command {
  return withMain(
    remote(
      'push',
      'Push a project: it becomes the newest version of a strategy.',
      'webengagement strategies push ./shop --name shop',
    )
      .argument('<folder>', FOLDER)
      .option('--name <name>', 'What it is called. Default: as the folder.'),
  ).action((folder: string, flags: RemoteFlags & FolderFlags) =>
    withApi(flags, async (api) => {
      const name = nameOf(folder, flags.name);
      const { main, files } = readBundle(folder, flags.main);
      const body = { main, files: { ...files } };
      const pushed = await answerOf(api.PUT(ONE, { params: { path: { name } }, body }));
      const { version, isChanged, documents } = pushed;
      const what = isChanged
        ? `${name} is at version ${version}: ${counted(documents, 'document')}, beginning with ${main}`
        : `${name} stays at version ${version}: nothing differs`;
      await printDone(pushed, what, flags);
      printWarnings(pushed.warnings);
    }),
  );
}

function list(): Command {
  return remote(
    'list',
    'List the strategies, each by its newest version.',
    'webengagement strategies list',
  ).action((flags: RemoteFlags) =>
    withApi(flags, async (api) =>
      printList(await answerOf(api.GET(STRATEGIES)), COLUMNS.strategies, flags),
    ),
  );
}

function show(): Command {
  return remote(
    'show',
    'Print the main document of a strategy, or with --json all of a version.',
    'webengagement strategies show shop --version 3',
  )
    .argument('<name>', NAME)
    .option('--version <number>', 'Which one. Default: the newest.', readCount)
    .action((name: string, flags: RemoteFlags & { readonly version?: number }) =>
      withApi(flags, async (api) => {
        const { version } = flags;
        const query = version === undefined ? {} : { version };
        const found = await answerOf(api.GET(ONE, { params: { path: { name }, query } }));
        if (flags.json) await printRecord(found, flags);
        else process.stdout.write(found.files[found.main] ?? '');
      }),
    );
}

function history(): Command {
  return withPages(
    remote(
      'history',
      'List the versions of a strategy, newest first.',
      'webengagement strategies history shop',
    ).argument('<name>', NAME),
  ).action((name: string, flags: RemoteFlags & PageFlags) =>
    withApi(flags, (api) =>
      printPages(COLUMNS.strategies, flags, (query) =>
        answerOf(api.GET(`${ONE}/history`, { params: { path: { name }, query } })),
      ),
    ),
  );
}

function rollback(): Command {
  return remote(
    'rollback',
    'Make the text of an earlier version the newest.',
    'webengagement strategies rollback shop 3',
  )
    .argument('<name>', NAME)
    .argument('<version>', 'The version to go back to, as the history shows it.', readCount)
    .action((name: string, version: number, flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        const params = { path: { name } };
        const now = await answerOf(api.POST(`${ONE}/rollback`, { params, body: { version } }));
        const sentence = `${name} is as in version ${version} (now version ${now.version})`;
        await printDone(now, sentence, flags);
      }),
    );
}

function dryRun(): Command {
  return remote(
    'dry-run',
    'Run a strategy on scripted answers: what it would decide, and its trace. Nothing is called or stored.',
    'webengagement strategies dry-run shop answers.json --interaction $INTERACTION',
  )
    .argument('<name>', NAME)
    .argument(
      '[file]',
      'JSON: { "interaction": { "userData": { … } }, "answers": [ { "fetch": "https://crm…", "status": 200, "body": { … } } ] }; - is standard input.',
    )
    .option('--interaction <id>', 'Decide on this interaction.')
    .option('--chat <id>', 'Route this chat.')
    .action(
      (
        name: string,
        file: string | undefined,
        flags: RemoteFlags & { readonly interaction?: string; readonly chat?: string },
      ) =>
        withApi(flags, async (api) => {
          const body = {
            ...((file === undefined ? {} : readJsonFile(file)) as DryRunBody),
            ...(flags.interaction !== undefined && { interactionId: flags.interaction }),
            ...(flags.chat !== undefined && { chatId: flags.chat }),
          };
          const tried = await answerOf(
            api.POST(`${ONE}/dry-run`, { params: { path: { name } }, body }),
          );
          if (flags.json) return printRecord(tried, flags);
          const { trace, actions, ...rest } = tried;
          await printRecord(rest, flags);
          await printList({ items: actions }, ['type', 'asked', 'answer', 'file', 'line'], flags);
          const lines = trace.map(({ transitions, ...line }) => ({
            ...line,
            at: transitions.map((each) => `${each.file}:${each.line}`),
          }));
          await printList({ items: lines }, ['step', 'event', 'entered', 'at', 'log'], flags);
        }),
    );
}

function sessions(): Command {
  return remote(
    'sessions',
    'List the last sessions of a strategy: those that failed, and some of the others; --json has their traces.',
    'webengagement strategies sessions shop',
  )
    .argument('<name>', NAME)
    .action((name: string, flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        const params = { path: { name } };
        const all = await answerOf(api.GET(`${ONE}/sessions`, { params }));
        await printList(all, COLUMNS.strategySessions, flags);
      }),
    );
}

function remove(): Command {
  return remote(
    'delete',
    'Delete a strategy that nothing routes to, with every version.',
    'webengagement strategies delete shop',
  )
    .argument('<name>', NAME)
    .action((name: string, flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        const gone = await answerOf(api.DELETE(ONE, { params: { path: { name } } }));
        await printDone(
          gone,
          `${name} is deleted, with ${counted(gone.version, 'version')}`,
          flags,
        );
      }),
    );
}
