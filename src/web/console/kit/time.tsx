import { clockSpan, hourOf, serverClock, span, useNow } from '../../app/time.js';
import { exactly } from './moments.js';

/** How long ago something was; the exact moment on hover and in copies. */
export function Ago({ at }: { readonly at: string | null }) {
  const now = useNow();
  if (at === null) return <span class="quiet">–</span>;
  const ms = now - Date.parse(at);
  return (
    <time dateTime={at} title={`${exactly(at)} · ${at}`}>
      {Number.isNaN(ms) ? exactly(at) : `${ago(ms)}`}
    </time>
  );
}

const DAY_MS = 86_400_000;
const ago = (ms: number): string =>
  ms < DAY_MS * 2 ? span(ms) : `${Math.floor(ms / DAY_MS)} days`;

/** A moment, exactly. */
export function Moment({ at }: { readonly at: string | null }) {
  if (at === null) return <span class="quiet">–</span>;
  return (
    <time dateTime={at} title={at}>
      {exactly(at)}
    </time>
  );
}

/** The hour alone says when only as long as it is of today. */
const HOURS_MS = 12 * 3_600_000;

/** Since when something is so: the hour and the minute where that is enough; exactly on hover. */
export function Since({ at }: { readonly at: string }) {
  const isOfToday = serverClock.now() - Date.parse(at) < HOURS_MS;
  return (
    <time dateTime={at} title={exactly(at)}>
      {isOfToday ? hourOf(at) : exactly(at)}
    </time>
  );
}

/** The least that is left before a clock counts as urgent. */
const URGENT_MS = 10_000;

/** Counts down to a moment by the clock of the service. */
export function Countdown({ until }: { readonly until: string | null }) {
  const now = useNow();
  if (until === null) return <span class="quiet">–</span>;
  const left = Date.parse(until) - now;
  if (Number.isNaN(left)) return <Moment at={until} />;
  return (
    <time dateTime={until} title={exactly(until)} class={left < URGENT_MS ? 'urgent' : undefined}>
      {left <= 0 ? 'due' : clockSpan(left)}
    </time>
  );
}
