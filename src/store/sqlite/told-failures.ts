import { StoreFailed, StoreOverloaded, StoreTakenAway } from '../failures.js';
import type { ToldCause, ToldFailure } from './writer-messages.js';

/** An error of the writer as another thread may be told of it. */
export function tell(error: unknown): ToldFailure {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const isOfStore = error instanceof StoreFailed;
  return {
    name,
    message,
    stack,
    changed: isOfStore ? error.changed : null,
    cause: isOfStore && error.cause !== undefined ? causeOf(error.cause) : null,
  };
}

function causeOf(cause: unknown): ToldCause {
  if (!(cause instanceof Error)) return { name: 'Error', message: String(cause) };
  const { name, message, stack } = cause;
  return { name, message, stack, ...('code' in cause && { code: String(cause.code) }) };
}

/** The error again, of its class. */
export function retell({ name, message, stack, changed, cause }: ToldFailure): Error {
  if (name === 'StoreTakenAway')
    return new StoreTakenAway(message, changed === 'unknown' ? 'unknown' : 'nothing');
  if (changed !== null)
    return new StoreFailed(
      message,
      changed,
      cause ? Object.assign(new Error(cause.message), cause) : undefined,
    );
  if (name === 'StoreOverloaded') return new StoreOverloaded(message);
  // A fault of the program: the log is to show where it is.
  return Object.assign(new Error(message), { stack });
}
