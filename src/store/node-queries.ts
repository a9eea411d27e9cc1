import type { Moment } from '../domain/interactions/interaction.js';
import type { SingletonName } from './work.js';

/** A process that serves from the database. */
export interface ServingNode {
  readonly id: string;
  /** Whether it is the one that answers. */
  readonly self: boolean;
  /** The name of the machine. */
  readonly host: string;
  /** Of its program. */
  readonly version: string;
  readonly startedAt: Moment;
  /** When it last gave a sign of life. */
  readonly seenAt: Moment;
  /** What it has claimed now, in the order of `SINGLETONS`. */
  readonly leases: readonly SingletonName[];
}

/** What is asked of the processes themselves; part of `Queries`. */
export interface NodeQueries {
  /** Those that are there, in the order of their ids. */
  readonly nodes: { readonly args: []; readonly answer: readonly ServingNode[] };
  /** Chats that a process which is gone had asked a strategy about; at most so many, in the order of ids. */
  readonly orphanedChats: { readonly args: [limit: number]; readonly answer: readonly string[] };
}
