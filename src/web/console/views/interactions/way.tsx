import { exactly, timeOfDay } from '../../kit/moments.js';
import { colourOf, shapeOf } from '../../kit/state-badge.js';
import { Countdown } from '../../kit/time.js';
import { gap } from '../../kit/timeline.js';
import type { Stop } from './track.js';

/** The way of an interaction as a picture; in a replay, as far as line `upTo` of its history. */
export function Track({
  stops,
  deadlineAt,
  upTo = Number.POSITIVE_INFINITY,
}: {
  readonly stops: readonly Stop[];
  readonly deadlineAt: string | null;
  readonly upTo?: number;
}) {
  return (
    <ol class="track" aria-label="Its way">
      {stops.map(({ name, state, at, afterMs, line }, index) => {
        const isThere = at !== null && line <= upTo;
        const isNext = at === null && stops[index - 1]?.at !== null;
        return (
          <li key={`${name}-${line}`} data-there={isThere} style={colourOf(state)}>
            <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
              <path
                fill-rule="evenodd"
                d={
                  isThere
                    ? shapeOf(state)
                    : 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zm0 1.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9z'
                }
              />
            </svg>
            <strong>{name}</strong>
            {at !== null ? (
              <time class="quiet" dateTime={at} title={exactly(at)}>
                {afterMs === null ? timeOfDay(at) : afterMs === 0 ? 'at once' : `+ ${gap(afterMs)}`}
              </time>
            ) : (
              <span class="quiet">
                {isNext && deadlineAt !== null ? (
                  <>
                    <Countdown until={deadlineAt} /> left
                  </>
                ) : (
                  'not yet'
                )}
              </span>
            )}
          </li>
        );
      })}
    </ol>
  );
}
