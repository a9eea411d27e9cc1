import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Parts } from './app.js';
import type { Conversation } from './state.js';
import { nameOf } from './words.js';

/** Where the agent writes: Enter sends, Shift+Enter begins a line. */
export function Composer({
  conversation: { chat, draft },
  work,
}: Pick<Parts, 'work'> & { readonly conversation: Conversation }) {
  const field = useRef<HTMLTextAreaElement>(null);
  // As high as what is written, up to what its style allows.
  useLayoutEffect(() => {
    const { current } = field;
    if (!current) return;
    current.style.height = 'auto';
    current.style.height = `${current.scrollHeight + 2}px`;
  });

  const send = (event: Event): void => {
    event.preventDefault();
    work.say(chat.id);
    field.current?.focus();
  };
  return (
    <form class="composer" onSubmit={send}>
      <label class="unseen" for="message">
        Message to {nameOf(chat)}
      </label>
      <textarea
        id="message"
        ref={field}
        rows={1}
        maxLength={4096}
        dir="auto"
        placeholder="Write a message"
        value={draft}
        onInput={({ currentTarget }) => work.write(chat.id, currentTarget.value)}
        onKeyDown={(event) => {
          const isSent = event.key === 'Enter' && !event.shiftKey && !event.isComposing;
          if (isSent && !event.altKey) send(event);
        }}
      />
      <button type="submit" class="main" disabled={draft.trim() === ''}>
        Send
      </button>
    </form>
  );
}
