import { chmodSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migratePostgres } from '#src/store/postgres/open-store.js';
import { createPlace, FAST, LOOPBACK, startProcess, USER } from './postgres-process.js';

/** A database that every server of the tests has: the schema, and nothing that was stored. */
export const SCHEMA = 'schema_of_tests';

/** Where all files of a run find what one of them made; one that runs alone has a folder of its own. */
function findFolder(): string {
  const { TEST_RUN_FOLDER } = process.env;
  if (TEST_RUN_FOLDER !== undefined) return TEST_RUN_FOLDER;
  const folder = mkdtempSync(join(tmpdir(), 'webengagement-template-'));
  // The server's user comes to what is in it.
  chmodSync(folder, 0o711);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function make(): Promise<string> {
  const folder = findFolder();
  const template = join(folder, 'postgres-template');
  const data = join(template, 'data');
  if (existsSync(template)) return data;
  const place = createPlace(folder);
  place.run(
    place.program('initdb'),
    ...['-D', place.data, '-U', USER, '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
    // Less to copy: of its log a server begins with one segment, whatever its size in megabytes.
    '--wal-segsize=1',
  );
  const server = await startProcess(place, FAST);
  const url = `postgres://${USER}@${LOOPBACK}:${server.port}`;
  const admin = new pg.Client({ connectionString: `${url}/postgres` });
  await admin.connect();
  await admin.query(`create database ${SCHEMA}`);
  await admin.end();
  await migratePostgres(`${url}/${SCHEMA}`, () => 1);
  // In order: what is copied is whole as it lies there.
  await server.end('SIGINT');
  try {
    renameSync(place.directory, template);
  } catch (error) {
    // Of several that make it at once the first one's is everybody's.
    if (!existsSync(template)) throw error;
    rmSync(place.directory, { recursive: true });
  }
  return data;
}

let made: Promise<string> | undefined;

/**
 * The files of a server that has never served but has `SCHEMA`, to be copied: to make them takes as much of
 * the processor as a start of the service.
 */
export function templateData(): Promise<string> {
  made ??= make();
  return made;
}
