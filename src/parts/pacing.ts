import type { Pacing } from '../decisions/pacing.js';
import { BECAUSE } from '../domain/pacing/vocabulary.js';
import { StoreFailed, StoreOverloaded } from '../store/failures.js';
import { type Gauge, type Part, type Reading, shared } from './part.js';

/** How many visitors may be invited to a chat. */
export function pacingPart(read: () => Promise<Pacing>): Part {
  /** Null while the store decides nothing: it is measured all the same. */
  const look = shared(() =>
    read().catch((error: unknown) => {
      if (error instanceof StoreFailed || error instanceof StoreOverloaded) return null;
      throw error;
    }),
  );
  const gauge = (
    name: string,
    help: string,
    tell: (pacing: Pacing) => Reading,
    labels: readonly string[] = [],
  ): Gauge => ({
    name: `webengagement_pacing_${name}`,
    isOfAll: true,
    help,
    labels,
    async read() {
      const pacing = await look();
      return pacing && tell(pacing);
    },
  });
  return {
    gauges: [
      gauge('enabled', 'Whether the built-in strategy keeps to the limit (1).', ({ off }) =>
        off === null ? 1 : 0,
      ),
      gauge(
        'limit',
        'Invitations to a chat that may be outstanding, whether that is kept to or not.',
        ({ limit }) => limit,
      ),
      gauge('outstanding', 'Invitations to a chat that are outstanding.', (of) => of.outstanding),
      gauge(
        'hit_ratio',
        'Share of the last invitations to a chat that became one, as it is reckoned with.',
        ({ hitRate }) => hitRate,
      ),
      gauge(
        'binds',
        'What keeps the limit from being higher (1).',
        ({ because }) =>
          BECAUSE.map((each) => ({
            labels: { because: each },
            value: each === because ? 1 : 0,
          })),
        ['because'],
      ),
    ],
  };
}
