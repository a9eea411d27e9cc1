import type { Moment } from '../domain/interactions/interaction.js';

/** Housekeeping: what no caller asks for. Each change is its own, too short to be felt by one. */
export interface Upkeep {
  /**
   * Removes interactions that were stopped at or before a moment, earliest first, with their history
   * and with identities that nothing else is bound to; never one on which a clock runs (a pending
   * form). `entered` counts stay. Resolves with how many: as many as its time allows, 0 when nothing
   * is left. Rejects as `apply` does.
   */
  purge(stoppedBy: Moment): Promise<number>;
  /**
   * Forgets some refusals and marks of erased visitors of a moment or before: refusals name visits,
   * and no token that carries a marked visitor lives as long as anything is kept. Resolves with
   * whether there may be more. Rejects as `apply` does.
   */
  forget(madeBy: Moment): Promise<boolean>;
  /** When the interaction that `purge` would remove first was stopped. */
  earliestStopped(): Promise<Moment | undefined>;
  /**
   * Gives some unused space back to the file system, keeping a tenth of the file to write into;
   * resolves with whether there may be more. Rejects as `apply` does.
   */
  shrink(): Promise<boolean>;
  /**
   * Sees to it that no file holds what was removed before the call. Works off the event loop;
   * false when somebody else reads the files just now, and it has to be asked again.
   */
  scrub(): Promise<boolean>;
  /**
   * Writes a checked copy of everything committed to a file that does not exist yet, in a process of
   * its own; resolves with its bytes once it is on disk. Rejects with `BackupFailed`.
   */
  backUp(file: string, signal?: AbortSignal): Promise<number>;
  /** Bytes of the write-ahead log. It grows while another process reads from it. */
  logBytes(): number;
  /** Bytes that the disk has left for the service. */
  room(): Promise<number>;
}
