import { randomUUID } from 'node:crypto';
import type { Shared, WritingHint } from '../shared.js';
import { type Told, writeLine } from './feed.js';
import type { Sql } from './sql.js';

/** Hints of who writes just now, as nodes tell each other: lines of the feed that change nothing. */
export interface Hints extends Pick<Shared, 'hint' | 'onHint'> {
  /** Tells what others have told, as it was found in the feed. */
  heard(told: readonly Told[]): void;
}

export function createHints(sql: Sql, node: string): Hints {
  const listeners = new Set<(hint: WritingHint) => void>();
  return {
    hint(hint) {
      const told: Told = { signal: null, changed: [], hint };
      // One that is lost says nothing that the next one does not.
      writeLine(sql, { token: randomUUID(), node, at: 0, told }).catch(() => {});
    },
    onHint(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    heard(told) {
      for (const { hint } of told) if (hint) for (const listener of listeners) listener(hint);
    },
  };
}
