import { type Command, Option } from 'commander';
import type { Api } from './client.js';
import { printDone } from './print.js';
import { type RemoteFlags, remote, withApi } from './remote.js';

/** What one step of a bulk came to. */
interface Step {
  readonly matched: number;
  readonly done: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly byState?: Readonly<Record<string, number>>;
  readonly wouldDo?: number;
  readonly nextPageToken: string | null;
}

/** A command that acts on everything that a filter finds. */
export interface BulkCommand<Filter> {
  readonly name: string;
  readonly description: string;
  readonly example: string;
  /** The option for each member of the filter. */
  readonly filters: { readonly [Name in keyof Filter]?: Option };
  post(
    api: Api,
    body: { readonly filter: Filter; readonly dryRun: boolean; readonly pageToken?: string },
  ): Promise<Step>;
}

const list = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');

/** The sentence that ends it. */
function told({ matched, done, refused, byState = {}, wouldDo }: Step): string {
  const why = Object.keys(refused).length === 0 ? '' : `; refused: ${list(refused)}`;
  if (wouldDo === undefined) return `${done} of ${matched} changed${why}`;
  return `${wouldDo} of ${matched} would change${why}${matched === 0 ? '' : ` (${list(byState)})`}`;
}

/** The command; without `--dry-run` it goes on until nothing is left. */
export function bulkCommand<Filter>(bulk: BulkCommand<Filter>): Command {
  const command = remote(bulk.name, bulk.description, bulk.example);
  const options = Object.entries<Option | undefined>(bulk.filters);
  for (const [, option] of options) if (option) command.addOption(option);
  command
    .addOption(new Option('--everything', 'Every one there is, when nothing narrows it.'))
    .addOption(new Option('--dry-run', 'Only count; change nothing.'));
  type Flags = RemoteFlags & Readonly<Record<string, unknown>>;
  return command.action((flags: Flags) => {
    const given = options.map(([name, option]) => [name, option && flags[option.attributeName()]]);
    const filter = Object.fromEntries(given.filter(([, value]) => value !== undefined)) as Filter;
    if (Object.keys(filter as object).length === 0 && flags.everything !== true)
      command.error('error: say which, or --everything');
    return withApi(flags, async (api) => {
      const dryRun = flags.dryRun === true;
      let sum = await bulk.post(api, { filter, dryRun });
      for (let next = sum.nextPageToken; next !== null; ) {
        const step = await bulk.post(api, { filter, dryRun, pageToken: next });
        const refused = { ...sum.refused };
        for (const [code, count] of Object.entries(step.refused))
          refused[code] = (refused[code] ?? 0) + count;
        sum = { ...step, matched: sum.matched + step.matched, done: sum.done + step.done, refused };
        next = step.nextPageToken;
      }
      await printDone(sum, told(sum), flags);
    });
  });
}
