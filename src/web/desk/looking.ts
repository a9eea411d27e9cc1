import { serverClock } from '../app/time.js';
import type { Notices } from './notices.js';
import { draftOf, readTo } from './remembered.js';
import { beep } from './signals.js';
import { withConversation, withFarewell, withStanding } from './state.js';
import type { Store } from './store.js';
import { type Chat, type Standing, service } from './wire.js';
import { FAREWELL_WORDS, nameOf, reasonOf } from './words.js';

/** Brings what is shown to what is so. */
export interface Looking {
  /** Reads where the agent stands, with everything they have; whether it could be read. */
  look(): Promise<boolean>;
  /** A chat has changed, as the stream tells it. */
  hearChat(chat: Chat): void;
}

export interface LookingDependencies {
  readonly store: Store;
  readonly notices: Notices;
  /** Fetches what was said in a chat and is not known. */
  readonly catchUp: (chatId: string) => void;
  readonly onFailure: (error: unknown) => void;
}

export function createLooking(dependencies: LookingDependencies): Looking {
  const { store, notices, catchUp, onFailure } = dependencies;
  let looking: Promise<boolean> | null = null;
  let isAgain = false;

  /** Reads what is so, one read after the other; whether it could be read. */
  function look(): Promise<boolean> {
    isAgain = looking !== null;
    looking ??= read().finally(() => {
      looking = null;
    });
    return looking;
  }
  async function read(): Promise<boolean> {
    try {
      do {
        isAgain = false;
        const standing = await service.standing();
        if (store.get().phase === 'signedOut') return false;
        showStanding(standing);
      } while (isAgain);
      return true;
    } catch (error) {
      onFailure(error);
      return false;
    }
  }

  function showStanding(standing: Standing): void {
    serverClock.sync(standing.serverTime);
    const before = store.get();
    store.update((state) => ({
      ...withStanding(state, standing, { readTo, draftOf }),
      phase: 'signedIn',
    }));
    for (const { chatId, chat } of standing.offers) {
      if (before.offers.some((each) => each.chatId === chatId)) continue;
      beep('offer');
      store.set({ alarm: `A chat rings: ${nameOf(chat)}, ${reasonOf(chat)}.` });
    }
    for (const { chatId, until, chat } of before.offers) {
      if (standing.offers.some((each) => each.chatId === chatId)) continue;
      if (standing.chats.some(({ id }) => id === chatId)) continue;
      if (before.busy.has(chatId)) continue;
      const isOver = serverClock.now() >= Date.parse(until);
      const why = isOver ? 'rang for too long: it is offered to others' : 'does not ring any more';
      notices.tell(`${nameOf(chat)} ${why}.`);
    }
    const { conversations } = store.get();
    for (const { chat, gone } of before.conversations)
      if (gone === null && !standing.chats.some(({ id }) => id === chat.id))
        void sayFarewell(chat, before.busy.has(chat.id));
    for (const { chat } of conversations) catchUp(chat.id);
  }

  /** Says why a chat is gone, where it is looked at or, unless the agent has just done it, for a while. */
  async function sayFarewell(chat: Chat, isOwn: boolean): Promise<void> {
    const { because } = await service.farewell(chat.id).catch(() => ({ because: null }));
    if (because !== null)
      store.update((state) => withFarewell(state, chat.id, FAREWELL_WORDS[because]));
    const isThere = store.get().conversations.some((each) => each.chat.id === chat.id);
    if (isThere || isOwn) return;
    const why = because === null ? 'It is not with you any more.' : FAREWELL_WORDS[because];
    notices.tell(`The conversation with ${nameOf(chat)} is over. ${why}`);
  }

  function hearChat(chat: Chat): void {
    const { standing, conversations } = store.get();
    const known = conversations.find((each) => each.chat.id === chat.id && each.gone === null);
    const isSame = known?.chat.state === chat.state && chat.agent === standing?.name;
    if (!isSame) return void look();
    store.update((state) =>
      withConversation(state, chat.id, (each) =>
        each.chat.version < chat.version ? { ...each, chat } : each,
      ),
    );
    catchUp(chat.id);
  }

  return { look, hearChat };
}
