import type { ComponentChildren } from 'preact';
import { AGENT_STATES, type AgentState } from '../../../../domain/agents/vocabulary.js';
import { OUTCOMES } from '../../../../domain/chats/vocabulary.js';
import { hrefOf } from '../../address.js';
import { breakable } from '../../kit/breakable.js';
import { Empty, Failed, Loading, Stale } from '../../kit/states.js';
import { Ago, Moment } from '../../kit/time.js';
import { ViewHead } from '../../kit/view-head.js';
import { STATE_WORDS } from '../agents/words.js';
import { useRounds } from '../rounds.js';
import { CsvButton, CsvCurl } from './csv.js';
import { duration } from './funnel.js';

interface Covered {
  readonly from: string;
  readonly to: string;
  readonly since: string;
}

interface Queue {
  readonly name: string;
  readonly waiting: number;
  readonly longestWaitSeconds: number | null;
  readonly longestWaitId: string | null;
  readonly entered: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly serviceLevel: number | null;
  readonly serviceLevelMet: boolean | null;
}

interface QueueReport extends Covered {
  readonly items: readonly Queue[];
  readonly agents: Readonly<Record<AgentState, number>>;
  readonly busy: number;
  readonly slots: number;
  readonly freeSlots: number;
  readonly serviceLevelGoal: number;
}

interface AgentReport extends Covered {
  readonly items: readonly {
    readonly name: string;
    readonly displayName: string | null;
    readonly state: AgentState;
    readonly reason: string | null;
    readonly since: string | null;
    readonly held: number;
    readonly capacity: number;
    readonly offered: number;
    readonly accepted: number;
    readonly rejected: number;
    readonly missed: number;
    readonly handled: number;
    readonly averageHandlingSeconds: number | null;
  }[];
}

function Report<T extends Covered>({
  path,
  name,
  head,
  children,
}: {
  readonly path: string;
  readonly name: string;
  readonly head: ComponentChildren;
  children(data: T): ComponentChildren;
}) {
  const asked = useRounds<T>(path);
  const { data, error } = asked;
  return (
    <div class="sheet-view">
      <Stale since={asked.staleSince} />
      <ViewHead head={head} again={asked.again}>
        <CsvButton path={path} name={`${name}.csv`} />
      </ViewHead>
      {!data && !error && <Loading label={name} />}
      {error && !data && <Failed error={error} again={asked.again} />}
      {data && (
        <div class="report">
          {children(data)}
          <p class="quiet">
            What entered and left is of today, since <Moment at={data.from} />; what waits is of
            now.
          </p>
          <CsvCurl path={path} />
        </div>
      )}
    </div>
  );
}

/** Of chats alone there is a service level, and outcomes that are no states. */
const placeOf = ({ serviceLevel, outcomes, name }: Queue, id: string): string => {
  const isOfChats =
    serviceLevel !== null || OUTCOMES.some((outcome) => outcome in outcomes) || /chat/i.test(name);
  return hrefOf(isOfChats ? 'chats' : 'interactions', id);
};

/** What waits where, for how long, and what became of the rest today. */
export function QueuesReport({ head }: { readonly head: ComponentChildren }) {
  return (
    <Report<QueueReport> path="/v1/admin/reports/queues" name="queues" head={head}>
      {({ items, agents, busy, slots, freeSlots, serviceLevelGoal }) => (
        <>
          <dl class="figures">
            {AGENT_STATES.map((state) => (
              <div key={state}>
                <dt>{STATE_WORDS[state]}</dt>
                <dd>{agents[state].toLocaleString('en')}</dd>
              </div>
            ))}
            <div>
              <dt>Busy</dt>
              <dd>{busy}</dd>
            </div>
            <div>
              <dt>Free slots</dt>
              <dd>
                {freeSlots} of {slots}
              </dd>
            </div>
          </dl>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys. */}
          <section class="plain-table" aria-label="Queues" tabIndex={0}>
            <table>
              <thead>
                <tr>
                  <th scope="col">Queue</th>
                  <th scope="col" class="number">
                    Waiting
                  </th>
                  <th scope="col" class="number">
                    Longest
                  </th>
                  <th scope="col" class="number">
                    Entered
                  </th>
                  <th scope="col" class="number">
                    Service level
                  </th>
                  <th scope="col">Left as</th>
                </tr>
              </thead>
              <tbody>
                {items.map((queue) => (
                  <tr key={queue.name}>
                    <th scope="row">
                      <bdi>{breakable(queue.name)}</bdi>
                    </th>
                    <td class="number">{queue.waiting.toLocaleString('en')}</td>
                    <td class="number">
                      {queue.longestWaitId ? (
                        <a href={placeOf(queue, queue.longestWaitId)}>
                          {duration(queue.longestWaitSeconds)}
                        </a>
                      ) : (
                        '–'
                      )}
                    </td>
                    <td class="number">{queue.entered.toLocaleString('en')}</td>
                    <td class="number">
                      {queue.serviceLevel === null ? (
                        <span class="quiet">–</span>
                      ) : (
                        <span class={queue.serviceLevelMet ? 'good' : 'problem'}>
                          {queue.serviceLevel} %{' '}
                          <span class="quiet">goal {serviceLevelGoal} %</span>
                        </span>
                      )}
                    </td>
                    <td class="long">
                      {Object.entries(queue.outcomes)
                        .sort(([, a], [, b]) => b - a)
                        .map(([outcome, number]) => `${number.toLocaleString('en')} ${outcome}`)
                        .join(', ') || <span class="quiet">–</span>}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </>
      )}
    </Report>
  );
}

/** Where each agent stands, and what each has done today. */
export function AgentsReport({ head }: { readonly head: ComponentChildren }) {
  return (
    <Report<AgentReport> path="/v1/admin/reports/agents" name="agents" head={head}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty title="No agents yet">
            <p>
              What each of them does today stands here.{' '}
              <a href={hrefOf('agents')}>Make the first</a>.
            </p>
          </Empty>
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys.
          <section class="plain-table" aria-label="Agents" tabIndex={0}>
            <table>
              <thead>
                <tr>
                  <th scope="col">Agent</th>
                  <th scope="col">State</th>
                  <th scope="col">For</th>
                  {['Held', 'Offered', 'Accepted', 'Rejected', 'Missed', 'Handled', 'Average'].map(
                    (title) => (
                      <th key={title} scope="col" class="number">
                        {title}
                      </th>
                    ),
                  )}
                </tr>
              </thead>
              <tbody>
                {items.map((agent) => (
                  <tr key={agent.name}>
                    <th scope="row">
                      <a href={hrefOf('agents', agent.name)}>
                        <bdi>{agent.displayName ?? agent.name}</bdi>
                      </a>
                    </th>
                    <td>
                      {STATE_WORDS[agent.state]}
                      {agent.reason && (
                        <span class="quiet">
                          {' '}
                          <bdi>{agent.reason}</bdi>
                        </span>
                      )}
                    </td>
                    <td>
                      <Ago at={agent.since} />
                    </td>
                    <td class="number">
                      {agent.held} of {agent.capacity}
                    </td>
                    {[
                      agent.offered,
                      agent.accepted,
                      agent.rejected,
                      agent.missed,
                      agent.handled,
                    ].map((number, at) => (
                      <td key={at} class="number">
                        {number.toLocaleString('en')}
                      </td>
                    ))}
                    <td class="number">{duration(agent.averageHandlingSeconds)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )
      }
    </Report>
  );
}
