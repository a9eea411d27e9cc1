import type { FunnelStep } from '../../../../domain/funnel/words.js';
import { STATE_COLOURS } from '../../../../domain/interactions/colours.js';
import type { Series } from './series.js';

/** How a line is drawn: its colour, and a pattern, so that a colour never tells it alone. */
export interface Ink {
  readonly colour: string;
  /** Pixels drawn and left out; nothing is a line without gaps. */
  readonly dash: readonly number[];
}

const { Qualified, Engaged, Accepted, Rejected, Timeout, Failed, Missed } = STATE_COLOURS;

/** States have their colour; steps that are none of a state that of the one they belong to. */
const STEP_INKS: Readonly<Record<FunnelStep, Ink>> = {
  qualified: { colour: Qualified.fill, dash: [] },
  engaged: { colour: Engaged.fill, dash: [] },
  displayed: { colour: Engaged.fill, dash: [6, 4] },
  accepted: { colour: Accepted.fill, dash: [] },
  form_completed: { colour: Accepted.fill, dash: [6, 4] },
  chat_queued: { colour: Qualified.fill, dash: [6, 4] },
  chat_accepted: { colour: Accepted.fill, dash: [2, 3] },
  processed: { colour: Timeout.fill, dash: [] },
};

/** Groups have no colour of their own: those of the states, each with another pattern. */
const GROUP_INKS: readonly Ink[] = [Qualified, Rejected, Accepted, Engaged, Failed, Missed].map(
  ({ fill }, at) => ({
    colour: fill,
    dash: [[], [8, 3], [3, 3], [10, 3, 2, 3], [1, 3], [14, 4]][at] ?? [],
  }),
);

/** How the line of a series is drawn. */
export function inkOf({ name }: Series, at: number, isGrouped: boolean): Ink {
  const ink = isGrouped ? GROUP_INKS[at % GROUP_INKS.length] : STEP_INKS[name as FunnelStep];
  return ink ?? { colour: Timeout.fill, dash: [] };
}

/** A colour in the dark, or on white: nearer to what is read on it. */
export function toned(colour: string, isDark: boolean): string {
  const toward = isDark ? 255 : 0;
  const part = isDark ? 0.25 : 0.15;
  const mixed = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16);
    return Math.round(value + (toward - value) * part);
  });
  return `rgb(${mixed.join(' ')})`;
}
