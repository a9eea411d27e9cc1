import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Outlet } from './outlet.js';

/** What the network takes is written by the next turn: who is left with some reads no more. */
export async function dropUnread<S extends { readonly outlet: Outlet | null }>(
  streams: readonly S[],
  drop: (stream: S) => void,
): Promise<void> {
  await nextTurn();
  for (const stream of streams)
    if (!stream.outlet?.destroyed && (stream.outlet?.writableLength ?? 0) > 0) drop(stream);
}
