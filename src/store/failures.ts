/** Too many changes, or long reads, are waiting; nothing was queued. */
export class StoreOverloaded extends Error {
  override readonly name = 'StoreOverloaded';
}

/** The transaction could not be committed; nothing was changed. */
export class StoreFailed extends Error {
  override readonly name: string = 'StoreFailed';
}

/**
 * The files of the database are not those that were opened any more; the message says what happened
 * and what to do, in sentences that anybody may read.
 */
export class StoreTakenAway extends StoreFailed {
  override readonly name = 'StoreTakenAway';

  constructor(
    message: string,
    /** False when it happened during the commit: the change may be stored, or not. */
    readonly isUnchanged = true,
  ) {
    super(message);
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

/** The data directory cannot be used: in use, newer than the program, or not writable. */
export class StoreUnusable extends Error {
  override readonly name = 'StoreUnusable';
}
