import type { ComponentChildren } from 'preact';
import type { Because } from '../../../../domain/pacing/vocabulary.js';
import { hrefOf } from '../../address.js';
import { breakable } from '../../kit/breakable.js';
import { numeral } from '../../kit/numbers.js';
import { StateBadge } from '../../kit/state-badge.js';
import { Ago } from '../../kit/time.js';
import type { FlowNow, Overview } from '../../overview.js';
import { REASON_WORDS } from '../interactions/words.js';

/** A part of the overview, under a heading that leads to more of it. */
function Card({
  title,
  href,
  children,
}: {
  readonly title: string;
  readonly href?: string;
  readonly children: ComponentChildren;
}) {
  return (
    <section class="card">
      <h2>{href === undefined ? title : <a href={href}>{title}</a>}</h2>
      {children}
    </section>
  );
}

const BECAUSE_WORDS = {
  no_agents: 'nobody is ready to take chats',
  waiting_chats: 'who waits, and who fills in a form, takes all that is free',
  goal: 'more would miss the goal',
  reactive: 'visitors who ask by themselves will need some of the room',
  cap: 'as many as there may be for each agent',
  feedback: 'more visitors than the goal allows gave up waiting lately',
} as const satisfies Record<Because, string>;

/** What is in each queue, and since when. */
export function Queues({ overview: { queues, chats } }: { readonly overview: Overview }) {
  const levels = new Map(chats.queues.map((queue) => [queue.name, queue]));
  return (
    <Card title="Queues">
      <table class="small-table">
        <thead>
          <tr>
            <th scope="col">Queue</th>
            <th scope="col" class="number">
              Active
            </th>
            <th scope="col" class="number">
              Oldest
            </th>
            <th scope="col" class="number">
              In time
            </th>
          </tr>
        </thead>
        <tbody>
          {queues.map(({ name, active, oldestActiveAt }) => {
            const chat = levels.get(name);
            const level = chat?.serviceLevel ?? null;
            const isLow = level !== null && level < chats.serviceLevelGoal;
            const href = chat
              ? hrefOf('chats', null, { queue: name })
              : hrefOf('interactions', null, { queue: name, status: 'active' });
            return (
              <tr key={name}>
                <th scope="row">
                  <a href={href}>{breakable(name)}</a>
                </th>
                <td class="number">{numeral(active)}</td>
                <td class="number">
                  <Ago at={oldestActiveAt} />
                </td>
                <td class="number">
                  {level === null ? (
                    <span class="quiet">–</span>
                  ) : (
                    <span
                      class={isLow ? 'urgent' : undefined}
                      title={`The goal is ${chats.serviceLevelGoal}%`}
                    >
                      {isLow && '▼ '}
                      {Math.round(level)}%
                    </span>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Card>
  );
}

/** Where visitors were lost, and what was refused, in the last minutes. */
export function Lost({ flow, column }: { readonly flow: FlowNow; readonly column: number }) {
  const ends = flow.moves.filter(({ reason, counts }) => reason && (counts[column] ?? 0) > 0);
  const refused = flow.refused.filter(({ counts }) => (counts[column] ?? 0) > 0);
  return (
    <Card title="Where visitors were lost">
      {ends.length + refused.length === 0 && <p class="quiet">Nobody, in these minutes.</p>}
      <ul class="lines spread">
        {ends.map(({ from, to, reason, counts }) => (
          <li key={`${from}-${to}-${reason}`}>
            <a href={hrefOf('interactions', null, { state: to, reason: reason ?? '' })}>
              <StateBadge state={to} />
            </a>{' '}
            <span class="grow">
              {reason && REASON_WORDS[reason]}
              <span class="quiet"> from {from}</span>
            </span>
            <strong>{numeral(counts[column] ?? 0)}</strong>
          </li>
        ))}
        {refused.map(({ reason, counts }) => (
          <li key={reason}>
            <span>
              <span class="word">refused</span> {reason.replaceAll('_', ' ')}
            </span>
            <strong>{numeral(counts[column] ?? 0)}</strong>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Who is there, and how many more chats they would take. */
export function Agents({ overview: { agents, chats } }: { readonly overview: Overview }) {
  return (
    <Card title="Agents" href={hrefOf('agents')}>
      {agents.total === 0 ? (
        <p class="quiet">There are none: nobody can take a chat.</p>
      ) : (
        <table class="small-table">
          <thead>
            <tr>
              <th scope="col">Group</th>
              <th scope="col" class="number">
                Ready
              </th>
              <th scope="col" class="number">
                Not ready
              </th>
              <th scope="col" class="number">
                Free slots
              </th>
            </tr>
          </thead>
          <tbody>
            {[...agents.groups, { ...agents, group: 'All' }].map((staff) => (
              <tr key={staff.group}>
                <th scope="row" dir="auto">
                  {staff.group}
                </th>
                <td class="number">{numeral(staff.byState.Ready)}</td>
                <td class="number">{numeral(staff.byState.NotReady)}</td>
                <td class="number">
                  <span class={staff.freeSlots === 0 ? 'urgent' : undefined}>
                    {numeral(staff.freeSlots)}
                  </span>
                  <span class="quiet"> of {numeral(staff.slots)}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p class="foot">
        <a href={hrefOf('chats', null, { state: 'Queued' })}>
          {chats.waiting === 0 ? 'Nobody waits' : `${numeral(chats.waiting)} wait for an agent`}
        </a>
        {chats.oldestWaitingAt && (
          <span class="quiet">
            , the longest{' '}
            <a href={hrefOf('chats', chats.oldestWaitingId)}>
              <Ago at={chats.oldestWaitingAt} />
            </a>
          </span>
        )}
        <span class="quiet"> · {numeral(chats.open)} open</span>
      </p>
    </Card>
  );
}

/** How many more may be invited, and why no more. */
export function Pacing({ overview: { pacing } }: { readonly overview: Overview }) {
  return (
    <Card title="Pacing">
      {pacing.length === 0 && <p class="quiet">No group has agents.</p>}
      <ul class="lines">
        {pacing.map(({ group, free, waiting, limit, outstanding, because, off }) => (
          <li key={group} class="stacked">
            <strong dir="auto">{group}</strong>
            {off ? (
              <span class="quiet">Not kept to: {off.replaceAll('_', ' ')}</span>
            ) : (
              limit !== undefined && (
                <span>
                  {numeral(outstanding ?? 0)} of {numeral(limit)} invitations out
                  {because && <span class="quiet">: {BECAUSE_WORDS[because]}</span>}
                </span>
              )
            )}
            <span class="quiet">
              {numeral(free)} free, {numeral(waiting)} waiting
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** What subscribers were not told yet, and who fails. */
export function Deliveries({ overview: { deliveries } }: { readonly overview: Overview }) {
  const { pending, oldestPendingAt, failing } = deliveries;
  return (
    <Card title="Deliveries" href={hrefOf('webhooks')}>
      <p>
        {pending === null ? 'Not counted yet' : `${numeral(pending)} to be sent`}
        {oldestPendingAt && (
          <span class="quiet">
            , the oldest <Ago at={oldestPendingAt} />
          </span>
        )}
      </p>
      {failing.length === 0 && <p class="quiet">No endpoint fails.</p>}
      <ul class="lines">
        {failing.map(({ endpointId, name, since, lastStatus, lastError }) => (
          <li key={endpointId} class="stacked">
            <a href={hrefOf('webhooks', endpointId)} dir="auto">
              {name}
            </a>
            <span class="urgent">
              ▲ fails for <Ago at={since} />
            </span>
            <span class="quiet" dir="auto">
              {lastStatus ?? lastError}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Whether the service can do its work, and whether its clocks are on time: beside the heading. */
export function Readiness({ overview: { service, expiryLagMs } }: { readonly overview: Overview }) {
  const late = Math.round(expiryLagMs / 1000);
  return (
    <>
      <span class={service.ready ? 'word good' : 'word bad'}>
        {service.ready ? '● ready' : '▲ not ready'}
      </span>
      <span class={late > 0 ? 'urgent' : 'quiet'}>
        clocks {late > 0 ? `${late} s late` : 'on time'}
      </span>
    </>
  );
}
