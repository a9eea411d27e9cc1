/** Too many changes, or long reads, are waiting; nothing was queued. */
export class StoreOverloaded extends Error {
  override readonly name = 'StoreOverloaded';
}

/** The transaction could not be committed; nothing was changed. */
export class StoreFailed extends Error {
  override readonly name = 'StoreFailed';
}

/** A read could not be finished; nothing depends on it, and it may be asked again. */
export class StoreReadFailed extends Error {
  override readonly name = 'StoreReadFailed';
}

/** The data directory cannot be used: in use, newer than the program, or not writable. */
export class StoreUnusable extends Error {
  override readonly name = 'StoreUnusable';
}
