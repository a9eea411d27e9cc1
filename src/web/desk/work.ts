import { createLine } from './line.js';
import { createLooking } from './looking.js';
import { createNotices } from './notices.js';
import { onRemembered, readTo, setReadTo } from './remembered.js';
import { beep } from './signals.js';
import { createSpeech, type Speech } from './speech.js';
import { type Dialog, NOTHING, type Pane, unreadOf, withConversation } from './state.js';
import type { Store } from './store.js';
import { type Chat, type Message, Refused, service, Unreachable } from './wire.js';
import { nameOf, signInWords, wordsFor } from './words.js';

/** Everything that an agent can do on the page. */
export interface Work extends Speech {
  /** Finds out whether somebody is signed in; a code signs in by itself. */
  open(code: string | null): Promise<void>;
  signIn(key: string): Promise<void>;
  signOut(): Promise<void>;
  login(): Promise<void>;
  ready(): Promise<void>;
  notReady(reason: string): Promise<void>;
  take(chatId: string): Promise<void>;
  decline(chatId: string): Promise<void>;
  end(chatId: string): Promise<void>;
  done(chatId: string): Promise<void>;
  /** Resolves with what is wrong, in words, or null when it is handed on. */
  transfer(chatId: string, to: Parameters<typeof service.transfer>[1]): Promise<string | null>;
  select(chatId: string): void;
  /** Puts away a conversation that is gone. */
  close(chatId: string): void;
  show(pane: Pane): void;
  ask(dialog: Dialog | null): void;
  dismiss(noticeId: number): void;
  /** What is on screen is read. */
  markRead(isOnScreen: boolean): void;
}

/** As long as a hint says that somebody is writing. */
const TYPING_MS = 6_000;
const SIGNED_OUT =
  'You were signed out: the session has ended, or your key was replaced. Sign in with your key.';
const CHANNEL = 'webengagement:desk';

export function createWork(store: Store): Work {
  const others = new BroadcastChannel(CHANNEL);
  const notices = createNotices(store);
  const speech = createSpeech({ store, onNews, onDoubt });
  const { look, hearChat } = createLooking({
    store,
    notices,
    catchUp: (id) => void speech.catchUp(id),
    onFailure,
  });
  const line = createLine({
    open: () => void look().then(back),
    look: () => void look(),
    chat: (data) => hearChat(JSON.parse(data) as Chat),
    message(data) {
      const { chatId, message } = JSON.parse(data) as { chatId: string; message: Message };
      speech.receive(chatId, message);
    },
    typing(data) {
      const { chatId } = JSON.parse(data) as { chatId: string };
      const typingUntil = performance.now() + TYPING_MS;
      store.update((state) =>
        withConversation(state, chatId, (each) => ({ ...each, typingUntil })),
      );
      setTimeout(() => store.update((state) => ({ ...state })), TYPING_MS);
    },
    lost: (staleSince) => {
      if (store.get().staleSince === null) store.set({ staleSince });
    },
    signedOut: () => leave(SIGNED_OUT),
  });

  function onNews(chatId: string, { text }: Message): void {
    const known = store.get().conversations.find(({ chat }) => chat.id === chatId);
    if (!known) return;
    beep('message');
    store.set({ announced: `${nameOf(known.chat)} wrote: ${text}` });
  }

  /** What an error says of where everything stands. */
  function onDoubt(error: unknown): void {
    if (error instanceof Unreachable) line.doubt();
    else if (error instanceof Refused && error.status === 401) leave(SIGNED_OUT);
    else if (error instanceof Refused) void look();
    else throw error;
  }

  /** Looking again at once would fail in the same way. */
  function onFailure(error: unknown): void {
    if (error instanceof Refused && error.status !== 401) line.doubt();
    else onDoubt(error);
  }

  function back(isThere: boolean): void {
    if (!isThere) return;
    store.set({ staleSince: null });
    speech.resume();
  }

  function leave(signInWords: string): void {
    line.close();
    store.update(() => ({ ...NOTHING, phase: 'signedOut', signInWords }));
  }

  /** Does something of which the answer is looked at; its buttons wait meanwhile. */
  async function act(subject: string, run: () => Promise<unknown>): Promise<string | null> {
    if (store.get().busy.has(subject)) return null;
    const busy = (isBusy: boolean): void =>
      store.update((state) => {
        const set = new Set(state.busy);
        if (isBusy) set.add(subject);
        else set.delete(subject);
        return { ...state, busy: set };
      });
    busy(true);
    try {
      await run();
      await look();
      return null;
    } catch (error) {
      const words = wordsFor(error);
      onDoubt(error);
      return words;
    } finally {
      busy(false);
    }
  }
  const actOr = async (subject: string, run: () => Promise<unknown>): Promise<void> => {
    const words = await act(subject, run);
    if (words !== null) notices.tell(words);
  };

  async function begin(isCode: boolean, prove: () => Promise<unknown>): Promise<void> {
    try {
      await prove();
    } catch (error) {
      store.set({ phase: 'signedOut', signInWords: signInWords(error, isCode) });
      return;
    }
    others.postMessage('session');
    store.set({ phase: 'opening', signInWords: '' });
    await actOr('agent', () => service.become('login'));
    line.start();
  }

  /** Somebody has signed in or out in another tab: it is the same browser, and the same cookie. */
  others.onmessage = () => void open(null);
  async function open(code: string | null): Promise<void> {
    if (code !== null) return begin(true, () => service.signInByCode(code));
    try {
      const { agent } = await service.session();
      if (agent === null) return leave('');
      if (agent !== store.get().standing?.name) store.update(() => NOTHING);
    } catch {
      // The line keeps trying, and says so.
    }
    line.start();
  }

  function select(selected: string): void {
    store.update((state) => ({
      ...state,
      selected,
      pane: 'chat',
      // What was only left because it was looked at.
      conversations: state.conversations.filter(
        ({ chat, gone }) => gone === null || chat.id === selected,
      ),
    }));
  }

  onRemembered(() =>
    store.update((state) => ({
      ...state,
      conversations: state.conversations.map((each) => ({
        ...each,
        readTo: Math.max(each.readTo, readTo(each.chat.id)),
      })),
    })),
  );

  return {
    ...speech,
    open,
    signIn: (key) => begin(false, () => service.signIn(key)),
    async signOut() {
      const { standing } = store.get();
      if (standing?.state !== 'LoggedOut') await act('agent', () => service.become('logout'));
      await service.signOut().catch(onDoubt);
      others.postMessage('session');
      leave('You have signed out.');
    },
    login: () => actOr('agent', () => service.become('login')),
    ready: () => actOr('agent', () => service.become('ready')),
    notReady: (reason) => actOr('agent', () => service.notReady(reason)),
    async take(id) {
      const before = store.get().selected;
      await actOr(id, () => service.act(id, 'accept'));
      const { conversations, selected } = store.get();
      // Whoever has chosen something else meanwhile is left there.
      if (selected === before && conversations.some(({ chat }) => chat.id === id)) select(id);
    },
    decline: (id) => actOr(id, () => service.act(id, 'reject')),
    end: (id) => actOr(id, () => service.act(id, 'end')),
    done: (id) => actOr(id, () => service.act(id, 'done')),
    transfer: (id, to) => act(id, () => service.transfer(id, to)),
    select,
    close: (id) =>
      store.update((state) => ({
        ...state,
        selected: null,
        pane: 'list',
        conversations: state.conversations.filter(({ chat }) => chat.id !== id),
      })),
    show: (pane) => store.set({ pane }),
    ask: (dialog) => store.set({ dialog }),
    dismiss: notices.dismiss,
    markRead(isOnScreen) {
      const { conversations, selected } = store.get();
      const shown = conversations.find(({ chat }) => chat.id === selected);
      if (!isOnScreen || !shown || unreadOf(shown) === 0) return;
      const { length } = shown.messages;
      setReadTo(
        shown.chat.id,
        length,
        conversations.map(({ chat }) => chat.id),
      );
      store.update((state) =>
        withConversation(state, shown.chat.id, (each) => ({ ...each, readTo: length })),
      );
    },
  };
}
