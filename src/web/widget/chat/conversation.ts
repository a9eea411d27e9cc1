import type { Card } from '../card.js';
import { button, element } from '../dom.js';
import type { Storage } from '../storage.js';
import { fill, type Texts } from '../texts.js';
import { createMemory, type Memory } from './memory.js';
import { createPanel, type Panel } from './panel.js';
import { refusalDialog } from './refusal.js';
import { createReport, unreadOf } from './report.js';
import { createChatStyle } from './style.js';
import { type Asking, createTalk, type Talk } from './talk.js';
import { lastOf } from './transcript.js';
import { type Chat, type ChatSignal, chatIdOf } from './wire.js';
import { type Refusal, titleOf } from './words.js';

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

/** One chat on this page. */
interface Scene {
  readonly talk: Talk;
  readonly memory: Memory;
  readonly report: (talk: Talk, isCollapsed: boolean) => void;
  isCollapsed: boolean;
  panel?: Panel;
}

export function createConversation(options: ConversationOptions): Conversation {
  const { card, texts, storage, visitId, emit, tell, isInCharge, onPlace } = options;
  let scene: Scene | undefined;
  /** What is shown: the panel, the small button, or a word about why there is no chat. */
  let placed: HTMLElement | undefined;
  let redraw: () => void = () => undefined;
  let opening: Promise<Chat | null> | undefined;
  card.adopt(createChatStyle());

  function place(made: HTMLElement): boolean {
    placed = made;
    const hadFocus = card.put(made);
    onPlace();
    return hadFocus;
  }

  function showPanel(of: Scene, isAsked: boolean): void {
    const { talk, memory } = of;
    const panel = createPanel(texts, of.panel?.draft() ?? memory.get().draft ?? '', {
      send: talk.say,
      again: talk.again,
      type: talk.type,
      collapse: () => collapse(of, true),
      end: leave,
      close() {
        tell({ name: 'closed', data: { chatId: talk.id } });
        dismiss();
      },
    });
    of.panel = panel;
    update();
    const hadFocus = place(panel.element);
    panel.begin(isAsked || hadFocus);
  }

  function showButton(of: Scene, isAsked: boolean): void {
    const chat = of.talk.chat();
    const count = unreadOf(of.talk, of.memory);
    const words = fill(texts.unread, { count: String(count) });
    const small = button('launcher', chat ? titleOf(chat, texts) : texts.chat, () =>
      collapse(of, false),
    );
    small.setAttribute('aria-expanded', 'false');
    if (count > 0) small.append(' ', element('span', { class: 'unread' }, words));
    if (placed?.outerHTML === small.outerHTML && !isAsked) return;
    if (place(small) || isAsked) small.focus({ preventScroll: true });
  }

  /** `isAsked`: the visitor wants it, and the focus goes there. */
  function show(of: Scene, isAsked: boolean): void {
    redraw = () => show(of, false);
    if (of.isCollapsed) showButton(of, isAsked);
    else showPanel(of, isAsked);
  }

  function collapse(of: Scene, isCollapsed: boolean): void {
    of.isCollapsed = isCollapsed;
    of.memory.keep({ isCollapsed });
    show(of, true);
  }

  /** Brings everything into line with what is known: called after every change. */
  function update(): void {
    if (!scene) return;
    const { talk, memory, panel, report, isCollapsed } = scene;
    const last = lastOf(talk.messages());
    const isSeen = !isCollapsed && document.visibilityState === 'visible';
    if (isSeen && last > (memory.get().readTo ?? 0)) memory.keep({ readTo: last });
    if (isCollapsed && placed) showButton(scene, false);
    panel?.update({
      chat: talk.chat(),
      messages: talk.messages(),
      unsent: talk.unsent(),
      isLeft: memory.get().isLeft === true,
      isCut: talk.isCut() || !navigator.onLine,
      isAgentWriting: talk.isAgentWriting(),
    });
    report(talk, isCollapsed);
  }

  function begin(id: string, isOwn: boolean): void {
    const isNew = scene?.talk.id !== id;
    if (isNew) {
      drop();
      const memory = createMemory(storage, visitId, id);
      const { isClosed, isCollapsed = false, isLeft } = memory.get();
      if (isClosed) return;
      memory.keep({});
      const talk = createTalk({ ...options, id, onChange: update, onGone: dismiss });
      const report = createReport({ card, texts, memory, emit });
      scene = { talk, memory, report, isCollapsed };
      if (!isOwn) show(scene, false);
      talk.resume();
      if (isLeft) void talk.leave();
    }
    // The stream may have been faster than the answer.
    if (!isOwn || !scene) return;
    emit('chatstarted', { chatId: id });
    collapse(scene, false);
  }

  /** Forgets what this page shows. */
  function drop(): void {
    scene?.talk.stop();
    if (placed) card.hide(placed);
    scene = undefined;
    placed = undefined;
  }

  /** What is left of the chat is not wanted any more, on no page. */
  function dismiss(): void {
    scene?.memory.keep({ isClosed: true, draft: '' });
    scene?.talk.forget();
    drop();
    onPlace();
  }

  function leave(): void {
    if (!scene) return;
    const { talk, memory } = scene;
    memory.keep({ isLeft: true });
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
    redraw = () => refuse(refusal, given);
    placed = card.show(dialog);
    onPlace();
  }

  async function request(given: object): Promise<Chat | null> {
    const answer = await options.ask<Chat & Refusal>('/v1/chats', given).catch((why: Error) => {
      refuse({}, given);
      throw why;
    });
    const { status = 0, body } = answer ?? {};
    // Another page, or the back end of the site, may have been first.
    const id = status < 300 ? body?.id : body?.chatId;
    if (!id) {
      emit('refused', body);
      refuse(body ?? {}, given);
      return null;
    }
    begin(id, status === 201);
    const known =
      status < 300 ? body : (await options.ask<Chat>(`/v1/chats/${id}`).catch(() => null))?.body;
    if (scene?.isCollapsed) collapse(scene, false);
    if (known) scene?.talk.hear({ name: 'chat', data: known });
    return known ?? null;
  }

  function open(given: object): Promise<Chat | null> {
    const chat = scene?.talk.chat();
    if (scene && chat && chat.state !== 'Ended') {
      collapse(scene, false);
      return Promise.resolve(chat);
    }
    opening ??= request(given).finally(() => {
      opening = undefined;
    });
    return opening;
  }

  function look(): void {
    if (document.visibilityState === 'visible') scene?.talk.beat();
    update();
  }
  for (const kind of ['online', 'offline']) addEventListener(kind, look);
  const timer = setInterval(() => isInCharge() && scene?.talk.beat(), BEAT_MS);

  return {
    begin,
    open,
    chat: () => scene?.talk.chat(),
    hasCard: () => placed !== undefined,
    makeRoom() {
      if (!scene?.isCollapsed || scene.talk.chat()?.state !== 'Ended') return;
      scene.memory.keep({ isClosed: true });
      drop();
    },
    hear(signal) {
      const id = chatIdOf(signal);
      if (signal.name === 'chat' && id !== scene?.talk.id && signal.data.state !== 'Ended')
        begin(id, false);
      if (id !== scene?.talk.id) return;
      if (signal.name === 'closed') dismiss();
      else if (signal.name === 'left') {
        scene.memory.keep({ isLeft: true });
        update();
      } else scene.talk.hear(signal);
    },
    beat: () => scene?.talk.beat(),
    look,
    rebuild() {
      if (placed) redraw();
    },
    save() {
      if (scene?.panel) scene.memory.keep({ draft: scene.panel.draft() });
    },
    leave,
    stop() {
      clearInterval(timer);
      for (const kind of ['online', 'offline']) removeEventListener(kind, look);
      drop();
    },
  };
}
