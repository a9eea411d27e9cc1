import { LIMITS } from '../domain/limits.js';
import { Problem } from '../domain/problems.js';
import type { Roll } from './roll.js';
import type { Stream } from './stream.js';

/** Refuses a stream that there is no room for, in all or for its network. */
export function checkRoom(roll: Roll<Stream>, isClosed: boolean, network: string): void {
  if (isClosed || roll.count() >= LIMITS.streams.most)
    throw new Problem('overloaded', 'No more streams now.', {}, { 'retry-after': '5' });
  const ofNetwork = roll.countOf(network);
  if (ofNetwork >= LIMITS.streamsPerAddress.most)
    throw new Problem(
      'too_many_requests',
      `${network} has ${ofNetwork} streams, as many as one address may; is it a proxy, name it in TRUST_PROXY.`,
      {},
      { 'retry-after': '60' },
    );
}
