/** Too many changes, or long reads, are waiting; nothing was queued. */
export class StoreOverloaded extends Error {
  override readonly name = 'StoreOverloaded';
}

/** What is known of a change that failed: `some` of several is done, or nobody can tell. */
export type Changed = 'nothing' | 'some' | 'unknown';

/** The transaction could not be committed. */
export class StoreFailed extends Error {
  override readonly name: string = 'StoreFailed';

  constructor(
    message: string,
    readonly changed: Changed,
    cause: unknown,
  ) {
    super(message, { cause });
  }
}

/** The error of an operation of several changes that failed when some of them were made. */
export function afterSome(error: unknown): unknown {
  if (error instanceof StoreFailed && error.changed === 'unknown') return error;
  const isOfStore = error instanceof StoreFailed || error instanceof StoreOverloaded;
  return isOfStore ? new StoreFailed('not every change could be stored', 'some', error) : error;
}

/**
 * The files of the database are not those that were opened any more; the message says what happened
 * and what to do, in sentences that anybody may read.
 */
export class StoreTakenAway extends StoreFailed {
  override readonly name = 'StoreTakenAway';

  constructor(
    message: string,
    /** Unknown when it happened during the commit: the change may be stored, or not. */
    changed: 'nothing' | 'unknown' = 'nothing',
  ) {
    super(message, changed, undefined);
  }
}

/** A backup could not be made, and nothing is left of it; the message tells the operator why. */
export class BackupFailed extends Error {
  override readonly name = 'BackupFailed';
}

/** A read could not be finished; nothing depends on it, and it may be asked again. */
export class StoreReadFailed extends Error {
  override readonly name = 'StoreReadFailed';
}

/** A place in a list that the driver never gave; the same question with it is never answered. */
export class PlaceUnreadable extends Error {
  override readonly name = 'PlaceUnreadable';
}

/** The data directory cannot be used: in use, newer than the program, or not writable. */
export class StoreUnusable extends Error {
  override readonly name = 'StoreUnusable';
}
