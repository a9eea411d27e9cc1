import { readReference } from '../domain/strategies/reference.js';
import type { RemoteStrategy } from './asking.js';
import type { ScxmlDecider } from './scxml-engagement.js';

/** Everybody who may be named as a strategy. */
export interface Everybody {
  readonly remote: RemoteStrategy;
  readonly scxml: Pick<ScxmlDecider, 'decide'>;
  builtIn(id: string): Promise<unknown>;
}

/**
 * Has one of these strategies decide: the first, or the next when one does not start or does not
 * answer. When none does, what silence leads to follows.
 */
export async function decideInTurn(
  id: string,
  names: readonly (string | null | undefined)[],
  { remote, scxml, builtIn }: Everybody,
): Promise<void> {
  const given = [...new Set(names)].filter((name) => name !== null && name !== undefined);
  for (const [index, name] of given.entries()) {
    const reference = readReference(name);
    if (name === 'none') return;
    if (name === 'builtin') {
      await builtIn(id);
      return;
    }
    const hasStarted = reference
      ? await scxml.decide(id, reference)
      : await remote.ask(id, name, index === 0 ? 'strategy' : 'fallback');
    if (hasStarted) return;
  }
  await remote.giveUp(id);
}
