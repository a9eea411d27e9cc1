import { type Channel, createChannel, createRole, type Role } from '../widget/tabs.js';
import {
  createEventLine,
  type EventLine,
  type EventLineOptions,
  SILENCE_MS,
} from './event-line.js';
import { serverClock } from './time.js';

/** An event of the stream, as it came. */
export interface LineEvent {
  readonly name: string;
  readonly data: string;
  readonly id: string;
}

export interface SharedLineOptions extends EventLineOptions {
  /** What tabs have in common that share a stream; asked for whenever it is opened. */
  name(): string;
  /** Events by which a tab that has just come knows what this one knows. */
  known(): readonly LineEvent[];
}

/** What the tab with the stream tells the others, and what one asks that has just come. */
type Word =
  | ({ readonly type: 'event' } & LineEvent)
  | { readonly type: 'opened'; readonly isNew: boolean }
  | { readonly type: 'lost'; readonly since: number }
  | { readonly type: 'signedOut' }
  | { readonly type: 'hello' };

/**
 * One stream for all tabs: browsers open no more than six connections to a service over HTTP/1.1, and a
 * seventh tab would wait for ever. One tab has it and tells the others; when it goes, or falls silent,
 * another takes its place. Without Web Locks every tab has its own.
 */
export function createSharedLine(options: SharedLineOptions): Pick<EventLine, 'start' | 'close'> {
  let channel: Channel<Word> | null = null;
  let role: Role | null = null;
  let watchdog: ReturnType<typeof setTimeout> | undefined;
  let heardAt = Number.NaN;
  let isOpen = false;
  const tell = (word: Word): void => channel?.post(word);

  const line = createEventLine({
    ...options,
    opened() {
      isOpen = true;
      tell({ type: 'opened', isNew: true });
      options.opened();
    },
    lost(since) {
      isOpen = false;
      tell({ type: 'lost', since });
      options.lost(since);
    },
    signedOut() {
      tell({ type: 'signedOut' });
      options.signedOut();
    },
    on: Object.fromEntries(
      Object.entries(options.on).map(([name, run]) => [
        name,
        (data: string, id: string) => {
          tell({ type: 'event', name, data, id });
          run(data, id);
        },
      ]),
    ),
  });

  function watch(): void {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => {
      options.lost(heardAt);
      role?.take();
    }, SILENCE_MS);
  }

  function hear(word: Word): void {
    if (role?.has()) {
      if (word.type !== 'hello' || !isOpen) return;
      for (const event of options.known()) tell({ type: 'event', ...event });
      tell({ type: 'opened', isNew: false });
      return;
    }
    if (word.type === 'hello') return;
    watch();
    if (word.type === 'lost') options.lost(word.since);
    else if (word.type === 'signedOut') options.signedOut();
    else heardAt = serverClock.now();
    if (word.type === 'event') options.on[word.name]?.(word.data, word.id);
    if (word.type !== 'opened') return;
    options.opened();
    // As the tab with the stream does before it opens one; what comes of it is told by that tab.
    if (word.isNew) void options.look().catch(() => undefined);
  }

  return {
    start() {
      channel = createChannel<Word>(options.name(), hear);
      role = createRole(options.name(), (has) => {
        clearTimeout(watchdog);
        isOpen = false;
        if (has) line.start();
        else line.close();
      });
      watch();
      role.want(true);
      tell({ type: 'hello' });
    },
    close() {
      role?.want(false);
      channel?.close();
      role = null;
      channel = null;
      clearTimeout(watchdog);
    },
  };
}
