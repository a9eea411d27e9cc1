import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { clockSpan, hourOf, span, useNow } from '../app/time.js';
import type { Parts } from './app.js';
import { Composer } from './composer.js';
import { type Conversation, type Unsent, unreadOf } from './state.js';
import type { Chat, Message, Standing } from './wire.js';
import { nameOf, reasonOf } from './words.js';

interface Shown extends Parts {
  readonly conversation: Conversation;
  readonly standing: Standing;
}

function Said({
  message,
  next,
  name,
}: {
  readonly message: Message;
  readonly next: Message | undefined;
  readonly name: string;
}) {
  const { from, text, at } = message;
  const who = { visitor: name, agent: 'You or a colleague', strategy: 'Sent by itself' }[from];
  // What belongs together has its time once.
  const goesOn = next?.from === from && hourOf(next.at) === hourOf(at);
  return (
    <li class={`said ${from}`}>
      <span class="unseen">{who}:</span>
      <p class="text" dir="auto" title={at}>
        {text}
      </p>
      {!goesOn && (
        <p class="quiet">
          {from === 'strategy' && `${who}, `}
          <time dateTime={at}>{hourOf(at)}</time>
          {from === 'agent' && ' · sent'}
        </p>
      )}
    </li>
  );
}

function Pending({ unsent, chat, work }: { unsent: Unsent; chat: Chat; work: Parts['work'] }) {
  const { clientId, text, failure, isWaiting } = unsent;
  return (
    <li class="said agent pending">
      <p class="text" dir="auto">
        {text}
      </p>
      {failure === null ? (
        <p class="quiet">sending …</p>
      ) : (
        <p class="problem" role="alert">
          Not sent. {failure}{' '}
          <button type="button" class="plain" onClick={() => work.retry(chat.id, clientId)}>
            Try again
          </button>
          {!isWaiting && (
            <button type="button" class="plain" onClick={() => work.discard(chat.id, clientId)}>
              Discard
            </button>
          )}
        </p>
      )}
    </li>
  );
}

/** What scrolls can be scrolled by keyboard. */
const SCROLLED = { tabIndex: 0 };

function Messages({ conversation, work }: Omit<Shown, 'standing' | 'state'>) {
  const { chat, messages, unsent, typingUntil } = conversation;
  const name = nameOf(chat);
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const isTyping = typingUntil > performance.now() && chat.state === 'Active';
  // Whoever reads further up is not taken away from there.
  useLayoutEffect(() => {
    if (isAtEnd.current) box.current?.scrollTo(0, box.current.scrollHeight);
  });
  const look = (): void => {
    const { scrollTop = 0, clientHeight = 0, scrollHeight = 0 } = box.current ?? {};
    isAtEnd.current = scrollHeight - scrollTop - clientHeight < 40;
  };
  return (
    <section class="messages" ref={box} onScroll={look} aria-label="Messages" {...SCROLLED}>
      {chat.note && (
        <p class="note" dir="auto">
          <strong>Note with the transfer</strong>
          {chat.note}
        </p>
      )}
      {messages.length === 0 && unsent.length === 0 && (
        <p class="quiet none">
          {chat.messages > 0 ? 'Fetching what was said …' : 'Nothing was said yet. Say hello.'}
        </p>
      )}
      <ol>
        {messages.map((message, index) => (
          <Said key={message.sequence} message={message} next={messages[index + 1]} name={name} />
        ))}
        {unsent.map((each) => (
          <Pending key={each.clientId} unsent={each} chat={chat} work={work} />
        ))}
      </ol>
      {isTyping && (
        <p class="quiet typing">
          <span dir="auto">{name}</span> writes …
        </p>
      )}
    </section>
  );
}

function WrapUp({ conversation: { chat }, standing, state, work }: Shown) {
  const now = useNow();
  const until = Date.parse(chat.endedAt ?? '') + standing.wrapUpSeconds * 1000;
  return (
    <div class="wrap-up">
      <p>
        <strong>The conversation has ended.</strong> Finish what is to be finished; your place is
        free by itself in <span class="left">{clockSpan(until - now)}</span>.
      </p>
      <button
        type="button"
        class="main"
        disabled={state.busy.has(chat.id) || state.staleSince !== null}
        aria-keyshortcuts="Alt+E"
        onClick={() => void work.done(chat.id)}
      >
        Done
      </button>
    </div>
  );
}

function Gone({ conversation: { chat, gone, draft }, work }: Shown) {
  return (
    <div class="wrap-up">
      <p role="status">
        <strong>{gone}</strong>
        {draft !== '' && ' What you were writing was not sent.'}
      </p>
      <button type="button" class="main" onClick={() => work.close(chat.id)}>
        Close
      </button>
    </div>
  );
}

function Head({ conversation, state, work }: Shown) {
  const { chat, gone } = conversation;
  const now = useNow();
  const others = state.conversations.reduce((sum, each) => sum + unreadOf(each), 0);
  const isActive = chat.state === 'Active' && gone === null;
  const isBusy = state.busy.has(chat.id) || state.staleSince !== null;
  return (
    <header class="head">
      <button type="button" class="back plain" onClick={() => work.show('list')}>
        <span aria-hidden="true">←</span> All{others > 0 && `, ${others} not read`}
      </button>
      <div class="whom">
        <h2 dir="auto">{nameOf(chat)}</h2>
        <p class="quiet">
          <span dir="auto">{reasonOf(chat)}</span>
          {chat.acceptedAt && ` · ${span(now - Date.parse(chat.acceptedAt))}`}
          {isActive && !chat.visitorConnected && (
            <span class="away"> · not on the page just now</span>
          )}
        </p>
      </div>
      <div class="buttons">
        <button type="button" class="more" onClick={() => work.show('details')}>
          Details
        </button>
        {isActive && (
          <>
            <button
              type="button"
              disabled={isBusy}
              aria-keyshortcuts="Alt+D"
              onClick={() => work.ask({ kind: 'transfer', chatId: chat.id })}
            >
              Transfer
            </button>
            <button
              type="button"
              disabled={isBusy}
              aria-keyshortcuts="Alt+E"
              onClick={() => work.ask({ kind: 'end', chatId: chat.id })}
            >
              End
            </button>
          </>
        )}
      </div>
    </header>
  );
}

function Nothing({ standing, state }: Pick<Shown, 'standing' | 'state'>) {
  const { state: stands } = standing;
  if (state.conversations.length > 0) return <p class="quiet">Choose a conversation.</p>;
  if (stands === 'Ready')
    return (
      <>
        <h2>You are ready</h2>
        <p class="quiet">The next visitor who waits rings here.</p>
      </>
    );
  return (
    <>
      <h2>You are not ready</h2>
      <p class="quiet">Nobody rings here until you are.</p>
    </>
  );
}

/** The conversation that is looked at. */
export function ConversationPane({
  conversation,
  standing,
  state,
  work,
}: Omit<Shown, 'conversation'> & { readonly conversation: Conversation | undefined }) {
  const pane = useRef<HTMLElement>(null);
  const id = conversation?.chat.id;
  useEffect(() => {
    if (id !== undefined)
      (pane.current?.querySelector<HTMLElement>('#message') ?? pane.current)?.focus();
  }, [id]);
  if (!conversation)
    return (
      <section class="conversation middle">
        <Nothing standing={standing} state={state} />
      </section>
    );
  const shown = { conversation, standing, state, work };
  const { chat, gone } = conversation;
  return (
    <section
      class="conversation"
      aria-label={`Conversation with ${nameOf(chat)}`}
      ref={pane}
      tabIndex={-1}
    >
      <Head {...shown} />
      <Messages {...shown} />
      {gone !== null && <Gone {...shown} />}
      {gone === null && chat.state === 'Wrapping' && <WrapUp {...shown} />}
      {gone === null && chat.state === 'Active' && <Composer {...shown} />}
    </section>
  );
}
