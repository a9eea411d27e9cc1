import { useMemo } from 'preact/hooks';
import { chartOf } from './chart.js';
import type { Files, TraceLine } from './words.js';

/** What was passed up to a step, and what was entered in it. */
function litBy(trace: readonly TraceLine[], step: number) {
  const passed = trace.filter((line) => line.step <= step);
  const ways = new Set(
    passed.flatMap(({ exited, entered }) =>
      exited.flatMap((from) => entered.map((to) => `${from} ${to}`)),
    ),
  );
  const now = new Set<string>();
  for (const { exited, entered } of passed) {
    for (const id of exited) now.delete(id);
    for (const id of entered) now.add(id);
  }
  return { passed: new Set(passed.flatMap(({ entered }) => entered)), now, ways };
}

/** The states of a strategy, with those lit that a session passed; the table beside says the same. */
export function ChartPicture({
  files,
  main,
  trace,
  step,
}: {
  readonly files: Files;
  readonly main: string;
  readonly trace: readonly TraceLine[];
  readonly step: number;
}) {
  const chart = useMemo(() => chartOf(files, main), [files, main]);
  if (chart === null)
    return <p class="quiet">The main document cannot be read yet, so there is nothing to draw.</p>;
  const lit = litBy(trace, step);
  const { width, height, boxes, ways } = chart;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and keys have to reach it.
    <section class="chart-sheet" tabIndex={0} aria-label={`State chart of ${main}`}>
      <svg
        viewBox={`-8 0 ${width + 16} ${height + 8}`}
        width={width}
        height={height}
        aria-hidden="true"
      >
        <defs>
          <marker
            id="chart-tip"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="9"
            markerHeight="9"
            orient="auto-start-reverse"
            markerUnits="userSpaceOnUse"
          >
            <path d="M0 0 L8 4 L0 8 z" />
          </marker>
        </defs>
        {boxes.map(({ id, x, y, width: wide, height: high, isFinal, isWhole }) => (
          <g
            key={id}
            class={`chart-state${isWhole ? ' whole' : ''}${lit.passed.has(id) ? ' passed' : ''}${lit.now.has(id) ? ' now' : ''}`}
          >
            <rect x={x} y={y} width={wide} height={high} rx={isFinal ? 18 : 6} />
            <text x={x + (isWhole ? 12 : wide / 2)} y={y + (isWhole ? 18 : high / 2 + 4)}>
              {id}
            </text>
          </g>
        ))}
        {ways.map(({ from, to, event, path }, at) => (
          <path
            key={`${from} ${to} ${at}`}
            class={lit.ways.has(`${from} ${to}`) ? 'chart-way passed' : 'chart-way'}
            d={path}
            marker-end="url(#chart-tip)"
          >
            <title>{`${from} → ${to}${event === null ? '' : ` on ${event}`}`}</title>
          </path>
        ))}
      </svg>
    </section>
  );
}
