import { TRACE_CHARS, TRACE_LINES } from '../domain/strategies/session-limits.js';
import type { At } from './chart.js';
import type { TraceLine } from './host.js';

/** How many remarks of one line are kept. */
const REMARKS = 50;

/** Writes down what a session does, as far as somebody will read it. */
export interface Tracer {
  /** Belongs to the line that comes next. */
  log(text: string): void;
  line(line: Omit<TraceLine, 'step' | 'log'>): void;
  /** The same for an invoked session: its states have a prefix. */
  within(prefix: string): Tracer;
  /** Everything so far, with a last line for remarks that none came after. */
  lines(): readonly TraceLine[];
}

export function createTracer(): Tracer {
  const lines: TraceLine[] = [];
  let remarks: string[] = [];
  let step = 0;
  const add = (line: Omit<TraceLine, 'step' | 'log'>): void => {
    step += 1;
    if (lines.length < TRACE_LINES) lines.push({ step, ...line, log: remarks });
    remarks = [];
  };
  const tracer: Tracer = {
    log(text) {
      if (remarks.length < REMARKS) remarks.push(text.slice(0, TRACE_CHARS));
    },
    line: add,
    within: (prefix) => ({
      ...tracer,
      line: ({ exited, entered, ...rest }) =>
        add({
          ...rest,
          exited: exited.map((id) => prefix + id),
          entered: entered.map((id) => prefix + id),
        }),
    }),
    lines() {
      if (remarks.length > 0) add({ event: null, exited: [], entered: [], transitions: [] });
      return lines;
    },
  };
  return tracer;
}

export const placeOf = ({ file, line }: At): string => `${file}:${line}`;
