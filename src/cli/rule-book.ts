import { Command } from 'commander';
import { COLUMNS } from '../text/lists.js';
import { readCount } from './arguments.js';
import type { Api } from './client.js';
import { readJsonFile } from './json-file.js';
import { type Items, type PageFlags, type PageQuery, withPages } from './pages.js';
import { note, printDone, printPages, printRecord } from './print.js';
import { type RemoteFlags, remote, withApi } from './remote.js';

interface CurrentRules {
  readonly rules: readonly object[];
  readonly version: number;
  readonly warnings: readonly string[];
}

/** Rules of one sort, as the shell has them: names, and the operations of the API. */
export interface RuleBookWords {
  readonly name: string;
  readonly description: string;
  /** What a file of them is called in examples. */
  readonly file: string;
  /** On what they are tried. */
  readonly subject: string;
  /** What trying them tells. */
  readonly tells: string;
  readonly get: (api: Api) => Promise<CurrentRules>;
  /** What a body has to hold is for the service to judge. */
  readonly set: (api: Api, body: unknown) => Promise<CurrentRules>;
  readonly history: (api: Api, query: PageQuery) => Promise<Items<object>>;
  readonly rollBack: (api: Api, version: number) => Promise<CurrentRules>;
  readonly tryOut: (api: Api, id: string, given: unknown) => Promise<object>;
}

/** A group of commands that reads, changes and tries rules. */
export function ruleBook(words: RuleBookWords): Command {
  const { name, description, file, subject } = words;
  const example = (text: string) => `webengagement ${name} ${text}`;

  const show = remote(
    'show',
    'Print the rules in force as JSON, ready to be edited and set.',
    example(`show > ${file}`),
  ).action((flags: RemoteFlags) =>
    withApi(flags, async (api) => {
      const current = await words.get(api);
      await printRecord(flags.json ? current : { rules: current.rules }, { json: true });
      current.warnings.forEach(note);
    }),
  );

  const set = remote(
    'set',
    'Put the rules of a file in the place of those in force.',
    example(`set ${file}`),
  )
    .alias('put')
    .argument('<file>', 'JSON: { "rules": [ … ] }, as "show" prints it; - is standard input.')
    .action((file: string, flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        const current = await words.set(api, readJsonFile(file));
        const { version, rules, warnings } = current;
        const many = `${rules.length} rule${rules.length === 1 ? '' : 's'}`;
        await printDone(current, `${many} in force from now on (version ${version})`, flags);
        warnings.forEach(note);
      }),
    );

  const history = withPages(
    remote('history', 'List the versions of the rules, newest first.', example('history')),
  ).action((flags: RemoteFlags & PageFlags) =>
    withApi(flags, (api) =>
      printPages(COLUMNS.rulesHistory, flags, (query) => words.history(api, query)),
    ),
  );

  const rollback = remote(
    'rollback',
    'Make the rules of an earlier version the newest.',
    example('rollback 3'),
  )
    .argument('<version>', 'The version to go back to, as the history shows it.', readCount)
    .action((version: number, flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        const current = await words.rollBack(api, version);
        const sentence = `The rules are those of version ${version} (now version ${current.version})`;
        await printDone(current, sentence, flags);
      }),
    );

  const tryOut = remote(
    'try',
    `See what they decide about one ${subject}, and write nothing: ${words.tells}.`,
    example(`try $${subject.toUpperCase()} --rules ${file}`),
  )
    .alias('dry-run')
    .argument(`<${subject}>`, `The id of the ${subject}.`)
    .option('--rules <file>', 'By the rules of this file; default: those in force.')
    .action((id: string, flags: RemoteFlags & { readonly rules?: string }) =>
      withApi(flags, async (api) => {
        const given = flags.rules === undefined ? {} : readJsonFile(flags.rules);
        await printRecord(await words.tryOut(api, id, given), flags);
      }),
    );

  return new Command(name)
    .description(description)
    .addCommand(show)
    .addCommand(set)
    .addCommand(history)
    .addCommand(rollback)
    .addCommand(tryOut);
}
