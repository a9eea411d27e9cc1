import type { Decided } from './answers.js';
import type { VisitEvent } from './interaction.js';

/** What a page that goes has to tell of its invitation: no other code of ours runs any more. */
export function lastWord(
  { state, displayedAt }: VisitEvent,
  decided: Decided | undefined,
): object | undefined {
  if (state !== 'Engaged') return undefined;
  if (!decided) return displayedAt === null ? undefined : { code: 'timeout', leaving: true };
  return decided.isSent ? undefined : { code: decided.code };
}
