import type { Interaction } from '../domain/interactions/interaction.js';

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
export function isOf({ isPage }: Pick<Listener, 'isPage'>, { id }: Interaction): boolean {
  return typeof isPage !== 'boolean' && isPage.of === id;
}

/** Only the page itself is given what answers for it: the token of one interaction is for no other. */
export function mayAnswer(who: Pick<Listener, 'isPage'>, interaction: Interaction): boolean {
  return who.isPage === true || isOf(who, interaction);
}
