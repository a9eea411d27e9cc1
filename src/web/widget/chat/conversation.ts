import type { Card } from '../card.js';
import { button, element } from '../dom.js';
import type { Storage } from '../storage.js';
import { fill, type Texts } from '../texts.js';
import { createPanel, type Panel } from './panel.js';
import { refusalDialog } from './refusal.js';
import { createChatStyle } from './style.js';
import { type Asking, createTalk, type Talk } from './talk.js';
import { lastOf } from './transcript.js';
import { type Chat, type ChatSignal, chatIdOf, type KeptChat } from './wire.js';
import { type Refusal, statusOf, titleOf } from './words.js';

export interface ConversationOptions extends Asking {
  readonly card: Card;
  readonly texts: Texts;
  readonly storage: Storage;
  readonly visitId: string;
  emit(name: string, detail: unknown): void;
  /** Tells the other tabs. */
  tell(signal: ChatSignal): void;
  /** Whether this page says for all tabs that the visitor is there. */
  isInCharge(): boolean;
  /** The card is taken, or free again. */
  onPlace(): void;
}

/** The visit's chat on this page. */
export interface Conversation {
  /** What the stream or another tab tells. */
  hear(signal: ChatSignal): void;
  /** A chat that began; on this page when `isOwn`. */
  begin(id: string, isOwn: boolean): void;
  /** Asks for a chat; what goes on is shown. Null when it is refused; rejects when nobody answers. */
  open(request: object): Promise<Chat | null>;
  /** Whether it has the card. */
  hasCard(): boolean;
  /** An invitation waits for the card: what is over, and small, gives it. */
  makeRoom(): void;
  /** The chat as it is known, for another tab. */
  chat(): Chat | undefined;
  beat(): void;
  /** The page is looked at, or no longer. */
  look(): void;
  /** The listeners of what is shown may be gone. */
  rebuild(): void;
  /** The page goes: what is half written is kept. */
  save(): void;
  /** Ends the chat for the visitor. */
  leave(): void;
  stop(): void;
}

/** A third of the shortest time after which a visitor may count as gone, in milliseconds. */
const BEAT_MS = 5_000;

export function createConversation(options: ConversationOptions): Conversation {
  const { card, texts, storage, visitId, emit, tell, isInCharge, onPlace } = options;
  let talk: Talk | undefined;
  let panel: Panel | undefined;
  /** What is shown: the panel, the small button, or a word about why there is no chat. */
  let placed: HTMLElement | undefined;
  let kept: KeptChat | undefined;
  let isCollapsed = false;
  let wasOpen = false;
  let counted = 0;
  let opening: Promise<Chat | null> | undefined;
  card.adopt(createChatStyle());

  function keep(change: Partial<KeptChat>): void {
    if (!kept) return;
    const stored = storage.read<KeptChat>('chat');
    kept = { ...kept, ...(stored?.id === kept.id && stored), ...change };
    storage.write('chat', kept);
  }
  const isLeft = (): boolean => kept?.isLeft === true;

  function place(made: HTMLElement): boolean {
    placed = made;
    const hadFocus = card.put(made);
    onPlace();
    return hadFocus;
  }

  function unread(): number {
    const readTo = kept?.readTo ?? 0;
    return (talk?.messages() ?? []).filter(
      ({ from, sequence }) => from !== 'visitor' && sequence > readTo,
    ).length;
  }

  function read(): void {
    const last = lastOf(talk?.messages() ?? []);
    const isSeen = !isCollapsed && document.visibilityState === 'visible';
    if (isSeen && last > (kept?.readTo ?? 0)) keep({ readTo: last });
  }

  function showPanel(isAsked: boolean): void {
    const draft = panel?.draft() ?? kept?.draft ?? '';
    panel = createPanel(texts, draft, {
      send: (text) => talk?.say(text),
      again: (unsent) => talk?.again(unsent),
      type: () => talk?.type(),
      collapse: () => collapse(true),
      end: leave,
      close,
    });
    update();
    const hadFocus = place(panel.element);
    panel.begin(isAsked || hadFocus);
  }

  function showButton(isAsked: boolean): void {
    const chat = talk?.chat();
    const count = unread();
    const words = fill(texts.unread, { count: String(count) });
    const small = button('launcher', chat ? titleOf(chat, texts) : texts.chat, () =>
      collapse(false),
    );
    small.setAttribute('aria-expanded', 'false');
    if (count > 0) small.append(' ', element('span', { class: 'unread' }, words));
    if (placed?.outerHTML === small.outerHTML && !isAsked) return;
    if (place(small) || isAsked) small.focus({ preventScroll: true });
  }

  function collapse(isSo: boolean): void {
    isCollapsed = isSo;
    keep({ isCollapsed: isSo });
    read();
    show(true);
  }

  /** `isAsked`: the visitor wants it, and the focus goes there. */
  function show(isAsked: boolean): void {
    if (isCollapsed) showButton(isAsked);
    else showPanel(isAsked);
  }

  function update(): void {
    if (!talk) return;
    const chat = talk.chat();
    read();
    if (isCollapsed && placed) showButton(false);
    panel?.update({
      chat,
      messages: talk.messages(),
      unsent: talk.unsent(),
      isLeft: isLeft(),
      isCut: talk.isCut() || !navigator.onLine,
      isAgentWriting: talk.isAgentWriting(),
    });
    if (chat) report(chat);
  }

  /** Tells the site, and who cannot see what happens in the small. */
  function report(chat: Chat): void {
    const last = lastOf(talk?.messages() ?? []);
    if (last > counted) {
      if (wasOpen && isCollapsed && unread() > 0)
        card.announce(fill(texts.unread, { count: String(unread()) }));
      counted = last;
      emit('chatmessage', { chatId: chat.id, messages: last, unread: unread() });
    }
    if (chat.state === 'Ended' && wasOpen) {
      wasOpen = false;
      keep({ hasEnded: true });
      emit('chatended', { chatId: chat.id, outcome: chat.outcome });
      if (isCollapsed) card.announce(statusOf(chat, isLeft(), texts));
    }
  }

  function begin(id: string, isOwn: boolean): void {
    if (talk?.id === id) {
      // The stream was faster than the answer.
      if (isOwn) start(id);
      return;
    }
    drop();
    const stored = storage.read<KeptChat>('chat');
    kept = stored?.id === id ? stored : { visitId, id };
    if (kept.isClosed) return;
    keep({});
    isCollapsed = kept.isCollapsed ?? false;
    wasOpen = !kept.hasEnded;
    counted = kept.readTo ?? 0;
    talk = createTalk({ ...options, id, onChange: update, onGone: close });
    show(false);
    if (isOwn) start(id);
    talk.resume();
    if (kept.isLeft) void talk.leave();
  }

  /** The visitor began it on this page. */
  function start(id: string): void {
    emit('chatstarted', { chatId: id });
    collapse(false);
  }

  /** Forgets what this page shows of a chat. */
  function drop(): void {
    talk?.stop();
    if (placed) card.hide(placed);
    talk = undefined;
    panel = undefined;
    placed = undefined;
  }

  function close(): void {
    keep({ isClosed: true, draft: '' });
    if (kept) tell({ name: 'closed', data: { chatId: kept.id } });
    drop();
    onPlace();
  }

  function leave(): void {
    if (!talk) return;
    keep({ isLeft: true });
    tell({ name: 'left', data: { chatId: talk.id } });
    void talk.leave();
    update();
  }

  function refuse(refusal: Refusal, given: object): void {
    drop();
    const dialog = refusalDialog(refusal, texts, {
      again: () => void open(given).catch(() => undefined),
      close() {
        drop();
        onPlace();
      },
    });
    placed = card.show(dialog);
    onPlace();
  }

  async function request(given: object): Promise<Chat | null> {
    const answer = await options.ask<Chat & Refusal>('/v1/chats', given).catch((why: Error) => {
      refuse({}, given);
      throw why;
    });
    const { status = 0, body } = answer ?? {};
    // Another page, or the back end of the site, was first.
    const id = status < 300 ? body?.id : body?.chatId;
    if (!id || !body) {
      emit('refused', body);
      refuse(body ?? {}, given);
      return null;
    }
    begin(id, status === 201);
    if (isCollapsed) collapse(false);
    if (status < 300) talk?.hear({ name: 'chat', data: body });
    return body.id ? body : null;
  }

  function open(given: object): Promise<Chat | null> {
    const chat = talk?.chat();
    if (talk && chat?.state !== 'Ended') {
      collapse(false);
      return Promise.resolve(chat ?? null);
    }
    opening ??= request(given).finally(() => {
      opening = undefined;
    });
    return opening;
  }

  const timer = setInterval(() => isInCharge() && talk?.beat(), BEAT_MS);

  return {
    begin,
    open,
    chat: () => talk?.chat(),
    hasCard: () => placed !== undefined,
    makeRoom() {
      if (!isCollapsed || talk?.chat()?.state !== 'Ended') return;
      keep({ isClosed: true });
      drop();
    },
    hear(signal) {
      const id = chatIdOf(signal);
      if (signal.name === 'closed' && id === talk?.id) close();
      if (signal.name === 'left' && id === talk?.id) {
        keep({ isLeft: true });
        update();
      }
      if (signal.name === 'chat' && id !== talk?.id && signal.data.state !== 'Ended')
        begin(id, false);
      if (id === talk?.id) talk.hear(signal);
    },
    beat: () => talk?.beat(),
    look() {
      if (document.visibilityState === 'visible') talk?.beat();
      update();
    },
    rebuild() {
      if (talk && placed) show(false);
    },
    save() {
      if (panel && !kept?.isClosed) keep({ draft: panel.draft() });
    },
    leave,
    stop() {
      clearInterval(timer);
      drop();
    },
  };
}
