import type { Message } from './wire.js';

/** The sequence of the last message; 0 when there is none. */
export const lastOf = (known: readonly Message[]): number => known.at(-1)?.sequence ?? 0;

/**
 * What is known with what comes: in order, nothing twice, and without gaps. A message that does not
 * follow is left out: those before it are to be asked for.
 */
export function merge(known: readonly Message[], come: readonly Message[]): readonly Message[] {
  const all = [...known];
  for (const message of [...come].sort((a, b) => a.sequence - b.sequence))
    if (message.sequence === lastOf(all) + 1) all.push(message);
  return all.length === known.length ? known : all;
}
