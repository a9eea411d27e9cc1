import { resolve } from 'node:path';
import { Command } from 'commander';
import type { Flags } from '../config/config.js';
import { Failure } from './exit.js';
import { configureFiles, withSettings } from './flags.js';

/** `restore`: puts a backup in the place of the database, with no service running on it. */
export function restore(): Command {
  const command = new Command('restore')
    .description(
      'Check a backup and put it in the place of the database, which is moved aside. The service must not run.',
    )
    .argument('<file>', 'A file that backup made; it is left as it is.');
  return withSettings(command, ['DATA_DIR']).action(async (file: string, flags: Flags) => {
    const { dataDir } = await configureFiles(
      flags,
      'restore it with its own tools, such as pg_restore',
    );
    const [{ restore }, { DirectoryInUse }] = await Promise.all([
      import('../store/sqlite/restore.js'),
      import('../store/sqlite/lock.js'),
    ]);
    try {
      const restored = restore(resolve(file), dataDir);
      const aside = restored.aside && `; what was there is in ${restored.aside}`;
      process.stdout.write(
        `restored ${restored.file} at migration ${restored.schemaVersion}${aside ?? ''}\n`,
      );
    } catch (error) {
      if (!(error instanceof DirectoryInUse)) throw error;
      const running = error.holder || 'another process';
      throw new Failure(
        `the service is running on the data directory ${dataDir} (${running}); stop it, then restore`,
        'refused',
      );
    }
  });
}
