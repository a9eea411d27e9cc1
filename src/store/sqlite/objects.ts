import type { Database } from 'better-sqlite3';
import { type AnyObject, applyChanges, type ObjectChange } from '../../domain/objects/kinds.js';
import { type KnownObjects, knownOf } from '../../domain/objects/known.js';

/** The provisioned objects that decisions see; replaced as a whole, like the options. */
export interface ObjectState {
  readonly all: readonly AnyObject[];
  readonly known: KnownObjects;
}

interface ObjectRow {
  readonly kind: string;
  readonly name: string;
  readonly version: number;
  readonly provisioned: number;
  readonly properties: string;
}

const stateOf = (all: readonly AnyObject[]): ObjectState => ({ all, known: knownOf(all) });

// Queues that the first migration made have no properties yet, and need none.
const objectOf = (row: ObjectRow): AnyObject =>
  ({
    ...row,
    provisioned: row.provisioned === 1,
    properties: JSON.parse(row.properties),
  }) as unknown as AnyObject;

/** Every object, in the order in which they were made. */
export function loadObjects(database: Database): ObjectState {
  const rows = database
    .prepare<[], ObjectRow>(
      'select kind, name, version, provisioned, properties from objects order by n',
    )
    .all();
  return stateOf(rows.map(objectOf));
}

/** The state after these changes. */
export function withObjects(state: ObjectState, changes: readonly ObjectChange[]): ObjectState {
  return stateOf(applyChanges(state.all, changes));
}

/** Writes changes of objects; throws when one is no longer at the version it was read at. */
export function createObjectWrites(database: Database): (change: ObjectChange) => void {
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

  return ({ before, after }) => {
    const written = after
      ? put(before, after)
      : remove.run(before?.kind, before?.name, before?.version).changes;
    if (written !== 1) throw new Error(`object ${before?.name} is no longer at its version`);
  };
}
