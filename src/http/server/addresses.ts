import type { Sender } from '../../calls/send.js';
import { Problem } from '../../domain/problems.js';

/** The problem of an address that may not be called; `pointer` is where it was given. */
export function addressProblem(pointer: string): Problem {
  const detail = 'must not be a loopback, private, link-local or reserved address';
  return new Problem('address_not_allowed', `${pointer}: ${detail}`, {
    errors: [{ pointer, detail }],
  });
}

/** Refuses an address that would be called and never may be; `pointer` is where it was given. */
export async function checkAddress(
  sender: Pick<Sender, 'refuse'>,
  url: string,
  pointer: string,
): Promise<void> {
  if ((await sender.refuse(new URL(url))) !== null) throw addressProblem(pointer);
}
