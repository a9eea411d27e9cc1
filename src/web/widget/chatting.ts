import type { Conversation } from './chat/conversation.js';
import { type Chat, type ChatSignal, chatIdOf, type KeptChat } from './chat/wire.js';
import { persist, send } from './http.js';
import { needPart } from './parts.js';
import type { Settings } from './settings.js';
import type { Storage } from './storage.js';
import { isShared } from './tabs.js';
import type { View } from './view.js';
import type { Session } from './visit.js';
import { wake } from './waiting.js';

/** The visit's chat, as far as a page without one needs to know of it. */
export interface Chatting
  extends Pick<Conversation, 'hear' | 'open' | 'hasCard' | 'makeRoom' | 'look' | 'leave' | 'stop'> {
  /** The page is of this visit: a chat that an earlier page of it had goes on. */
  join(visitId: string): void;
  /** The form of an invitation led to a chat. */
  begin(id: string): void;
  /** Tells a new tab what is known. */
  repeat(): void;
  /** The stream is alive. */
  beat(): void;
  rebuild(): void;
  save(): void;
  /** Whether somebody is there to chat. */
  isAvailable(): Promise<boolean>;
}

export interface ChattingOptions {
  readonly settings: Settings;
  readonly storage: Storage;
  readonly session: Session;
  readonly isWanted: () => boolean;
  /** What a visitor sees, once it is there. */
  needView(): Promise<View | undefined>;
  /** Whether this tab holds the stream of all. */
  leads(): boolean;
  emit(name: string, detail: unknown): void;
  tell(signal: ChatSignal): void;
  onPlace(): void;
}

export function createChatting(options: ChattingOptions): Chatting {
  const { settings, storage, session, isWanted, needView, leads, tell } = options;
  const { server, key } = settings;
  let visitId = '';
  let conversation: Conversation | undefined;
  let loading: Promise<Conversation | undefined> | undefined;

  async function load(): Promise<Conversation | undefined> {
    const view = await needView();
    const part = await needPart<typeof import('./chat.js')>('chat', server, isWanted);
    if (!view || !part) return undefined;
    conversation = part.createConversation({
      ...options,
      ...view,
      visitId,
      ask: (path, body) =>
        session.prove((token) => {
          const query = `${path.includes('?') ? '&' : '?'}token=${encodeURIComponent(token)}`;
          return body ? send(server + path, { ...body, token }) : send(server + path + query);
        }),
      insist: (path, body, isStillWanted, onWait) =>
        session.prove((token) =>
          persist(server + path, { ...body, token }, () => isWanted() && isStillWanted(), onWait),
        ),
      wake,
      isInCharge: () => leads() || !isShared(),
    });
    return conversation;
  }
  const need = (): Promise<Conversation | undefined> => {
    loading ??= load();
    return loading;
  };
  const kept = (): KeptChat | undefined => {
    const chat = storage.read<KeptChat>('chat');
    return chat?.visitId === visitId ? chat : undefined;
  };

  /** While the part comes: nobody asks themself whether the button was pressed. */
  async function showOpening(): Promise<void> {
    const view = await needView();
    if (!view || conversation) return;
    const { chat: title, chatOpening: text } = view.texts;
    const opening = view.card.show({
      title,
      text,
      content: [],
      onEscape: () => view.card.hide(opening),
    });
  }

  return {
    join(id) {
      if (visitId !== id) {
        conversation?.stop();
        conversation = undefined;
        loading = undefined;
      }
      visitId = id;
      const chat = kept();
      if (chat && !chat.isClosed) void need().then((part) => part?.begin(chat.id, false));
    },
    hear(signal) {
      if (conversation) conversation.hear(signal);
      else if (signal.name === 'chat') {
        const chat = kept();
        const isKnown = chat?.id === chatIdOf(signal);
        if (isKnown ? !chat.isClosed : signal.data.state !== 'Ended')
          void need().then((part) => part?.hear(signal));
      }
    },
    begin(id) {
      void showOpening();
      void need().then((part) => part?.begin(id, true));
    },
    async open(given): Promise<Chat | null> {
      void showOpening();
      return (await need())?.open(given) ?? null;
    },
    repeat() {
      const data = conversation?.chat();
      if (data && data.state !== 'Ended') tell({ name: 'chat', data });
    },
    hasCard: () => conversation?.hasCard() ?? false,
    makeRoom: () => conversation?.makeRoom(),
    beat: () => conversation?.beat(),
    look: () => conversation?.look(),
    rebuild: () => conversation?.rebuild(),
    save: () => conversation?.save(),
    leave: () => conversation?.leave(),
    stop: () => conversation?.stop(),
    async isAvailable() {
      const answer = await send<{ readonly status: string }>(
        `${server}/v1/chats/availability?key=${encodeURIComponent(key)}`,
      ).catch(() => undefined);
      return answer?.status === 200 && answer.body.status !== 'offline';
    },
  };
}
