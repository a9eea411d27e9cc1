import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Command } from 'commander';
import type { Flags } from '../config/config.js';
import { Exit, Failure } from './exit.js';
import { configureFiles, withSettings } from './flags.js';
import { createProgressLine } from './progress-line.js';

/** What a shell expects of a program that was interrupted. */
const INTERRUPTED = 130;

/** `backup`: a checked copy of the database, whether the service runs or not. */
export function backup(): Command {
  const command = new Command('backup')
    .description(
      'Copy the database to a new file, whether the service runs or not: whole, checked, on disk, or not there.',
    )
    .argument('<file>', 'The file to make; one that exists is never overwritten.');
  return withSettings(command, ['DATA_DIR']).action(async (file: string, flags: Flags) => {
    const { dataDir } = await configureFiles(
      flags,
      'back it up with its own tools, such as pg_dump',
    );
    const [{ backUp }, { filesIn }, { explainUnfit }, { BackupFailed }] = await Promise.all([
      import('../store/sqlite/backup.js'),
      import('../store/sqlite/directory.js'),
      import('../store/sqlite/loss.js'),
      import('../store/failures.js'),
    ]);
    const source = filesIn(dataDir).database;
    const target = resolve(file);
    const unfit = explainUnfit(dataDir);
    if (unfit !== undefined) throw new Failure(unfit, 'refused');
    const interrupt = new AbortController();
    const onSignal = (): void => interrupt.abort();
    for (const signal of SIGNALS) process.once(signal, onSignal);
    const line = createProgressLine();
    const startedAt = performance.now();
    try {
      const bytes = await backUp(source, target, {
        signal: interrupt.signal,
        onProgress: (message) =>
          line.show(
            message.type === 'copied'
              ? `copying ${Math.floor(message.share * 100)} %`
              : 'checking the copy',
          ),
      });
      line.clear();
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      process.stdout.write(`${target}: ${bytes} bytes in ${seconds} s, checked\n`);
    } catch (error) {
      line.clear();
      if (interrupt.signal.aborted) {
        process.stderr.write('webengagement: interrupted; nothing of the backup is left\n');
        throw new Exit(INTERRUPTED);
      }
      throw error instanceof BackupFailed ? new Failure(error.message, 'failed') : error;
    } finally {
      for (const signal of SIGNALS) process.removeListener(signal, onSignal);
    }
  });
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
