/**
 * The schema builder. `scripts/bundle.mjs` makes one file of it: typebox comes as 373 modules, and
 * opening them took a third of every start.
 */
export { type Static, type TObject, type TProperties, type TSchema, Type } from 'typebox';

import Guard from 'typebox/guard';

/** Whether two values of JSON say the same; the order of members says nothing. */
export const isSame: (a: unknown, b: unknown) => boolean = Guard.IsDeepEqual;
