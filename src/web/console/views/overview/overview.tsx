import { hrefOf, withQuery } from '../../address.js';
import { useCell } from '../../cell.js';
import { Loading } from '../../kit/states.js';
import { line, overview } from '../../live.js';
import { go } from '../../navigation.js';
import type { ViewProps } from '../../views.js';
import { FirstInteraction } from '../interactions/first.js';
import { Agents, Deliveries, Lost, Pacing, Queues, Readiness } from './cards.js';
import { Faults } from './faults.js';
import { Lifecycle } from './lifecycle.js';

/** What is where, where visitors are lost, who is free, and what fails: the page on the wall. */
export function View({ address: { query } }: ViewProps) {
  const now = useCell(overview);
  const isOld = useCell(line).state === 'lost';
  if (!now) return <Loading label="Overview" />;
  const { minutes } = now.flow;
  const asked = minutes.indexOf(Number(query.get('minutes')));
  const column = asked >= 0 ? asked : Math.min(1, minutes.length - 1);
  const isEmpty = now.queues.every(({ entered }) => entered === 0);
  return (
    <div class="overview" data-stale={isOld}>
      <header class="view-head">
        <h1>Overview</h1>
        <Readiness overview={now} />
        <fieldset class="choice">
          <legend class="unseen">The last minutes</legend>
          {minutes.map((each, index) => (
            <label key={each}>
              <input
                type="radio"
                name="minutes"
                checked={index === column}
                onChange={() =>
                  go(hrefOf('', null, withQuery(query, { minutes: String(each) })), {
                    replace: true,
                  })
                }
              />
              <span>{each} min</span>
            </label>
          ))}
        </fieldset>
      </header>
      <Faults overview={now} />
      {isEmpty && <FirstInteraction />}
      <Lifecycle overview={now} column={column} />
      <div class="cards">
        <Queues overview={now} />
        <Lost flow={now.flow} column={column} />
        <Agents overview={now} />
        <Pacing overview={now} />
        <Deliveries overview={now} />
      </div>
    </div>
  );
}
