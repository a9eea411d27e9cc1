import { button, element } from '../dom.js';
import { attempt } from '../storage.js';
import { fill, type Texts } from '../texts.js';
import type { Unsent } from './outbox.js';
import type { Message } from './wire.js';

/** What was said, and what is on its way. */
export interface Log {
  readonly element: HTMLElement;
  update(messages: readonly Message[], unsent: readonly Unsent[], hasEnded: boolean): void;
  /** Shows the end of it. */
  toEnd(): void;
}

export interface LogActions {
  /** Sends at once what waits, or once more what was refused. */
  again(unsent: Unsent): void;
}

/** Who reads what is not at the end is not moved, in pixels. */
const NEAR_PX = 48;

interface Line {
  readonly key: string;
  readonly side: Message['from'];
  readonly text: string;
  readonly meta: string;
  readonly unsent: Unsent | undefined;
}

function timeOf(at: string): string {
  const inWords = (language?: string): string =>
    new Date(at).toLocaleTimeString(language, { timeStyle: 'short' });
  // What the page says of its language may be none.
  return attempt(() => inWords(document.documentElement.lang || undefined)) ?? inWords();
}

/** The lines in their order; the time is said by the last of several that belong together. */
function linesOf(
  messages: readonly Message[],
  unsent: readonly Unsent[],
  texts: Texts,
  hasEnded: boolean,
): readonly Line[] {
  const waiting = hasEnded ? texts.notSent : texts.notYetSent;
  const metas = { sending: texts.sending, waiting, failed: texts.notSent };
  return [
    ...messages.map((message, index): Line => {
      const { sequence, from, text, at, clientId } = message;
      const next = messages[index + 1];
      const time = timeOf(at);
      const isLast = next?.from !== from || timeOf(next.at) !== time;
      const said = from === 'visitor' ? fill(texts.sent, { time }) : time;
      return {
        // As when it was on its way: it stays where it is.
        key: from === 'visitor' && clientId ? clientId : String(sequence),
        side: from,
        text,
        meta: isLast ? said : '',
        unsent: undefined,
      };
    }),
    ...unsent.map((each): Line => {
      const { clientId: key, text, status } = each;
      return { key, side: 'visitor', text, meta: metas[status], unsent: each };
    }),
  ];
}

export function createLog(texts: Texts, { again }: LogActions): Log {
  const root = element('div', {
    class: 'log',
    role: 'log',
    'aria-live': 'polite',
    'aria-label': texts.conversation,
    tabindex: '0',
  });
  const shown = new Map<
    string,
    { readonly made: HTMLElement; readonly meta: HTMLElement; was: string }
  >();

  function create({ side, text }: Line) {
    const meta = element('small');
    const who = element(
      'span',
      { class: 'live' },
      `${side === 'visitor' ? texts.you : texts.agent}: `,
    );
    const said = element('p', { dir: 'auto' }, text);
    const made = element(
      'div',
      { class: side === 'visitor' ? 'said own' : 'said' },
      who,
      said,
      meta,
    );
    return { made, meta, was: '' };
  }

  function tell(line: Line, index: number, hasEnded: boolean): void {
    const known = shown.get(line.key) ?? create(line);
    shown.set(line.key, known);
    const status = line.unsent?.status ?? '';
    const now = `${status} ${line.meta} ${hasEnded}`;
    if (known.was !== now) {
      known.was = now;
      known.made.classList.toggle('unsent', status !== '');
      known.meta.replaceChildren(line.meta);
      const { unsent } = line;
      if (unsent && status !== 'sending' && !hasEnded)
        known.meta.append(
          ' ',
          button('again', texts.tryAgain, () => again(unsent)),
        );
    }
    // What stays where it is is not read out again.
    const there = root.children[index] ?? null;
    if (there !== known.made) root.insertBefore(known.made, there);
  }

  const toEnd = (): void => {
    root.scrollTop = root.scrollHeight;
  };

  return {
    element: root,
    toEnd,
    update(messages, unsent, hasEnded) {
      const isNear = root.scrollHeight - root.scrollTop - root.clientHeight < NEAR_PX;
      const lines = linesOf(messages, unsent, texts, hasEnded);
      const isMore = lines.some(({ key }) => !shown.has(key));
      for (const [index, line] of lines.entries()) tell(line, index, hasEnded);
      if (isNear && isMore) toEnd();
    },
  };
}
