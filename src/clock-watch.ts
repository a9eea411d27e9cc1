import type { Clock } from './clock.js';
import type { Log } from './log/log.js';
import type { AgePause } from './service-time.js';

/** Clocks this far apart are told of, in milliseconds. */
const APART_MS = 60_000;
/** Between two looks, in milliseconds. */
const LOOK_EVERY_MS = 10_000;

const PAUSE_WORDS: Readonly<Record<AgePause, string>> = {
  just_started: 'the service has started, or adopted a wall clock that was ahead, within the hour',
  clocks_differ: 'service time and the wall clock are more than an hour apart',
  wall_beyond_stored:
    'the wall clock was more than a day beyond what is stored; it is believed after a day',
};

/** What operators should know of the time, in a sentence; `ok` when there is nothing to look at. */
interface Remark {
  readonly ok: boolean;
  readonly detail: string;
}

/** How service time and the wall clock stand to each other. */
export function aboutTime(clock: Pick<Clock, 'aheadMs'>): Remark {
  const aheadMs = clock.aheadMs();
  const side = aheadMs > 0 ? 'ahead of' : 'behind';
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  if (Math.abs(aheadMs) <= APART_MS) return { ok: true, detail: 'follows the wall clock' };
  return { ok: false, detail: `service time is ${seconds} s ${side} the wall clock` };
}

/** Whether things are deleted when they are old enough. An ordinary start is nothing to look at. */
export function aboutAges(clock: Pick<Clock, 'agePause'>): Remark {
  const pause = clock.agePause();
  if (pause === null) return { ok: true, detail: 'under way' };
  return { ok: pause === 'just_started', detail: `paused: ${PAUSE_WORDS[pause]}` };
}

/** Warns in the log when the clocks part and when deletion by age pauses, and says when that ends. */
export interface ClockWatch {
  start(): void;
  stop(): void;
}

export interface ClockWatchDependencies {
  readonly clock: Clock;
  readonly log: Log;
  /** Whether nothing was stored before: its start is no reason for a warning. */
  readonly isNew: boolean;
}

export function createClockWatch({ clock, log, isNew }: ClockWatchDependencies): ClockWatch {
  let disarm = (): void => {};
  let apart = false;
  let pause = isNew ? clock.agePause() : null;

  function look(): void {
    const time = aboutTime(clock);
    if (time.ok === apart) {
      apart = !time.ok;
      if (apart) log.warn({ aheadMs: clock.aheadMs() }, `${time.detail}; see docs/clocks.md`);
      else log.info('service time and the wall clock agree again');
    }
    const now = clock.agePause();
    if (now !== pause) {
      pause = now;
      if (now === null) log.info('what is old enough is deleted again');
      else log.warn({ reason: now }, `nothing is deleted for its age: ${PAUSE_WORDS[now]}`);
    }
    disarm = clock.after(LOOK_EVERY_MS, look);
  }

  return { start: look, stop: () => disarm() };
}
