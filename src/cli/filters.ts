import { type Command, Option } from 'commander';
import { readMoment, readWord } from './arguments.js';
import type { Api } from './client.js';
import { type Items, type PageFlags, type PageQuery, withPages } from './pages.js';
import { printPages } from './print.js';
import { type RemoteFlags, remote, withApi } from './remote.js';

/** An option that takes one of a list of words. */
export function wordOption(flags: string, description: string, words: readonly string[]): Option {
  return new Option(flags, description).choices(words).argParser(readWord(words));
}

/** An option that takes a moment, or how long ago it was. */
export function momentOption(flags: string, description: string): Option {
  const ways = 'so long ago (90s, 10m, 2h, 1d), or a moment such as 2026-01-31T08:00:00Z';
  return new Option(flags, `${description}: ${ways}.`).argParser(readMoment);
}

/** A list of the API that comes in pages and can be narrowed. */
export interface FilteredList<Query> {
  readonly description: string;
  readonly example: string;
  readonly columns: readonly string[];
  /** The option for each parameter that narrows it. */
  readonly filters: { readonly [Name in Exclude<keyof Query, keyof PageQuery>]-?: Option };
  get(api: Api, query: Query & PageQuery): Promise<Items<object>>;
}

/** The command `list` of such a list. */
export function filteredList<Query>(list: FilteredList<Query>): Command {
  const { description, example, columns, filters } = list;
  const options = Object.entries<Option>(filters);
  const command = remote('list', description, example);
  for (const [, option] of options) command.addOption(option);
  type Flags = RemoteFlags & PageFlags & Readonly<Record<string, unknown>>;
  return withPages(command).action((flags: Flags) =>
    withApi(flags, (api) => {
      const values = options.map(([name, option]) => [name, flags[option.attributeName()]]);
      const given = Object.fromEntries(values.filter(([, value]) => value !== undefined)) as Query;
      return printPages(columns, flags, (page) => list.get(api, { ...given, ...page }));
    }),
  );
}
