import { counted, numeral } from '../../kit/numbers.js';

/** What a dry run of a change of an option answers. */
export interface Effect {
  /** Running deadlines that would move. */
  readonly movedDeadlines: number;
  /** Those of them that would end at once. */
  readonly endingNow: number;
}

/** What a change would do to the clocks that run, in a sentence. */
export function effectWords({ movedDeadlines, endingNow }: Effect): string {
  if (movedDeadlines === 0) return 'No running deadline would move.';
  const moved = counted(
    movedDeadlines,
    'running deadline would move',
    'running deadlines would move',
  );
  const ending = endingNow === 0 ? 'none would end now' : `${numeral(endingNow)} would end now`;
  return `${moved}, ${ending}.`;
}
