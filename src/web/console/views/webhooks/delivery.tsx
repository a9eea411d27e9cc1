import { useState } from 'preact/hooks';
import { hrefOf } from '../../address.js';
import { Copy } from '../../kit/copy.js';
import { ConfirmDialog } from '../../kit/dialog.js';
import { Drawer, Pairs, Section } from '../../kit/drawer.js';
import { Empty, Loading } from '../../kit/states.js';
import { Ago, Countdown } from '../../kit/time.js';
import { may, type Session } from '../../session.js';
import { type Attempt, type Delivery, type Endpoint, outcomeOf, STATE_WORDS } from './words.js';

const isGood = ({ status }: Attempt): boolean => status !== null && status >= 200 && status < 300;

/** The attempts, the last first, with what was answered. */
function Attempts({ of }: { readonly of: readonly Attempt[] }) {
  if (of.length === 0) return <p class="quiet">It was not tried yet.</p>;
  return (
    <ol class="timeline">
      {of.toReversed().map((attempt) => (
        <li key={attempt.at}>
          <p>
            <strong class={isGood(attempt) ? 'good' : 'problem'}>
              <bdi>{outcomeOf(attempt)}</bdi>
            </strong>
            <span class="quiet">
              after {attempt.durationMs} ms · <Ago at={attempt.at} /> ago
            </span>
          </p>
          {attempt.responseExcerpt && (
            <pre class="excerpt" dir="auto">
              {attempt.responseExcerpt}
            </pre>
          )}
        </li>
      ))}
    </ol>
  );
}

function Resend({
  delivery,
  endpoint,
  onChange,
}: {
  readonly delivery: Delivery;
  readonly endpoint: Endpoint;
  onChange(next: Delivery): void;
}) {
  const [isAsked, setAsked] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setAsked(true)}>
        Resend
      </button>
      {isAsked && (
        <ConfirmDialog<Delivery>
          title="Resend this message"
          verb="Resend it"
          act={{ method: 'POST', path: `/v1/admin/deliveries/${delivery.id}/resend`, body: {} }}
          done={(next) => {
            onChange(next);
            return 'It is on its way again.';
          }}
          onClose={() => setAsked(false)}
        >
          <p>
            One message, <code>{delivery.eventType}</code>, is sent once more to{' '}
            <bdi>{endpoint.url}</bdi>, with the same id, so that a receiver who has had it knows.
            The schedule of attempts starts again.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}

/** One delivery, whole: what was sent where, each attempt, and once more. */
export function DeliveryDetail({
  id,
  delivery,
  isLoading,
  endpoint,
  session,
  onClose,
  onChange,
}: {
  readonly id: string;
  readonly delivery: Delivery | null;
  readonly isLoading: boolean;
  readonly endpoint: Endpoint | undefined;
  readonly session: Session;
  onClose(): void;
  onChange(next: Delivery): void;
}) {
  return (
    <Drawer label={`Delivery ${id}`} title="Delivery" onClose={onClose}>
      {isLoading && <Loading label="Delivery" />}
      {!isLoading && !delivery && (
        <Empty title="It is not among those in the list">
          <p>Scroll down to older ones, or change the filters: then it opens here.</p>
        </Empty>
      )}
      {delivery && (
        <>
          <div class="rows">
            <p class="line">
              <span class={`word ${delivery.state}`}>{STATE_WORDS[delivery.state]}</span>
              <code>{delivery.eventType}</code>
              {delivery.nextAttemptAt && (
                <span class="quiet">
                  next attempt in <Countdown until={delivery.nextAttemptAt} />
                </span>
              )}
            </p>
            {may(session, 'admin:write') && endpoint && (
              <div class="buttons">
                {endpoint.enabled ? (
                  <Resend delivery={delivery} endpoint={endpoint} onChange={onChange} />
                ) : (
                  <p class="quiet">
                    Its endpoint is disabled:{' '}
                    <a href={hrefOf('webhooks', endpoint.id)}>enable it</a> to resend.
                  </p>
                )}
              </div>
            )}
          </div>
          <Section
            title="Attempts"
            aside={<span class="quiet">{delivery.attemptCount} of at most 50 that are kept</span>}
          >
            <Attempts of={delivery.attempts} />
          </Section>
          <Section title="What it is">
            <Pairs
              of={[
                [
                  'Endpoint',
                  endpoint ? (
                    <a key="endpoint" href={hrefOf('webhooks', endpoint.id)}>
                      <bdi>{endpoint.description || endpoint.url}</bdi>
                    </a>
                  ) : (
                    'gone'
                  ),
                ],
                ['Address', endpoint && <bdi key="url">{endpoint.url}</bdi>],
                [
                  'Interaction',
                  delivery.interactionId && (
                    <a key="interaction" href={hrefOf('interactions', delivery.interactionId)}>
                      <code>{delivery.interactionId}</code>
                    </a>
                  ),
                ],
                [
                  'webhook-id',
                  <span key="message" class="with-copy">
                    <code>{delivery.messageId}</code> <Copy text={delivery.messageId} />
                  </span>,
                ],
                ['Delivery', <code key="id">{delivery.id}</code>],
              ]}
            />
          </Section>
        </>
      )}
    </Drawer>
  );
}
