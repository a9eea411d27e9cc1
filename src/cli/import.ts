import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { type Api, answerOf } from './client.js';
import { Failure } from './exit.js';
import { type ExportedOption, readExportedOptions } from './exported-options.js';
import { note, printList } from './print.js';
import { type RemoteFlags, remote, withApi } from './remote.js';

/** `import`: taking over what another installation exported. */
export function importing(): Command {
  return new Command('import')
    .description('Take over what another installation exported.')
    .addCommand(options());
}

interface ImportFlags extends RemoteFlags {
  readonly dryRun?: true;
}

/** One option of the file, beside what it is now. */
interface Line {
  readonly option: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly action: 'same' | 'planned' | 'changed';
}

function options(): Command {
  return remote(
    'options',
    'Take over options from a file of name=value lines, with or without [sections]; every line is checked before the first is written.',
    'webengagement import options wmsg.conf --dry-run',
  )
    .argument('<file>', 'The exported file.')
    .option('--dry-run', 'Only say what would change.')
    .action((file: string, flags: ImportFlags) =>
      withApi(flags, async (api) => {
        const read = readExportedOptions(textOf(file));
        const problems = [...read.problems, ...(await unknownQueues(api, read.options))];
        if (problems.length > 0)
          throw new Failure(
            `${file} cannot be taken over; nothing was changed`,
            'failed',
            problems.map((problem) => `- ${problem}\n`).join(''),
          );
        const before = new Map(
          (await answerOf(api.GET('/v1/admin/options'))).items.map(({ name, value }) => [
            name,
            value,
          ]),
        );
        const items: Line[] = [];
        for (const { name, value } of read.options) {
          const line = { option: name, before: before.get(name) ?? null, after: value || null };
          const isSame = line.before === line.after;
          if (!isSame && !flags.dryRun)
            await answerOf(
              api.PUT('/v1/admin/options/{name}', { params: { path: { name } }, body: { value } }),
            );
          const action = isSame ? 'same' : flags.dryRun ? 'planned' : 'changed';
          items.push({ ...line, action });
        }
        await printList({ items }, ['option', 'before', 'after', 'action'], flags);
        const { length } = read.others;
        if (length > 0)
          note(
            `${length} other line${length > 1 ? 's' : ''} left alone: ${read.others.join(', ')}`,
          );
      }),
    );
}

/** Queues that options of the file name and that do not exist, each in a sentence. */
async function unknownQueues(
  api: Api,
  options: readonly ExportedOption[],
): Promise<readonly string[]> {
  const named = options.filter(({ name, value }) => /\.queue[A-Z]\w*$/.test(name) && value !== '');
  if (named.length === 0) return [];
  const { items } = await answerOf(
    api.GET('/v1/admin/objects/{kind}', { params: { path: { kind: 'interaction-queues' } } }),
  );
  const known = new Set(items.map(({ name }) => name));
  return named
    .filter(({ value }) => !known.has(value))
    .map(
      ({ name, value }) =>
        `${name}: there is no queue ${JSON.stringify(value)} yet; make it first: PUT /v1/admin/objects/interaction-queues/${encodeURIComponent(value)} with { "properties": {} }`,
    );
}

/** UTF-8 or UTF-16, as editors of other systems save files, too. */
function textOf(file: string): string {
  try {
    const bytes = readFileSync(file);
    const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
    return new TextDecoder(encoding).decode(bytes);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Failure(
      `${file} cannot be read: ${code === 'ENOENT' ? 'there is no such file' : code}`,
      'refused',
    );
  }
}
