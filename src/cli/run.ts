import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { ConfigInvalid } from '../config/settings.js';
import { StoreUnusable } from '../store/failures.js';
import { EXIT, Exit, Failure } from './exit.js';
import { helpWidth, lessons } from './help.js';

/** Every command, in the order of the help: each is one file of this folder, loaded when needed. */
const COMMANDS: Readonly<Record<string, () => Promise<() => Command>>> = {
  serve: async () => (await import('./serve.js')).serve,
  demo: async () => (await import('./demo.js')).demo,
  migrate: async () => (await import('./migrate.js')).migrate,
  backup: async () => (await import('./backup.js')).backup,
  restore: async () => (await import('./restore.js')).restore,
  clock: async () => (await import('./clock.js')).clock,
  copy: async () => (await import('./copy.js')).copy,
  provision: async () => (await import('./provision/command.js')).provision,
  healthcheck: async () => (await import('./healthcheck.js')).healthcheck,
  status: async () => (await import('./status.js')).status,
  options: async () => (await import('./options.js')).options,
  import: async () => (await import('./import.js')).importing,
  interactions: async () => (await import('./interactions.js')).interactions,
  queues: async () => (await import('./queues.js')).queues,
  leases: async () => (await import('./leases.js')).leases,
  nodes: async () => (await import('./nodes.js')).nodes,
  visits: async () => (await import('./visits.js')).visits,
  statistics: async () => (await import('./statistics.js')).statistics,
  reports: async () => (await import('./reports.js')).reports,
  refusals: async () => (await import('./refusals.js')).refusals,
  agents: async () => (await import('./agents.js')).agents,
  chats: async () => (await import('./chats.js')).chats,
  pacing: async () => (await import('./pacing.js')).pacing,
  'chat-routing': async () => (await import('./chat-routing.js')).chatRouting,
  rules: async () => (await import('./rules.js')).rules,
  strategies: async () => (await import('./strategies.js')).strategies,
  webhooks: async () => (await import('./webhooks.js')).webhooks,
  deliveries: async () => (await import('./deliveries.js')).deliveries,
  objects: async () => (await import('./objects.js')).objects,
  persons: async () => (await import('./persons.js')).persons,
  audit: async () => (await import('./audit.js')).audit,
  keys: async () => (await import('./keys.js')).keys,
  console: async () => (await import('./console.js')).console,
  sessions: async () => (await import('./sessions.js')).sessions,
  'publishable-keys': async () => (await import('./publishable-keys.js')).publishableKeys,
  api: async () => (await import('./api.js')).api,
};

/**
 * Runs the command line `args` and resolves with the exit code. What a command was asked for goes
 * to standard output, why it failed to standard error as one line. `serve` resolves as soon as it
 * listens and goes on.
 */
export async function run(args: readonly string[]): Promise<number> {
  toleratePipesThatClose();
  try {
    await (await programFor(args)).parseAsync(askedFor(args).flatMap(splitFlag), { from: 'user' });
    return EXIT.ok.code;
  } catch (error) {
    if (error instanceof Exit) return error.code;
    // Commander has said it already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT.refused.code;
    const { message, exit, more } = asFailure(error);
    complain(message, more);
    return EXIT[exit].code;
  }
}

/** `help interactions list` explains that command, as `interactions list --help` does. */
function askedFor(args: readonly string[]): readonly string[] {
  const [first, ...rest] = args;
  return first === 'help' && rest.length > 1 ? [...rest, '--help'] : args;
}

/** The program with every command. */
export const wholeProgram = (): Promise<Command> => programFor([]);

/** The program, with the command that is asked for, or with all when that is not to be seen. */
async function programFor(args: readonly string[]): Promise<Command> {
  const program = new Command('webengagement')
    .description('Invites visitors of web pages at the right moment, and tells who accepted.')
    .version(version(), '-V, --version', 'Print the version.')
    .helpOption('-h, --help', 'Explain the program, or a command.')
    .helpCommand('help [command]', 'Explain a command.')
    .addHelpText('after', lessons)
    .configureHelp({ minWidthToWrap: 30 })
    .exitOverride()
    .configureOutput({
      outputError: (text) => complain(text.replace(/^error: /, '')),
      getOutHelpWidth: helpWidth,
      getErrHelpWidth: helpWidth,
    });
  const asked = (args[0] === 'help' ? args[1] : args[0]) ?? '';
  const isKnown = Object.hasOwn(COMMANDS, asked);
  for (const [name, load] of Object.entries(COMMANDS))
    if (!isKnown || name === asked) program.addCommand(inherit((await load())(), program));
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
