import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { FUNNEL_STEPS } from '../../../../domain/funnel/words.js';
import { serverClock } from '../../../app/time.js';
import { Empty, Failed, Loading, Stale } from '../../kit/states.js';
import { ViewHead } from '../../kit/view-head.js';
import type { ViewProps } from '../../views.js';
import { useAsk } from '../../wire.js';
import { Chart, momentWords } from './chart.js';
import { Controls } from './controls.js';
import { CsvButton, CsvCurl } from './csv.js';
import { type Funnel, groupsOf } from './funnel.js';
import { Picture } from './picture.js';
import { queryOf, readWish, stepOf, stepWords, zoneOf } from './range.js';
import { chartOf } from './series.js';
import { FunnelTable, TimeTable } from './tables.js';

const PATH = '/v1/admin/reports/funnel';
/** Groups that have a picture each; all are in the table. */
const MOST_PICTURES = 4;

/** The service's time, or the browser's until it is known. */
function now(): number {
  const time = serverClock.now();
  return Number.isNaN(time) ? Date.now() : time;
}

/** How far invitations come, where they are lost, and how that was over time. */
export function FunnelReport({
  address,
  head,
}: Pick<ViewProps, 'address'> & { readonly head: ComponentChildren }) {
  const wish = readWish(address.query);
  const step = stepOf(wish);
  const asked = (members: Partial<typeof wish>, inSteps: string | null): string =>
    `${PATH}?${queryOf({ ...wish, ...members }, now(), inSteps)}`;
  const whole = useAsk<Funnel>(asked({}, null));
  const total = useAsk<Funnel>(asked({ by: null }, step));
  const apart = useAsk<Funnel>(wish.by === null ? null : asked({}, step));
  const zone = zoneOf(wish.zone, whole.data?.timeZone ?? 'UTC');
  const chart = useMemo(() => {
    if (!total.data) return null;
    if (wish.by === null) return chartOf(total.data, FUNNEL_STEPS, wish.of);
    const starts = chartOf(total.data, [], wish.of).moments.map((at) => at * 1000);
    return apart.data ? chartOf(apart.data, [], wish.of, starts) : null;
  }, [total.data, apart.data, wish.by, wish.of]);
  const { data } = whole;
  const error = whole.error ?? total.error ?? apart.error;
  const again = (): void => {
    whole.again();
    total.again();
    apart.again();
  };
  const words = (at: string): string => momentWords(Date.parse(at) / 1000, zone);
  const groups = data ? groupsOf(data.items) : [];
  const isEmpty =
    data !== undefined &&
    groups.every(({ items }) => items.every(({ number, lost }) => number + lost === 0));
  const csvPath = asked({}, address.query.get('step') || null);
  return (
    <div class="sheet-view">
      <Stale since={whole.staleSince} />
      <ViewHead head={head} again={again}>
        <CsvButton path={csvPath} name="funnel.csv" />
      </ViewHead>
      <Controls address={address} wish={wish} serviceZone={data?.timeZone ?? ''} />
      {error && !data && <Failed error={error} again={again} />}
      {!data && !error && <Loading label="Funnel" />}
      {isEmpty && (
        <Empty title="Nothing came in this time">
          <p>
            Choose a longer one, or make the first invitation in the{' '}
            <a href="/playground">playground</a>, where it is switched on.
          </p>
        </Empty>
      )}
      {data && !isEmpty && (
        <div class="report">
          <p class="quiet">
            {words(data.from)} to {words(data.to)}, {zone}
            {Date.parse(data.since) > Date.parse(data.from) && (
              <> · counted since {words(data.since)}: what was before is not known</>
            )}
          </p>
          <div class="pictures" data-many={groups.length > 1}>
            {groups.slice(0, MOST_PICTURES).map(({ group, items }) => (
              <section key={group} aria-label={wish.by ? `${wish.by} ${group}` : 'The funnel'}>
                {wish.by !== null && (
                  <h2>
                    <bdi>{group ?? `no ${wish.by}`}</bdi>
                  </h2>
                )}
                <Picture
                  items={items}
                  range={
                    wish.by === null ? { createdAfter: data.from, createdBefore: data.to } : null
                  }
                />
              </section>
            ))}
          </div>
          {groups.length > MOST_PICTURES && (
            <p class="quiet">
              Those with the most are drawn; all {groups.length} are in the table below.
            </p>
          )}
          <section aria-label="Over time">
            <h2>Over time, in steps of {stepWords(step)}</h2>
            {total.error && <Failed error={total.error} again={total.again} />}
            {chart && (
              <>
                <Chart data={chart} zone={zone} label="Over time" isGrouped={wish.by !== null} />
                <details>
                  <summary class="quiet">The same as a table</summary>
                  <TimeTable data={chart} zone={zone} />
                </details>
              </>
            )}
          </section>
          <section aria-label="In numbers">
            <h2>In numbers</h2>
            <FunnelTable items={data.items} by={wish.by} />
            <CsvCurl path={csvPath} />
          </section>
        </div>
      )}
    </div>
  );
}
