import { mkdirSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Clock } from '../clock.js';
import { type Operator, SYSTEM } from '../decisions/audit.js';
import { Problem } from '../domain/problems.js';
import type { Log } from '../log/log.js';
import { BackupFailed } from '../store/failures.js';
import type { Store } from '../store/store.js';

const HOUR_MS = 60 * 60 * 1000;
/** The timer never sleeps longer, so that suspends and clock steps do no harm. */
const LONGEST_SLEEP_MS = HOUR_MS;
/** After one that failed; the next that is due by the interval may be far away. */
const RETRY_MS = HOUR_MS;

/** Where they are, in the data directory. */
const FOLDER = 'backups';

/** The names that the service gives: when it was begun, and a number when that is not enough. */
const NAME = /^webengagement-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d\.\d{3}Z)(-\d+)?\.db$/;
/** What a process that was killed left of one. */
const PART = /^webengagement-[\dT.Z-]+\.db\.[0-9a-f]{8}\.part(-\w+)?$/;

/** A backup in the folder of the service. */
export interface Backup {
  /** Its path in the data directory. */
  readonly file: string;
  readonly bytes: number;
  /** The moment it shows, in milliseconds. */
  readonly createdAt: number;
}

/** Backups into the data directory: on request, and by themselves. */
export interface Backups {
  /** Arms the timer, when there is an interval. */
  start(): void;
  /**
   * Makes one, audited; older ones than are kept go. Throws `Problem` while another is being made,
   * when it failed, and where this program makes none.
   */
  make(operator: Operator): Promise<Backup & { readonly durationMs: number }>;
  /** Newest first. Throws `Problem` where this program makes none. */
  list(): Promise<readonly Backup[]>;
  /** Ends the one under way, of which nothing is left, and disarms the timer. */
  stop(): Promise<void>;
}

export interface BackupsDependencies {
  readonly store: Pick<Store, 'apply'>;
  /**
   * Writes a checked copy of everything committed; resolves with its bytes once it is on disk. Undefined
   * where there is no file to copy.
   */
  readonly backUp: ((file: string, signal?: AbortSignal) => Promise<number>) | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** The data directory. */
  readonly directory: string;
  /** From one to the next; 0 for none. */
  readonly intervalHours: number;
  /** How many are kept; 0 for all. */
  readonly keep: number;
}

/** The folder of the backups is read whenever it is asked for: operators move files in and out. */
export function createBackups(dependencies: BackupsDependencies): Backups {
  const { store, backUp, clock, log, directory, intervalHours, keep } = dependencies;
  const folder = join(directory, FOLDER);
  const ending = new AbortController();
  let disarm = (): void => {};
  let running: Promise<unknown> | undefined;

  /** How a copy is made. */
  function copying(): NonNullable<BackupsDependencies['backUp']> {
    if (backUp !== undefined) return backUp;
    throw new Problem(
      'backup_elsewhere',
      'The data is in PostgreSQL, which has its own tools for that: pg_dump, or base backups.',
    );
  }

  const names = async (): Promise<readonly string[]> => {
    try {
      return await readdir(folder);
    } catch {
      return [];
    }
  };

  async function list(): Promise<readonly Backup[]> {
    copying();
    const found = (await names()).flatMap((name) => {
      const createdAt = momentOf(name);
      return createdAt === undefined ? [] : [{ file: join(FOLDER, name), createdAt }];
    });
    const backups = await Promise.all(
      found.map(async (each) => {
        // It may have gone meanwhile.
        const bytes = await stat(join(directory, each.file)).then(
          ({ size }) => size,
          () => undefined,
        );
        return bytes === undefined ? [] : [{ ...each, bytes }];
      }),
    );
    return backups.flat().sort((a, b) => b.createdAt - a.createdAt || (a.file < b.file ? 1 : -1));
  }

  async function prune(): Promise<void> {
    const old = keep === 0 ? [] : (await list()).slice(keep);
    for (const { file } of old) {
      await rm(join(directory, file));
      log.info({ file, keep }, 'an old backup was removed');
    }
  }

  /** Nobody but this service makes files of these names, and it makes one at a time. */
  async function tidy(): Promise<readonly string[]> {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const all = await names();
    for (const name of all) if (PART.test(name)) await rm(join(folder, name), { force: true });
    return all;
  }

  async function write(operator: Operator): Promise<Backup & { readonly durationMs: number }> {
    copying();
    const startedAt = clock.now();
    const startedMs = performance.now();
    const file = join(FOLDER, nameAt(startedAt, await tidy()));
    const bytes = await copying()(join(directory, file), ending.signal);
    const durationMs = Math.round(performance.now() - startedMs);
    await store.apply('noteBackup', { file, bytes, durationMs, operator });
    log.info({ file, bytes, durationMs }, 'backup made');
    await prune().catch((error: unknown) => {
      log.error({ err: error }, 'old backups could not be removed');
    });
    return { file, bytes, createdAt: startedAt, durationMs };
  }

  async function make(operator: Operator): Promise<Backup & { readonly durationMs: number }> {
    if (running !== undefined)
      throw new Problem('backup_in_progress', 'Another backup is being made; one at a time.');
    const made = write(operator);
    running = made.catch(() => undefined);
    try {
      return await made;
    } catch (error) {
      if (!(error instanceof BackupFailed)) throw error;
      log.error({ err: error }, 'a backup could not be made');
      const why = error.message.replaceAll(folder, FOLDER);
      throw new Problem('storage_unavailable', `No backup was made: ${why}`);
    } finally {
      running = undefined;
      arm();
    }
  }

  async function pulse(): Promise<void> {
    const newest = (await list())[0]?.createdAt ?? Number.NEGATIVE_INFINITY;
    const wait = newest + intervalHours * HOUR_MS - clock.now();
    if (wait > 0) return arm(Math.min(wait, LONGEST_SLEEP_MS));
    // A failure is in the log, and so is what has to be done about it.
    await make(SYSTEM).catch(() => arm(RETRY_MS));
  }

  function arm(delayMs = 0): void {
    disarm();
    if (intervalHours === 0 || ending.signal.aborted) return;
    disarm = clock.after(delayMs, () => void pulse());
  }

  return {
    start: () => arm(),
    make,
    list,
    async stop() {
      ending.abort();
      disarm();
      await running;
    },
  };
}

function nameAt(moment: number, taken: readonly string[]): string {
  const base = `webengagement-${new Date(moment).toISOString().replaceAll(':', '-')}`;
  for (let number = 1; ; number += 1) {
    const name = `${base}${number === 1 ? '' : `-${number}`}.db`;
    if (!taken.includes(name)) return name;
  }
}

function momentOf(name: string): number | undefined {
  const [, date, hours, minutes, seconds] = NAME.exec(name) ?? [];
  const moment = Date.parse(`${date}T${hours}:${minutes}:${seconds}`);
  return Number.isNaN(moment) ? undefined : moment;
}
