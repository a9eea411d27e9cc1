import type { Sender } from '../../calls/send.js';
import { Problem } from '../../domain/problems.js';

/** Refuses an address that would be called and never may be; `pointer` is where it was given. */
export async function checkAddress(
  sender: Pick<Sender, 'refuse'>,
  url: string,
  pointer: string,
): Promise<void> {
  if ((await sender.refuse(new URL(url))) === null) return;
  const detail = 'must not be a loopback, private, link-local or reserved address';
  throw new Problem('address_not_allowed', `${pointer}: ${detail}`, {
    errors: [{ pointer, detail }],
  });
}
