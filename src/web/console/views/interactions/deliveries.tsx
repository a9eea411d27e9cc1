import { hrefOf } from '../../address.js';
import { Section } from '../../kit/drawer.js';
import { Failed } from '../../kit/states.js';
import { Countdown } from '../../kit/time.js';
import { type Page, useAsk } from '../../wire.js';

interface Delivery {
  readonly id: string;
  readonly eventType: string;
  readonly endpointId: string;
  readonly state: 'pending' | 'retrying' | 'succeeded' | 'given_up';
  readonly attemptCount: number;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  readonly nextAttemptAt: string | null;
}

/** What subscribers were told of it, and how that went. */
export function Deliveries({ id }: { readonly id: string }) {
  const { data, error, again } = useAsk<Page<Delivery>>(
    `/v1/admin/deliveries?interactionId=${id}&pageSize=50`,
  );
  return (
    <Section
      title="Deliveries"
      aside={
        <a href={hrefOf('webhooks', null, { tab: 'deliveries', interactionId: id })}>All of them</a>
      }
    >
      {error && <Failed error={error} again={again} />}
      {data?.items.length === 0 && <p class="quiet">Nobody subscribed to what happened to it.</p>}
      <ul class="lines">
        {data?.items.map((each) => (
          <li key={each.id}>
            <span class={`word ${each.state}`}>{each.state.replace('_', ' ')}</span>
            <code>{each.eventType}</code>
            <span class="quiet" dir="auto">
              {each.lastStatus ?? each.lastError ?? 'not sent yet'}
              {each.attemptCount > 1 && ` · ${each.attemptCount} attempts`}
              {each.nextAttemptAt && (
                <>
                  {' '}
                  · next in <Countdown until={each.nextAttemptAt} />
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
