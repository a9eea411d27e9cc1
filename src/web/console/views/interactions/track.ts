import type { State } from '../../../../domain/interactions/vocabulary.js';
import type { Line } from './words.js';

/** A place on the way of an interaction. */
export interface Stop {
  readonly name: string;
  /** The state that it has there, and whose colour it is drawn in. */
  readonly state: State;
  /** When it came there; null where it may yet. */
  readonly at: string | null;
  /** Milliseconds since it came to the place before. */
  readonly afterMs: number | null;
  /** Which line of the history brought it there; -1 where none has. */
  readonly line: number;
}

const REACHED = {
  'interaction.created': 'Qualified',
  'interaction.engaged': 'Engaged',
  'interaction.displayed': 'On screen',
  'interaction.accepted': 'Accepted',
  'interaction.rejected': 'Rejected',
  'interaction.timed_out': 'Timeout',
  'interaction.failed': 'Failed',
  'interaction.missed': 'Missed',
  'registration_form.completed': 'Form',
  'registration_form.expired': 'No form',
  'interaction.stopped': 'Stopped',
  'interaction.erased': 'Erased',
} as const satisfies Partial<Record<Line['type'], string>>;

const isStop = (type: Line['type']): type is keyof typeof REACHED => type in REACHED;

/** What comes next where nothing has ended it. */
const NEXT: Partial<Record<string, readonly string[]>> = {
  Qualified: ['Engaged', 'On screen', 'Answer'],
  Engaged: ['On screen', 'Answer'],
  'On screen': ['Answer'],
};

/** The way of an interaction from its history: where it was, where it is, and where it may yet go. */
export function trackOf(lines: readonly Line[], isFormOpen = false): readonly Stop[] {
  const stops: Stop[] = [];
  lines.forEach(({ type, at, to }, line) => {
    if (!isStop(type)) return;
    const before = stops.at(-1)?.at ?? null;
    const afterMs = before === null ? null : Date.parse(at) - Date.parse(before);
    stops.push({ name: REACHED[type], state: to, at, afterMs, line });
  });
  const last = stops.at(-1);
  if (!last) return stops;
  const next = isFormOpen ? ['Form'] : (NEXT[last.name] ?? []);
  const later = next.map((name) => ({
    name,
    state: last.state,
    at: null,
    afterMs: null,
    line: -1,
  }));
  return [...stops, ...later];
}
