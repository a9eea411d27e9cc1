import type { Interaction } from '../domain/interactions/interaction.js';
import type { Store } from '../store/store.js';

/** Who wants to listen. */
export interface Listener {
  /**
   * Whether it is a page of the visit, with a token of it, and no back end; an interaction, when its
   * token is of that alone.
   */
  readonly isPage: boolean | { readonly of: string };
  /** The network it comes from: streams are counted by it. */
  readonly network: string;
  /** What it received last, as it says. */
  readonly lastEventId: string | undefined;
  /** Whether its credential would still be let in. */
  isWelcome(): boolean;
}

/** Whether the credential of a stream is the token of this very interaction. */
function isOf({ isPage }: Pick<Listener, 'isPage'>, { id }: Interaction): boolean {
  return typeof isPage !== 'boolean' && isPage.of === id;
}

/** Only the page itself is given what answers for it: the token of one interaction is for no other. */
export function mayAnswer(who: Pick<Listener, 'isPage'>, interaction: Interaction): boolean {
  return who.isPage === true || isOf(who, interaction);
}

/** Whether the credential of a stream is the token of an interaction that was erased: it is void. */
export async function isOfErased(
  { isPage }: Pick<Listener, 'isPage'>,
  store: Pick<Store, 'read'>,
): Promise<boolean> {
  const own = typeof isPage === 'boolean' ? null : await store.read('interaction', isPage.of);
  return own !== null && own.erasedAt !== null;
}
