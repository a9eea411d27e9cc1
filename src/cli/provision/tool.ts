import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { decodeText } from '../../config/text-file.js';
import { Failure } from '../exit.js';
import { correct, prepareConfigFile, readConfigFile } from './config-file.js';
import { type Arguments, addressOf, readArguments, UsageError, usage } from './flags.js';
import { type FileLine, hasChanges, report } from './report.js';
import { provisionAt, type RunAnswer } from './request.js';

/** What the exit codes of the tool mean. */
const CODES = { done: 0, failed: 1, usage: 2, wouldChange: 3 } as const;

/** Where the tool runs: the process, unless a test looks on. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Output;
  readonly stderr: Output;
}

interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/**
 * The Provisioning Tool: runs with these arguments and resolves with the exit code. Reports go to
 * standard output; why it failed goes to standard error, as one line, and then nothing was changed.
 */
export async function provision(
  args: readonly string[],
  program: string,
  around: Surroundings = process,
): Promise<number> {
  const fail = (message: string, code: number): number => {
    around.stderr.write(`${program}: ${message.replace(/\s*\n\s*/g, ' ')}\n`);
    return code;
  };
  let wanted: Arguments | null;
  try {
    wanted = readArguments(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    around.stdout.write(usage(program));
    return fail(error.message, CODES.usage);
  }
  // With --json, standard output is the JSON alone.
  (wanted?.json ? around.stderr : around.stdout).write(usage(program));
  if (wanted === null) return CODES.done;
  try {
    return await run(wanted, around);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return fail(error.message, CODES.failed);
  }
}

async function run(wanted: Arguments, around: Surroundings): Promise<number> {
  const { env, stdout } = around;
  const password = wanted.password ?? passwordOf(env);
  const done = await whileShowing(wanted, around, () => execute(wanted, password));
  const { answer, file } = done;
  const text = wanted.json
    ? JSON.stringify({ ...answer, ...(file && { configurationFile: file }) }, null, 2)
    : report(answer, file, stdout.isTTY === true && !env.NO_COLOR);
  stdout.write(`${text}\n`);
  return wanted.dryRun && hasChanges(answer, file) ? CODES.wouldChange : CODES.done;
}

/** Provisions; a file is prepared before and put in place after, so that it changes with the rest. */
async function execute(
  wanted: Arguments,
  password: string,
): Promise<{ readonly answer: RunAnswer; readonly file?: FileLine }> {
  const { config, dryRun, application } = wanted;
  if (config === undefined) return { answer: await provisionAt(wanted, password, dryRun) };
  const before = readConfigFile(config);
  const trial = await provisionAt(wanted, password, true);
  const { text, action, detail } = correct(before, {
    TENANT_ID: String(trial.tenantId),
    APPLICATION_NAME: application,
  });
  const file: FileLine = { file: config, action, detail };
  if (dryRun) return { answer: trial, file };
  if (action === 'unchanged') return { answer: await provisionAt(wanted, password, false), file };
  const prepared = prepareConfigFile(config, text);
  try {
    const answer = await provisionAt(wanted, password, false);
    prepared.finish();
    return { answer, file };
  } catch (error) {
    prepared.abandon();
    throw error;
  }
}

/** The admin key of a service of this environment. */
function passwordOf(env: Surroundings['env']): string {
  if (env.ADMIN_KEY) return env.ADMIN_KEY;
  const file = resolve(join(env.DATA_DIR || './data', 'admin.key'));
  try {
    return decodeText(readFileSync(file)).text.trim();
  } catch {
    throw new Failure(`give the admin key with -password: there is none to read at ${file}`);
  }
}

/** On a terminal, says what is going on until it is done. */
async function whileShowing<T>(
  { application, host, port }: Arguments,
  { stderr }: Surroundings,
  work: () => Promise<T>,
): Promise<T> {
  if (!stderr.isTTY) return work();
  stderr.write(`Provisioning ${application} at ${addressOf(host, port)} …`);
  try {
    return await work();
  } finally {
    stderr.write('\r\x1b[2K');
  }
}
