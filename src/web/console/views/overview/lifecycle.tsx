import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { TERMINAL_STATES } from '../../../../domain/interactions/table.js';
import { span, useNow } from '../../../app/time.js';
import { hrefOf } from '../../address.js';
import { numeral } from '../../kit/numbers.js';
import { colourOf, shapeOf } from '../../kit/state-badge.js';
import type { Overview } from '../../overview.js';
import {
  type Box,
  cameInto,
  LEAST_WIDE,
  narrowPicture,
  passedOn,
  queueOf,
  type Way,
  widePicture,
} from './picture.js';

const NARROW = narrowPicture();
/** Nobody sees a difference of less. */
const STEP_PX = 20;

function Node({
  box,
  overview,
  column,
}: {
  readonly box: Box;
  readonly overview: Overview;
  readonly column: number;
}) {
  const now = useNow();
  const { state, x, y, width, height } = box;
  const { queue, isAlone } = queueOf(state, overview.queues);
  const came = cameInto(state, overview.flow, column);
  const isEnd = TERMINAL_STATES.has(state);
  const active = queue?.active ?? 0;
  const oldest = queue?.oldestActiveAt;
  const age = oldest ? span(now - Date.parse(oldest)) : '';
  const small = isEnd
    ? `${numeral(active)} active · ${numeral(queue?.entered ?? 0)} ever`
    : age === ''
      ? 'nothing waits'
      : `oldest ${age}`;
  const isShared = queue !== undefined && !isAlone;
  return (
    <a
      href={hrefOf('interactions', null, isEnd ? { state } : { state, status: 'active' })}
      style={colourOf(state)}
      class="node"
    >
      <rect x={x} y={y} width={width} height={height} rx="8" />
      <path class="edge" d={`M${x + 4},${y} h-0 a4,4 0 0 0 -4,4 v${height - 8} a4,4 0 0 0 4,4 z`} />
      <g transform={`translate(${x + 14},${y + 12}) scale(0.8)`}>
        <path class="shape" fill-rule="evenodd" d={shapeOf(state)} />
      </g>
      <text class="name" x={x + 32} y={y + 22}>
        {state}
      </text>{' '}
      <text
        class="count"
        data-none={isEnd && came === 0}
        x={x + width - 12}
        y={y + (isEnd ? 24 : 26)}
        text-anchor="end"
      >
        {!isEnd ? numeral(active) : came === 0 ? '–' : `+${numeral(came)}`}
      </text>{' '}
      <text class="rest" x={x + 14} y={y + height - 12}>
        {small}
        {isShared && ' · shared'}
      </text>{' '}
      {!isEnd && (
        <text class="rest" x={x + width - 12} y={y + height - 12} text-anchor="end">
          +{numeral(came)}
        </text>
      )}
    </a>
  );
}

function Line({
  way,
  overview,
  column,
}: {
  readonly way: Way;
  readonly overview: Overview;
  readonly column: number;
}) {
  const passed = passedOn(way, overview.flow, column);
  const { from, to, path, label } = way;
  const [only] = to;
  const body = (
    <>
      <path
        d={path}
        class="way"
        data-gone={passed > 0}
        style={{ strokeWidth: `${1 + Math.min(Math.log2(1 + passed), 7)}px` }}
        marker-end="url(#tip)"
      />
      {passed > 0 && (
        <text class="passed" x={label[0]} y={label[1]} text-anchor="middle">
          {numeral(passed)}
        </text>
      )}
    </>
  );
  if (passed === 0 || to.length !== 1 || !only) return <g>{body}</g>;
  const minutes = overview.flow.minutes[column] ?? 1;
  const since = new Date(Date.parse(overview.serverTime) - minutes * 60_000).toISOString();
  return (
    <a
      href={hrefOf('interactions', null, { state: only, createdAfter: since })}
      aria-label={`${numeral(passed)} from ${from ?? 'the site'} to ${only}. Show them`}
      class="flow"
    >
      {body}
    </a>
  );
}

/** The ways of interactions through their states, alive: each leads to those that are there. */
export function Lifecycle({
  overview,
  column,
}: {
  readonly overview: Overview;
  readonly column: number;
}) {
  const box = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(0);
  useEffect(() => {
    const { current } = box;
    if (!current) return;
    const observer = new ResizeObserver(() =>
      setRoom(Math.floor(current.clientWidth / STEP_PX) * STEP_PX),
    );
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  const isWide = room === 0 ? innerWidth >= LEAST_WIDE : room >= LEAST_WIDE;
  const picture = useMemo(
    () => (isWide ? widePicture(room || innerWidth) : NARROW),
    [isWide, room],
  );
  const { width, height, boxes, ways } = picture;
  return (
    <div class="lifecycle" data-wide={isWide} ref={box}>
      <svg viewBox={`0 0 ${width} ${height}`}>
        <title>Where interactions are, and where they go</title>
        <defs>
          <marker
            id="tip"
            viewBox="0 0 8 8"
            refX="2"
            refY="4"
            markerWidth="8"
            markerHeight="8"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path d="M0,0 L8,4 L0,8 z" class="tip" />
          </marker>
        </defs>
        {ways.map((way) => (
          <Line
            key={`${way.from}-${way.to.join()}`}
            way={way}
            overview={overview}
            column={column}
          />
        ))}
        {boxes.map((each) => (
          <Node key={each.state} box={each} overview={overview} column={column} />
        ))}
      </svg>
    </div>
  );
}
