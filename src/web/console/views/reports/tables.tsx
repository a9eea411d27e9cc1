import { momentWords } from './chart.js';
import { duration, type FunnelItem, groupsOf, LOSS_TITLES, percent, stagesOf } from './funnel.js';
import type { ChartData } from './series.js';

const number = (value: number | null): string =>
  value === null ? 'not counted' : value.toLocaleString('en');

/** Every figure of the funnel, of each group. */
export function FunnelTable({
  items,
  by,
}: {
  readonly items: readonly FunnelItem[];
  readonly by: string | null;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys.
    <section class="plain-table" aria-label="The funnel in numbers" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {by !== null && <th scope="col">{by}</th>}
            <th scope="col">Step</th>
            <th scope="col" class="number">
              Came
            </th>
            <th scope="col" class="number">
              Of before
            </th>
            <th scope="col" class="number">
              Of first
            </th>
            <th scope="col" class="number">
              Median
            </th>
            <th scope="col" class="number">
              90 %
            </th>
            <th scope="col" class="number">
              Lost
            </th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {groupsOf(items).flatMap(({ group, items: own }) =>
            stagesOf(own).map((stage, at) => (
              <tr key={`${group} ${stage.step}`} class={at === 0 ? 'first' : undefined}>
                {by !== null && at === 0 && (
                  <th scope="rowgroup" rowSpan={stagesOf(own).length}>
                    <bdi>{group ?? 'none'}</bdi>
                  </th>
                )}
                <td>{stage.title}</td>
                <td class="number">{number(stage.number)}</td>
                <td class="number">{percent(stage.rateToBefore)}</td>
                <td class="number">{percent(stage.rateToFirst)}</td>
                <td class="number">{duration(stage.medianSeconds)}</td>
                <td class="number">{duration(stage.p90Seconds)}</td>
                <td class="number">{number(stage.lost)}</td>
                <td class="quiet">
                  {stage.reasons
                    .map(({ loss, number: lost }) => `${lost} ${LOSS_TITLES[loss]}`)
                    .join(', ')}
                </td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </section>
  );
}

/** The lines of the chart as rows, for who does not look at pictures. */
export function TimeTable({ data, zone }: { readonly data: ChartData; readonly zone: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys.
    <section class="plain-table tall" aria-label="Over time, in numbers" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">From ({zone})</th>
            {data.series.map(({ name, title }) => (
              <th key={name} scope="col" class="number">
                <bdi>{title}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.moments.map((moment, at) => (
            <tr key={moment}>
              <td>{momentWords(moment, zone)}</td>
              {data.series.map(({ name, values }) => (
                <td key={name} class="number">
                  {number(values[at] ?? null)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
