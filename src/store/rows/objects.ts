import type { AnyObject } from '../../domain/objects/kinds.js';

/** A row of `objects`. */
export interface ObjectRow {
  readonly kind: string;
  readonly name: string;
  readonly version: number;
  readonly provisioned: number;
  readonly properties: string;
}

/** The object that a row holds. */
// Queues that the first migration made have no properties yet, and need none.
export const objectOf = (row: ObjectRow): AnyObject =>
  ({
    ...row,
    provisioned: row.provisioned === 1,
    properties: JSON.parse(row.properties),
  }) as unknown as AnyObject;
