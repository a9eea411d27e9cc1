import { span, useNow } from '../app/time.js';
import type { Parts } from './app.js';
import { type Conversation, unreadOf, waitsSince } from './state.js';
import { nameOf } from './words.js';

/** The last words, and whose they were. */
function lastWords({ messages, unsent, chat, gone }: Conversation): string {
  if (gone !== null) return 'Over';
  if (chat.state === 'Wrapping') return 'Ended: to be finished';
  const written = unsent.at(-1);
  if (written) return `You: ${written.text}`;
  const last = messages.at(-1);
  if (!last) return 'Nothing was said yet';
  return last.from === 'agent' ? `You: ${last.text}` : last.text;
}

function Item({
  conversation,
  isSelected,
  isFirst,
  now,
  work,
}: {
  readonly conversation: Conversation;
  readonly isSelected: boolean;
  readonly isFirst: boolean;
  readonly now: number;
  readonly work: Parts['work'];
}) {
  const { chat, typingUntil } = conversation;
  const unread = unreadOf(conversation);
  const waits = waitsSince(conversation);
  const isTyping = typingUntil > performance.now();
  return (
    <li>
      <button
        type="button"
        class="item"
        aria-current={isSelected ? 'true' : undefined}
        tabIndex={isSelected || isFirst ? 0 : -1}
        onClick={() => work.select(chat.id)}
      >
        <span class="who" dir="auto">
          {nameOf(chat)}
        </span>
        {unread > 0 && (
          <span class="unread">
            {unread}
            <span class="unseen"> not read</span>
          </span>
        )}
        <span class="last" dir="auto">
          {isTyping ? 'writes …' : lastWords(conversation)}
        </span>
        {waits !== null && (
          <span class="waits">
            <span class="unseen">waits for </span>
            {span(now - waits)}
          </span>
        )}
      </button>
    </li>
  );
}

const STEPS: Readonly<Record<string, (at: number, length: number) => number>> = {
  ArrowDown: (at, length) => Math.min(at + 1, length - 1),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_at, length) => length - 1,
};

/** Moves the focus along the list, as along any. */
function step(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('.item')];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const next = event.altKey ? undefined : STEPS[event.key];
  if (!next || at === -1) return;
  event.preventDefault();
  items[next(at, items.length)]?.focus();
}

/** The conversations, side by side. */
export function List({ state: { conversations, selected }, work }: Parts) {
  const now = useNow();
  const hasSelected = conversations.some(({ chat }) => chat.id === selected);
  return (
    <nav class="list" aria-label="Conversations">
      {conversations.length === 0 ? (
        <p class="quiet none">Your conversations will be here.</p>
      ) : (
        <ul onKeyDown={step}>
          {conversations.map((conversation, index) => (
            <Item
              key={conversation.chat.id}
              conversation={conversation}
              isSelected={conversation.chat.id === selected}
              isFirst={!hasSelected && index === 0}
              now={now}
              work={work}
            />
          ))}
        </ul>
      )}
    </nav>
  );
}
