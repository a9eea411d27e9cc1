import type { Decided } from './answers.js';
import type { VisitEvent } from './interaction.js';

/** Which part of the story a page has to show, if any. */
export type Phase = 'invitation' | 'form' | 'none';

/** A form that is open stays when its time is up: it is taken late. */
export function phaseOf(
  current: VisitEvent | null,
  decided: Decided | null | undefined,
  isFormOpen: boolean,
): Phase {
  if (current === null || decided?.isClosed) return 'none';
  if (current.state === 'Engaged') {
    if (!decided) return 'invitation';
    return decided.code === 'acceptCall' ? 'form' : 'none';
  }
  const status = current.registrationForm?.status;
  return status === 'pending' || (status === 'expired' && isFormOpen) ? 'form' : 'none';
}
