import { useState } from 'preact/hooks';
import { hrefOf } from '../../address.js';
import { Copy } from '../../kit/copy.js';
import { Drawer, Pairs, Section } from '../../kit/drawer.js';
import { Empty, Failed } from '../../kit/states.js';
import { Ago, Countdown, Moment } from '../../kit/time.js';
import { may, type Session } from '../../session.js';
import { type Page, useAsk } from '../../wire.js';
import { EndpointActs } from './endpoint-acts.js';
import {
  type Delivery,
  DISABLED_WORDS,
  type Endpoint,
  healthOf,
  outcomeOf,
  PATH,
  rateWords,
  STATE_WORDS,
  type Statistics,
} from './words.js';

function Health({
  endpoint,
  day,
  failed,
}: {
  readonly endpoint: Endpoint;
  readonly day: Statistics;
  readonly failed: Delivery | undefined;
}) {
  const health = healthOf(endpoint, day);
  const last = failed?.attempts.at(-1);
  return (
    <>
      <dl class="figures">
        <div>
          <dt>Answered 2xx</dt>
          <dd>{rateWords(day)}</dd>
        </div>
        <div>
          <dt>Average</dt>
          <dd>
            {day.averageDurationMs === null ? '–' : `${Math.round(day.averageDurationMs)} ms`}
          </dd>
        </div>
        <div>
          <dt>Waiting</dt>
          <dd>{day.pending.toLocaleString('en')}</dd>
        </div>
        <div>
          <dt>Given up</dt>
          <dd class={day.givenUp > 0 ? 'problem' : undefined}>
            {day.givenUp.toLocaleString('en')}
          </dd>
        </div>
      </dl>
      {health?.word === 'failing' && (
        <p class="problem">
          Every attempt has failed for <Ago at={day.failingSince} />.
        </p>
      )}
      {last && (
        <p class="quiet">
          Last failure: <bdi>{outcomeOf(last)}</bdi>, <Ago at={last.at} /> ago.
        </p>
      )}
    </>
  );
}

function Recent({ of }: { readonly of: readonly Delivery[] }) {
  if (of.length === 0) return <p class="quiet">Nothing was sent to it yet.</p>;
  return (
    <ul class="lines">
      {of.map((each) => (
        <li key={each.id}>
          <span class={`word ${each.state}`}>{STATE_WORDS[each.state]}</span>
          <a href={hrefOf('webhooks', each.id, { tab: 'deliveries', endpointId: each.endpointId })}>
            <code>{each.eventType}</code>
          </a>
          <span class="quiet">
            <bdi>{each.lastStatus ?? each.lastError ?? 'not sent yet'}</bdi>
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
  );
}

/** One endpoint, whole: how it does, what can be done about it, what was sent. */
export function EndpointDetail({
  endpoint,
  session,
  onClose,
  onChange,
  onSecret,
}: {
  readonly endpoint: Endpoint | undefined;
  readonly session: Session;
  onClose(): void;
  onChange(): void;
  onSecret(secret: string): void;
}) {
  const [round, setRound] = useState(0);
  const path = endpoint ? `/v1/admin/deliveries?endpointId=${endpoint.id}` : null;
  const day = useAsk<Statistics>(endpoint ? `${PATH}/${endpoint.id}/statistics` : null, round);
  const recent = useAsk<Page<Delivery>>(path && `${path}&pageSize=8`, round);
  const failed = useAsk<Page<Delivery>>(path && `${path}&status=failed&pageSize=1`, round);
  if (!endpoint)
    return (
      <Drawer label="Endpoint" title="Endpoint" onClose={onClose}>
        <Empty title="There is no such endpoint">
          <p>It was deleted, or the address is wrong.</p>
        </Empty>
      </Drawer>
    );
  const done = (): void => {
    setRound(round + 1);
    onChange();
  };
  return (
    <Drawer label={`Endpoint ${endpoint.url}`} title="Endpoint" onClose={onClose}>
      <div class="rows">
        <p class="with-copy">
          <bdi class="long" dir="ltr">
            {endpoint.url}
          </bdi>
          <Copy text={endpoint.url} />
        </p>
        {endpoint.description && (
          <p>
            <bdi>{endpoint.description}</bdi>
          </p>
        )}
        {endpoint.disabledReason && (
          <p class="caution">{DISABLED_WORDS[endpoint.disabledReason]}</p>
        )}
        {may(session, 'admin:write') && (
          <EndpointActs
            endpoint={endpoint}
            failed={day.data?.givenUp ?? 0}
            done={done}
            onClose={onClose}
            onSecret={onSecret}
          />
        )}
      </div>
      <Section title="The last 24 hours">
        {day.error && <Failed error={day.error} again={day.again} />}
        {day.data && <Health endpoint={endpoint} day={day.data} failed={failed.data?.items[0]} />}
      </Section>
      <Section
        title="Deliveries"
        aside={
          <a href={hrefOf('webhooks', null, { tab: 'deliveries', endpointId: endpoint.id })}>
            All of them
          </a>
        }
      >
        {recent.error && <Failed error={recent.error} again={recent.again} />}
        {recent.data && <Recent of={recent.data.items} />}
      </Section>
      <Section title="What it is">
        <Pairs
          of={[
            ['Events', <code key="events">{endpoint.eventTypes.join(', ')}</code>],
            [
              'Rate',
              endpoint.rateLimitPerSecond === null
                ? 'as many as there are'
                : `at most ${endpoint.rateLimitPerSecond} a second`,
            ],
            ['Created', <Moment key="created" at={endpoint.createdAt} />],
            ['Changed', <Moment key="changed" at={endpoint.updatedAt} />],
            [
              'Old secret',
              endpoint.previousSecretExpiresAt && (
                <span key="old">
                  signs too until <Moment at={endpoint.previousSecretExpiresAt} />
                </span>
              ),
            ],
            ['Id', <code key="id">{endpoint.id}</code>],
            ['Version', String(endpoint.version)],
          ]}
        />
      </Section>
    </Drawer>
  );
}
