import { useEffect, useRef, useState } from 'preact/hooks';
import { Modal } from '../app/modal.js';
import { hrefOf } from './address.js';
import { useCell } from './cell.js';
import { type Found, findsOf, matching, viewFinds } from './finds.js';
import { overview } from './live.js';
import { go } from './navigation.js';
import { overlay } from './overlay.js';
import type { Session } from './session.js';
import { VIEWS } from './views.js';
import { useAsk } from './wire.js';

/** Until somebody has written on, nothing is asked. */
const PAUSE_MS = 120;
/** What is so short is in everything. */
const LEAST = 3;
const MOST = 30;

/** A text as it was a moment ago. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** Leads to anything by a few letters of it: views, queues, options, and whatever has an id. */
export function Palette({ session }: { readonly session: Session }) {
  const [asked, setAsked] = useState('');
  const box = useRef<HTMLFormElement>(null);
  const text = useSettled(asked.trim());
  const isRead = session.scopes.includes('admin:read');
  const found = useAsk<{ items: readonly Found[] }>(
    isRead && text.length >= LEAST ? `/v1/admin/find?q=${encodeURIComponent(text)}` : null,
  );
  const queues = (useCell(overview)?.queues ?? []).map(({ name }) => ({
    kind: 'queue',
    title: name,
    detail: '',
    href: hrefOf('interactions', null, { queue: name }),
  }));
  const known = matching([...viewFinds(VIEWS), ...queues], asked);
  const others = findsOf(found.data?.items ?? []);
  const all = new Map([...known, ...others].map((find) => [find.href, find]));
  const finds = [...all.values()].slice(0, MOST);
  const [first] = finds;

  const close = (): void => overlay.set(null);
  /** The field, and then what was found, one after the other. */
  function move(by: 1 | -1): void {
    const all = [...(box.current?.querySelectorAll<HTMLElement>('input, a') ?? [])];
    const now = all.indexOf(document.activeElement as HTMLElement);
    all[(now + by + all.length) % all.length]?.focus();
  }
  const KEYS: Readonly<Record<string, () => void>> = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
  };

  return (
    <Modal title="Go to" onClose={close}>
      <form
        class="palette"
        ref={box}
        onKeyDown={(event) => {
          const act = KEYS[event.key];
          if (!act || event.isComposing) return;
          event.preventDefault();
          act();
        }}
        onSubmit={(event) => {
          event.preventDefault();
          if (!first) return;
          close();
          go(first.href);
        }}
      >
        <input
          type="search"
          aria-label="Views, queues, options, any id"
          placeholder="A view, a queue, an option, any id …"
          autocomplete="off"
          spellcheck={false}
          value={asked}
          onInput={({ currentTarget }) => setAsked(currentTarget.value)}
        />
        <ul>
          {finds.map((find) => (
            <li key={find.href}>
              <a href={find.href} data-first={find === first} onClick={close}>
                <span class="word">{find.kind}</span>
                <bdi>{find.title}</bdi>
                <span class="quiet" dir="auto">
                  {find.detail}
                </span>
              </a>
            </li>
          ))}
        </ul>
        <p class="quiet" role="status">
          {first ? `Enter: ${first.title}` : !found.error && 'Nothing has that.'}
          {found.error && ' The service gives no answer: what it alone knows is not among these.'}
        </p>
      </form>
    </Modal>
  );
}
