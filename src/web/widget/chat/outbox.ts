import type { Answer } from '../http.js';
import type { Storage } from '../storage.js';
import type { Message } from './wire.js';

/** A message of the visitor that the service has not confirmed. */
export interface Unsent {
  readonly chatId: string;
  /** Its name: sent again, also by another page, it is the same message. */
  readonly clientId: string;
  readonly text: string;
  /** `waiting`: there was no answer yet, and it is tried again. `failed`: it was refused. */
  readonly status: 'sending' | 'waiting' | 'failed';
}

export interface OutboxOptions {
  readonly chatId: string;
  readonly storage: Storage;
  /** Posts until there is an answer; `onWait` each time there is none. */
  post(
    message: object,
    isWanted: () => boolean,
    onWait: () => void,
  ): Promise<Answer<Message> | undefined>;
  /** Some of it has changed. */
  onChange(): void;
  /** The service has a message. */
  onSent(message: Message): void;
  /** The service refused one: something may have changed. */
  onRefused(): void;
}

/** What is on its way, one after the other, across pages. */
export interface Outbox {
  all(): readonly Unsent[];
  add(text: string): void;
  /** Sends once more what was refused. */
  again(clientId: string): void;
  /** The service is known to have it. */
  confirm(clientId: string | null): void;
  /** Sends what an earlier page could not. */
  resume(): void;
  /** Nothing of it is wanted any more. */
  clear(): void;
  stop(): void;
}

/** Where there is no secure context there is no `randomUUID`. */
const createClientId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');

export function createOutbox(options: OutboxOptions): Outbox {
  const { chatId, storage, post, onChange, onSent, onRefused } = options;
  let isRunning = true;
  let isSending = false;
  let items: readonly Unsent[] = [];
  const confirmed = new Set<string>();

  function keep(next: readonly Unsent[]): void {
    items = next;
    // Tabs keep theirs beside each other: who sends twice sends the same.
    const kept = storage.read<Unsent[]>('outbox') ?? [];
    const gone = (each: Unsent): boolean => each.chatId === chatId && confirmed.has(each.clientId);
    const own = new Set(items.map(({ clientId }) => clientId));
    storage.write('outbox', [
      ...kept.filter((each) => !gone(each) && !own.has(each.clientId)),
      ...items,
    ]);
    onChange();
  }
  const isIn = (clientId: string): boolean => items.some((each) => each.clientId === clientId);

  function mark(clientId: string, status: Unsent['status']): void {
    keep(items.map((each) => (each.clientId === clientId ? { ...each, status } : each)));
  }

  function confirm(clientId: string | null): void {
    if (clientId === null || confirmed.has(clientId)) return;
    confirmed.add(clientId);
    if (isIn(clientId)) keep(items.filter((each) => each.clientId !== clientId));
  }

  async function send(): Promise<void> {
    if (isSending) return;
    isSending = true;
    for (;;) {
      const next = items.find(({ status }) => status !== 'failed');
      if (!next || !isRunning) break;
      const { clientId, text } = next;
      const answer = await post(
        { text, clientId },
        () => isRunning && isIn(clientId),
        () => isIn(clientId) && mark(clientId, 'waiting'),
      );
      if (!isRunning) break;
      if (answer?.status === 200) {
        onSent(answer.body);
        confirm(clientId);
      } else if (isIn(clientId)) {
        mark(clientId, 'failed');
        onRefused();
      }
    }
    isSending = false;
  }

  return {
    all: () => items,
    add(text) {
      keep([...items, { chatId, clientId: createClientId(), text, status: 'sending' }]);
      void send();
    },
    again(clientId) {
      mark(clientId, 'sending');
      void send();
    },
    confirm,
    resume() {
      const kept = storage.read<Unsent[]>('outbox') ?? [];
      const mine = kept.filter((each) => each.chatId === chatId && !confirmed.has(each.clientId));
      items = [
        ...items,
        ...mine
          .filter(({ clientId }) => !isIn(clientId))
          .map((each) => ({ ...each, status: 'sending' as const })),
      ];
      void send();
    },
    clear() {
      for (const { clientId } of items) confirm(clientId);
    },
    stop() {
      isRunning = false;
    },
  };
}
