import type { Database } from 'better-sqlite3';
import type { AnyObject } from '../../../domain/objects/kinds.js';
import { type ObjectRow, objectOf } from '../../rows/objects.js';
import type { WritersOf } from '../writer.js';

/** Every object, in the order in which they were made. */
export function loadObjects(database: Database): readonly AnyObject[] {
  return database
    .prepare<[], ObjectRow>(
      'select kind, name, version, provisioned, properties from objects order by n',
    )
    .all()
    .map(objectOf);
}

/** Writes changes of objects; throws when one is no longer at the version it was read at. */
export function createObjectWriter(database: Database): WritersOf<'object'> {
  const insert = database.prepare(
    'insert into objects (kind, name, version, provisioned, properties) values (?, ?, ?, ?, ?)',
  );
  const update = database.prepare(
    `update objects set version = ?, provisioned = ?, properties = ?
     where kind = ? and name = ? and version = ?`,
  );
  const remove = database.prepare(
    'delete from objects where kind = ? and name = ? and version = ?',
  );

  function put(before: AnyObject | undefined, after: AnyObject): number {
    const { kind, name, version, provisioned } = after;
    const properties = JSON.stringify(after.properties);
    return before === undefined
      ? insert.run(kind, name, version, Number(provisioned), properties).changes
      : update.run(version, Number(provisioned), properties, kind, name, before.version).changes;
  }

  return {
    object({ before, after }) {
      const written = after
        ? put(before, after)
        : remove.run(before?.kind, before?.name, before?.version).changes;
      if (written !== 1) throw new Error(`object ${before?.name} is no longer at its version`);
    },
  };
}
