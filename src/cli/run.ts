import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { ConfigInvalid } from '../config/settings.js';
import { StoreUnusable } from '../store/store.js';
import { EXIT, Failure } from './exit.js';
import { healthcheck } from './healthcheck.js';
import { helpWidth, lessons } from './help.js';
import { interactions } from './interactions.js';
import { keys } from './keys.js';
import { migrate } from './migrate.js';
import { options } from './options.js';
import { publishableKeys } from './publishable-keys.js';
import { queues } from './queues.js';
import { serve } from './serve.js';

/** Every command, in the order of the help; each is one file of this folder. */
const COMMANDS: readonly (() => Command)[] = [
  serve,
  migrate,
  healthcheck,
  options,
  interactions,
  queues,
  keys,
  publishableKeys,
];

/**
 * Runs the command line `args` and resolves with the exit code. What a command was asked for goes
 * to standard output, why it failed to standard error as one line. `serve` resolves as soon as it
 * listens and goes on.
 */
export async function run(args: readonly string[]): Promise<number> {
  toleratePipesThatClose();
  try {
    await program().parseAsync(args.flatMap(splitFlag), { from: 'user' });
    return EXIT.ok.code;
  } catch (error) {
    // Commander has said it already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT.refused.code;
    const { message, exit, more } = asFailure(error);
    complain(message, more);
    return EXIT[exit].code;
  }
}

function program(): Command {
  const program = new Command('webengagement')
    .description('Invites visitors of web pages at the right moment, and tells who accepted.')
    .version(version(), '-V, --version', 'Print the version.')
    .helpOption('-h, --help', 'Explain the program, or a command.')
    .helpCommand('help [command]', 'Explain a command.')
    .addHelpText('after', lessons)
    .exitOverride()
    .configureOutput({
      outputError: (text) => complain(text.replace(/^error: /, '')),
      getOutHelpWidth: helpWidth,
      getErrHelpWidth: helpWidth,
    });
  for (const create of COMMANDS) program.addCommand(inherit(create(), program));
  return program;
}

/** Commands within commands behave, and complain, as the program does. */
function inherit(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent);
  for (const child of command.commands) inherit(child, command);
  return command;
}

function version(): string {
  const file = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return JSON.parse(file).version;
}

/** Apart from its value, a mistyped flag can be repeated in a message: the value may be a secret. */
function splitFlag(arg: string): readonly string[] {
  const [, flag, value] = /^(--[^=]+)=(.*)$/s.exec(arg) ?? [];
  return flag === undefined || value === undefined ? [arg] : [flag, value];
}

function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const message = error instanceof Error ? error.message : String(error);
  const isRefused = error instanceof ConfigInvalid || error instanceof StoreUnusable;
  return new Failure(message, isRefused ? 'refused' : 'failed');
}

/** One line, whatever the message; then what else there is to say. */
function complain(message: string, more = ''): void {
  process.stderr.write(`webengagement: ${message.trim().replace(/\s*\n\s*/g, ' ')}\n${more}`);
}

/** `webengagement --help | head -1` is no error, and a closed terminal must not end the service. */
function toleratePipesThatClose(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
}
