import { Command } from 'commander';
import { Exit } from '../exit.js';
import { usage } from './flags.js';

const CALLED = 'webengagement provision';

/** `provision`: the Provisioning Tool, under the name of the program; its flags are its own. */
export function provision(): Command {
  const command = new Command('provision')
    .description(
      'Create or correct the objects around the queues of a running service; see "provision --help".',
    )
    .usage('-host H -port P [-user U] [-password W] -app APPLICATION [-overwrite]')
    .helpOption(false)
    .allowUnknownOption()
    .argument('[flags...]', 'those of the tool')
    .action(async (flags: readonly string[]) => {
      const { provision } = await import('./tool.js');
      const code = await provision(flags, CALLED);
      if (code !== 0) throw new Exit(code);
    });
  command.helpInformation = () => usage(CALLED);
  return command;
}
