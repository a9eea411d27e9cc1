import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { useCell } from '../../cell.js';
import { theme } from '../../theme.js';
import { inkOf, toned } from './inks.js';
import type { ChartData } from './series.js';

const HEIGHT_PX = 260;
const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;
/**
 * What stands below the time axis, by the seconds between two ticks: the words of a tick, then what is added
 * where a year, (a month,) a day begins. As elsewhere on the page: days before months, and hours up to 24.
 */
const TICKS: uPlot.Axis.Values = [
  [28 * DAY_S, '{MMM}', '\n{YYYY}', null, null, null, null, null, 1],
  [DAY_S, '{D} {MMM}', '\n{YYYY}', null, null, null, null, null, 1],
  [60, '{HH}:{mm}', '\n{D} {MMM} {YYYY}', null, '\n{D} {MMM}', null, null, null, 1],
];
const DARK = '(prefers-color-scheme: dark)';

/** Whether the page is dark: as somebody has chosen, or as the system says. */
function useDark(): boolean {
  const chosen = useCell(theme);
  const [isDark, setDark] = useState(matchMedia(DARK).matches);
  useEffect(() => {
    const query = matchMedia(DARK);
    const listen = (): void => setDark(query.matches);
    query.addEventListener('change', listen);
    return () => query.removeEventListener('change', listen);
  }, []);
  return chosen === 'system' ? isDark : chosen === 'dark';
}

/** A moment of a step of time, in a zone. */
export function momentWords(seconds: number, zone: string): string {
  return new Date(seconds * 1000).toLocaleString('en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
}

const count = (value: number | null | undefined): string =>
  value === null || value === undefined ? 'not counted' : value.toLocaleString('en');

/** The line of a series in the list beside the chart, drawn as in the chart. */
function Swatch({ colour, dash }: { readonly colour: string; readonly dash: readonly number[] }) {
  return (
    <svg width="24" height="8" aria-hidden="true">
      <line
        x1="0"
        y1="4"
        x2="24"
        y2="4"
        stroke={colour}
        stroke-width="2"
        stroke-dasharray={dash.join(' ')}
      />
    </svg>
  );
}

const MOVES: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowLeft: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  PageUp: (at) => at - 10,
  PageDown: (at) => at + 10,
  Home: () => 0,
  End: (_at, last) => last,
};

/**
 * Lines over time. The list below names each, says how many there were at the moment that is pointed
 * at, by mouse or by arrows, and takes lines out and in.
 */
export function Chart({
  data,
  zone,
  label,
  isGrouped,
}: {
  readonly data: ChartData;
  readonly zone: string;
  readonly label: string;
  readonly isGrouped: boolean;
}) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const isDark = useDark();
  const [hidden, setHidden] = useState<ReadonlySet<string | null>>(new Set());
  const last = data.moments.length - 1;
  const [at, setAt] = useState<number | null>(null);
  const inks = useMemo(
    () =>
      data.series.map((series, index) => {
        const { colour, dash } = inkOf(series, index, isGrouped);
        return { colour: toned(colour, isDark), dash };
      }),
    [data, isGrouped, isDark],
  );

  useEffect(() => {
    const { current } = box;
    if (!current) return;
    const style = getComputedStyle(document.documentElement);
    const quiet = style.getPropertyValue('--quiet').trim();
    const line = style.getPropertyValue('--line').trim();
    const axis = { stroke: quiet, font: '12px system-ui', grid: { stroke: line, width: 1 } };
    const made = new uPlot(
      {
        width: Math.max(current.clientWidth, 200),
        height: HEIGHT_PX,
        legend: { show: false },
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), zone),
        cursor: { y: false, points: { size: 7 } },
        scales: {
          // A moment alone stands in the middle of two hours.
          x: {
            range: (_plot, least, most) =>
              data.moments.length === 1 ? [least - HOUR_S, least + HOUR_S] : [least, most],
          },
          y: { range: (_plot, _least, most) => [0, Math.max(most, 1) * 1.05] },
        },
        axes: [
          { ...axis, values: TICKS, ticks: { stroke: line, width: 1, size: 4 } },
          { ...axis, size: 48, ticks: { show: false } },
        ],
        series: [
          {},
          ...data.series.map(({ name, title }, index) => ({
            label: title,
            show: !hidden.has(name),
            stroke: inks[index]?.colour ?? quiet,
            dash: [...(inks[index]?.dash ?? [])],
            width: 2,
            spanGaps: false,
            points: { show: data.moments.length < 3 },
          })),
        ],
        hooks: { setCursor: [({ cursor }) => setAt(cursor.idx ?? null)] },
      },
      [[...data.moments], ...data.series.map(({ values }) => [...values])],
      current,
    );
    plot.current = made;
    const observer = new ResizeObserver(() =>
      made.setSize({ width: Math.max(current.clientWidth, 200), height: HEIGHT_PX }),
    );
    observer.observe(current);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [data, zone, inks, hidden]);

  function moveTo(index: number): void {
    const bounded = Math.min(Math.max(index, 0), last);
    const moment = data.moments[bounded];
    const { current } = plot;
    if (moment === undefined || !current) return;
    current.setCursor({ left: current.valToPos(moment, 'x'), top: 0 });
    setAt(bounded);
  }

  const moment = data.moments[at ?? last];
  const when = moment === undefined ? '' : momentWords(moment, zone);
  const shown = data.series.map((series, index) => ({
    ...series,
    ink: inks[index] ?? { colour: '', dash: [] },
    value: series.values[at ?? last],
  }));
  const spoken = shown
    .filter(({ name }) => !hidden.has(name))
    .map(({ title, value }) => `${title} ${count(value)}`)
    .join(', ');
  return (
    <div class="chart">
      <div
        class="plot"
        ref={box}
        role="slider"
        tabIndex={0}
        aria-label={`${label}: a moment, by the arrows`}
        aria-valuemin={0}
        aria-valuemax={Math.max(last, 0)}
        aria-valuenow={at ?? Math.max(last, 0)}
        aria-valuetext={`${when}: ${spoken}`}
        onKeyDown={(event) => {
          const move = MOVES[event.key];
          if (!move) return;
          event.preventDefault();
          moveTo(move(at ?? last, last));
        }}
      />
      <p class="quiet moment">{when}</p>
      <ul class="legend">
        {shown.map(({ name, title, ink, value }) => (
          <li key={name}>
            <button
              type="button"
              aria-pressed={!hidden.has(name)}
              onClick={() => {
                const next = new Set(hidden);
                if (!next.delete(name)) next.add(name);
                setHidden(next);
              }}
            >
              <Swatch {...ink} />
              <bdi>{title}</bdi>
              <strong>{count(value)}</strong>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
