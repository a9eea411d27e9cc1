import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../clock.js';
import { LIMITS } from '../domain/limits.js';
import { Problem } from '../domain/problems.js';
import type { Overview } from '../engine/overview.js';
import type { Place } from '../store/page.js';
import type { Store } from '../store/store.js';
import { isNews, readChanges } from './console-changes.js';
import { renderHeartbeat } from './events.js';
import { endOutlet, eventText, type Outlet } from './outlet.js';
import { dropUnread } from './unread.js';

/** Every stream gets a heartbeat this often, in seconds. */
const HEARTBEAT_SECONDS = 15;
/** Changes are told together, four times a second at most. */
const ROUND_MS = 250;
/** A browser that lost its stream comes back after this long. */
const RETRY_MS = 2_000;

/** Who wants to listen. */
export interface Operating {
  readonly keyId: string;
  /** Whether the credential would still be let in. */
  readonly isWelcome: () => boolean;
  /** The place that it was told of last. */
  readonly lastEventId: string | undefined;
}

interface ConsoleStream extends Operating {
  outlet: Outlet | null;
  /** Whether it knows what all know; else it is told everything, with what changed since a place. */
  isInStep: boolean;
  since: Place | null;
}

/** The open streams of operators. All are told the same, once it was read for all. */
export interface ConsoleStreams {
  /**
   * Takes a place; `start` begins the answer. The oldest stream of a key that has too many makes room.
   * Throws a `Problem` when there are too many in all, or when the service ends.
   */
  open(who: Operating): { start(outlet: Outlet): void };
  count(): number;
  /** Resolves when nobody is being told anything. */
  idle(): Promise<void>;
  /** Ends every stream and lets no new one in. */
  close(): void;
}

export interface ConsoleStreamsDependencies {
  readonly store: Pick<Store, 'read' | 'watch' | 'lastSettings'>;
  readonly clock: Clock;
  readonly overview: () => Promise<Overview>;
}

export function createConsoleStreams(dependencies: ConsoleStreamsDependencies): ConsoleStreams {
  const { store, clock, overview } = dependencies;
  const streams = new Set<ConsoleStream>();
  /** What every stream in step was told, member by member, and up to which place. */
  let told: ReadonlyMap<string, string> = new Map();
  let place: Place | null = null;
  let changedChats = new Set<string>();
  let settings = store.lastSettings();
  let areSettingsOther = false;
  let toldAt = Number.NEGATIVE_INFINITY;
  let disarm: (() => void) | null = null;
  let underWay: Promise<void> | null = null;
  let stopTicking: (() => void) | null = null;
  let ticks = 0;
  let isClosed = false;

  function remove(stream: ConsoleStream): void {
    if (!streams.delete(stream) || streams.size > 0) return;
    stopTicking?.();
    stopTicking = null;
    disarm?.();
    disarm = null;
    // Nobody was told what happened meanwhile: who comes next is told everything.
    told = new Map();
    place = null;
  }

  function end(stream: ConsoleStream): void {
    remove(stream);
    if (stream.outlet) endOutlet(stream.outlet);
  }

  function drop(stream: ConsoleStream): void {
    remove(stream);
    stream.outlet?.destroy();
  }

  function endUnwelcome(): void {
    for (const stream of [...streams]) if (!stream.isWelcome()) end(stream);
  }

  /** An event with members of the overview as they were told last. */
  const overviewText = (members: Iterable<readonly [string, string]>, id?: Place): string => {
    const serverTime = JSON.stringify(new Date(clock.now()).toISOString());
    const parts = [...members].map(([name, json]) => `${JSON.stringify(name)}:${json}`);
    const data = [`"serverTime":${serverTime}`, ...parts].join(',');
    return `event: overview\n${id === undefined ? '' : `id: ${id}\n`}data: {${data}}\n\n`;
  };

  /** Tells a stream that is not in step everything. */
  async function catchUp(stream: ConsoleStream): Promise<void> {
    const { since } = stream;
    for (;;) {
      const upTo = place;
      if (upTo === null) return;
      const changes = since === null ? null : await store.read('changesSince', since);
      const found = changes && (await readChanges(store, changes, { chats: [], settings: true }));
      // What others were told meanwhile is in it only when it is read anew.
      if (upTo !== place) continue;
      if (stream.isInStep || !streams.has(stream)) return;
      stream.isInStep = true;
      stream.outlet?.write(
        found ? overviewText(told) + eventText('changes', found, upTo) : overviewText(told, upTo),
      );
      return;
    }
  }

  /** Reads what is other than it was told, once for all, and tells it. */
  async function tellAll(): Promise<void> {
    const chats = changedChats;
    const settingsToo = areSettingsOther;
    changedChats = new Set();
    areSettingsOther = false;
    toldAt = clock.now();
    const before = place;
    const changes = await store.read('changesSince', before);
    const [now, found] = await Promise.all([
      overview().catch(() => null),
      before === null ? null : readChanges(store, changes, { chats, settings: settingsToo }),
    ]);
    if (streams.size === 0) return;
    const { serverTime: _, ...members } = now ?? { serverTime: '' };
    const others = Object.entries(members)
      .map(([name, value]) => [name, JSON.stringify(value)] as const)
      .filter(([name, json]) => told.get(name) !== json);
    told = new Map([...told, ...others]);
    // Before everything could be read once there is nothing to begin with.
    if (now !== null || before !== null) place = changes.place;
    const text =
      (found && isNews(found) ? eventText('changes', found, changes.place) : '') +
      (others.length > 0 ? overviewText(others) : '');
    for (const stream of streams) {
      const { outlet } = stream;
      if (outlet === null || outlet.destroyed) continue;
      const isRead = outlet.writableLength === 0;
      if (!stream.isInStep) {
        if (isRead) await catchUp(stream);
      } else if (text === '') {
        // It knows everything.
      } else if (isRead) outlet.write(text);
      else {
        // A slow reader is told everything at once when it has read on.
        stream.isInStep = false;
        stream.since = before;
      }
    }
  }

  function round(): void {
    disarm = null;
    if (streams.size === 0) return;
    underWay ??= tellAll()
      .catch(() => undefined)
      .finally(() => {
        underWay = null;
      });
  }

  function schedule(): void {
    if (streams.size === 0 || disarm !== null) return;
    disarm = clock.after(Math.max(0, toldAt + ROUND_MS - clock.now()), round);
  }

  function lookAtSettings(): void {
    if (store.lastSettings() === settings) return;
    settings = store.lastSettings();
    areSettingsOther = true;
    // In a later turn: those who know the keys hear of the commit in this one.
    void nextTurn().then(endUnwelcome);
  }

  /** Signals are hints; and time alone changes what is shown. */
  function beat(): void {
    lookAtSettings();
    endUnwelcome();
    schedule();
    ticks = (ticks + 1) % HEARTBEAT_SECONDS;
    if (ticks !== 0) return;
    const open = [...streams];
    const heartbeat = renderHeartbeat(clock.now(), HEARTBEAT_SECONDS);
    for (const { outlet } of open) outlet?.write(heartbeat);
    void dropUnread(open, drop);
  }

  const unsubscribe = store.watch(({ chats }) => {
    lookAtSettings();
    if (streams.size === 0) return;
    for (const chat of chats) changedChats.add(chat);
    schedule();
  });

  return {
    open(who) {
      if (isClosed || streams.size >= LIMITS.consoleStreams.most)
        throw new Problem('overloaded', 'No more streams now.', {}, { 'retry-after': '5' });
      const own = [...streams].filter(({ keyId }) => keyId === who.keyId);
      const [oldest] = own;
      if (oldest && own.length >= LIMITS.consoleStreamsPerKey.most) end(oldest);
      const since = who.lastEventId ?? null;
      const stream: ConsoleStream = { ...who, outlet: null, isInStep: false, since };
      streams.add(stream);
      stopTicking ??= clock.everySecond(beat);
      return {
        start(outlet) {
          if (!streams.has(stream)) {
            outlet.destroy();
            return;
          }
          stream.outlet = outlet;
          outlet.once('close', () => remove(stream));
          outlet.write(`retry: ${RETRY_MS}\n\n`);
          if (place === null) schedule();
          else void catchUp(stream).catch(() => undefined);
        },
      };
    },
    count: () => streams.size,
    async idle() {
      await underWay;
    },
    close() {
      isClosed = true;
      unsubscribe();
      for (const stream of [...streams]) end(stream);
    },
  };
}
