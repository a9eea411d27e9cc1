import type { State } from './vocabulary.js';

interface Colours {
  readonly fill: string;
  /** Readable on `fill`: contrast of at least 4.5. */
  readonly text: string;
}

/**
 * One colour for every state, wherever it is drawn. Told apart by colour-blind eyes too; still, a
 * colour never stands without the state's name.
 */
export const STATE_COLOURS: Readonly<Record<State, Colours>> = {
  Qualified: { fill: '#0072B2', text: '#FFFFFF' },
  Engaged: { fill: '#CC79A7', text: '#000000' },
  Accepted: { fill: '#009E73', text: '#000000' },
  Rejected: { fill: '#E69F00', text: '#000000' },
  Timeout: { fill: '#8A8A8A', text: '#000000' },
  Failed: { fill: '#D55E00', text: '#000000' },
  Missed: { fill: '#56B4E9', text: '#000000' },
};
