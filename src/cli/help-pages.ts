import type { Command } from 'commander';
import { usage } from './provision/flags.js';
import { wholeProgram } from './run.js';

/** Columns of the terminal that every help text has to fit. */
const WIDTH = 80;

/**
 * The help of the program, of every command and of the Provisioning Tool as they are in a terminal
 * of 80 columns, each under the line that asks for it.
 */
export async function helpPages(): Promise<string> {
  const pages = pagesOf(await wholeProgram(), 'webengagement');
  const tool = 'webengagement_provisioning';
  return [...pages, page(tool, '-help', usage(tool))].join('\n');
}

function pagesOf(command: Command, name: string): readonly string[] {
  let text = '';
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
    getOutHelpWidth: () => WIDTH,
  });
  command.outputHelp();
  const rest = command.commands.flatMap((each) => pagesOf(each, `${name} ${each.name()}`));
  return [page(name, '--help', text), ...rest];
}

const page = (name: string, flag: string, text: string): string =>
  `$ ${name} ${flag}\n${text.trimEnd()}\n`;
