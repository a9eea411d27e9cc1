import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../clock.js';
import type { Interaction } from '../domain/interactions/interaction.js';
import { LIMITS } from '../domain/limits.js';
import type { Chats } from '../engine/chats.js';
import type { Engine } from '../engine/engine.js';
import type { Tokens } from '../settings/tokens.js';
import type { Signal } from '../store/signal.js';
import type { Store } from '../store/store.js';
import { createChangeWatch } from './change-watch.js';
import {
  type EventContext,
  eventOfState,
  interactionNamedBy,
  renderHeartbeat,
  renderOnce,
  type VisitEventName,
} from './events.js';
import { isOfErased, type Listener, mayAnswer } from './listener.js';
import { endOutlet, type Outlet } from './outlet.js';
import { createRoll } from './roll.js';
import { checkRoom } from './room.js';
import { createRounds } from './rounds.js';
import { groupsOf, type Stream } from './stream.js';
import { createTold } from './told.js';
import type { Typing } from './typing.js';
import { dropUnread } from './unread.js';
import { createVisitChats, mayHear, renderTyping } from './visit-chats.js';

/** Every stream gets a heartbeat this often, in seconds: proxies and browsers give up later. */
export const HEARTBEAT_SECONDS = 15;
/** Browsers that lost their stream come back after 2 to 5 seconds, each at a moment of its own. */
const RETRY_MS = { least: 2_000, spread: 3_000 } as const;
/** Positions change with every chat before: they are told this often at most. */
const POSITION_SECONDS = 5;
/** Credentials that are checked in one turn of the event loop. */
const CHECKED_AT_ONCE = 200;

/** A place among the streams of a visit, taken before its answer begins. */
export interface Seat {
  /** Sends what is so now, and from then on what changes. */
  start(outlet: Outlet): void;
  /** Gives the place back. */
  leave(): void;
}

/** The open streams of visits. Nothing is kept for a visit without one. */
export interface VisitStreams {
  /**
   * Takes a place and reads what the page has to know: the visit's live interaction, and the end of
   * the one it received last. The oldest stream of a visit that has too many makes room. Throws a
   * `Problem` when there are too many of its network or in all, or when the service ends; rejects as
   * `Engine.visit` does.
   */
  open(visitId: string, who: Listener): Promise<Seat>;
  /** Whether any page of the visit listens now; back ends that do are no pages. */
  has(visitId: string): boolean;
  /** Calls `listener` whenever a page of a visit begins to listen. */
  onOpen(listener: (visitId: string) => void): void;
  /** Open streams, now. */
  count(): number;
  /** Streams that were dropped because nobody read them, ever. */
  dropped(): number;
  /** Ends every stream and lets no new one in. */
  close(): void;
}

export interface VisitStreamsDependencies {
  readonly engine: Engine;
  readonly chats: Chats;
  readonly typing: Typing;
  readonly store: Pick<Store, 'read' | 'watch' | 'lastSettings'>;
  readonly clock: Clock;
  readonly tokens: Tokens;
  /** 0 to 1, for spreading out those who come back. */
  readonly random: () => number;
}

export function createVisitStreams(dependencies: VisitStreamsDependencies): VisitStreams {
  const { engine, chats, typing, store, clock, tokens, random } = dependencies;
  const visitChats = createVisitChats(chats, () => store.lastSettings().agents.length > 0);
  const roll = createRoll<Stream>(HEARTBEAT_SECONDS);
  const { slots } = roll;
  let listener: (visitId: string) => void = () => undefined;
  let droppedCount = 0;
  let tick = 0;
  let stopTicking: (() => void) | null = null;
  let isClosed = false;
  const rounds = createRounds(tell);
  const changes = createChangeWatch(store, roll, lookAt);
  let settings = store.lastSettings();

  const context = (): EventContext => ({
    timeline: settings.timeline,
    now: engine.now(),
    tokenOf: ({ id }) =>
      tokens.sign(store.lastSettings(), { kind: 'interaction', interactionId: id }).token,
  });

  const render = (name: VisitEventName, interaction: Interaction) => {
    const text = renderOnce(name, interaction, context());
    return (stream: Stream): string => text(mayAnswer(stream, interaction));
  };

  function remove(stream: Stream): void {
    if (!roll.remove(stream) || roll.count() > 0) return;
    stopTicking?.();
    stopTicking = null;
    changes.forget();
  }

  /** A slow reader is dropped, not remembered: it comes back and is told what is so then. */
  function send(stream: Stream, text: string): void {
    const { outlet } = stream;
    if (outlet === null) return;
    if (outlet.writableLength + text.length > LIMITS.streamBytes.most) drop(stream);
    else outlet.write(text);
  }

  function drop(stream: Stream): void {
    droppedCount += 1;
    remove(stream);
    stream.outlet?.destroy();
  }

  function end(stream: Stream): void {
    remove(stream);
    if (stream.outlet) endOutlet(stream.outlet);
  }

  /** Has the pages of a visit told what they do not know. */
  function lookAt(visitId: string): void {
    const streams = roll.ofVisit(visitId);
    if (streams.size === 0) return;
    for (const stream of streams) stream.isStale = true;
    rounds.look(visitId, false);
  }

  /** One timer for all: every second a fifteenth of the streams gets its heartbeat. */
  function beat(): void {
    if (store.lastSettings() !== settings) judgeAnew();
    void changes.look();
    tick = (tick + 1) % HEARTBEAT_SECONDS;
    if (tick % POSITION_SECONDS === 0)
      for (const { visitId } of roll.all().filter(({ toldChat }) => toldChat?.isWaiting))
        rounds.look(visitId, false);
    const streams = [...(slots[tick] ?? [])];
    for (const stream of streams) if (!stream.isWelcome()) end(stream);
    const heartbeat = renderHeartbeat(engine.now(), HEARTBEAT_SECONDS);
    for (const stream of slots[tick] ?? []) send(stream, heartbeat);
    void dropUnread(streams, drop);
  }

  /** In later turns: those who know the keys hear of the commit in this one. */
  async function recheck(): Promise<void> {
    await nextTurn();
    for (const [index, stream] of roll.all().entries()) {
      if (!stream.isWelcome()) end(stream);
      if (index % CHECKED_AT_ONCE === CHECKED_AT_ONCE - 1) await nextTurn();
    }
  }

  /** Something happened to visits: those with a page are looked at, whatever it was. */
  function hear({ visits, settings }: Signal): void {
    if (settings) judgeAnew();
    if (roll.count() > 0) for (const visitId of visits) lookAt(visitId);
  }

  /** Credentials may be void, and deadlines follow from options: then every page is told its state. */
  function judgeAnew(): void {
    const { timeline } = settings;
    settings = store.lastSettings();
    if (roll.count() === 0) return;
    void recheck();
    if (settings.timeline !== timeline)
      for (const visitId of roll.visits()) rounds.look(visitId, true);
  }

  /** Tells the streams of a visit what they do not know, of what is live and what they were told of. */
  async function tell(visitId: string, anyway: boolean): Promise<void> {
    const streams = [...roll.ofVisit(visitId)].filter(({ outlet }) => outlet !== null);
    if (streams.length === 0) return;
    const live = await store.read('liveAttempts', visitId);
    const known = new Set(streams.flatMap(({ told }) => [...told.ids()]));
    for (const { id } of live) known.delete(id);
    const others = await Promise.all([...known].map((id) => store.read('interaction', id)));
    // What was read is not so any more: it is looked at once more, and told then.
    if (rounds.isWaiting(visitId)) return rounds.look(visitId, anyway);
    const found = others.filter((interaction) => interaction !== null);
    const last = anyway ? live.at(-1) : undefined;
    for (const interaction of [...found, ...live])
      for (const [name, group] of groupsOf(streams, interaction, interaction === last)) {
        const text = render(name, interaction);
        for (const stream of group) {
          stream.told.note(interaction);
          send(stream, text(stream));
        }
      }
    await visitChats.tell(visitId, streams, send);
    for (const stream of streams) {
      if (!(await isOfErased(stream, store))) continue;
      // This was the last that it is told.
      remove(stream);
      stream.outlet?.end();
    }
  }

  /** What a page that connects has to know, as events. */
  async function read(stream: Stream, named: string | undefined): Promise<string> {
    for (;;) {
      stream.isStale = false;
      const last = named === undefined ? undefined : await engine.get(named);
      const { live } = await engine.visit(stream.visitId);
      const attempts = await store.read('liveAttempts', stream.visitId);
      if (stream.isStale) continue;
      for (const each of [...(last ? [last] : []), ...attempts, ...(live ? [live] : [])])
        stream.told.note(each);
      const events: string[] = [];
      const closed = (interaction: Interaction): boolean =>
        interaction.visitId === stream.visitId && interaction.state !== 'Engaged';
      if (last && closed(last)) events.push(render('revoke', last)(stream));
      if (live) events.push(render(eventOfState(live), live)(stream));
      events.push(await visitChats.first(stream.visitId, stream));
      return events.join('');
    }
  }

  function add(visitId: string, { isPage, network, isWelcome }: Listener): Stream {
    checkRoom(roll, isClosed, network);
    const [oldest] = roll.ofVisit(visitId);
    if (oldest && roll.ofVisit(visitId).size >= LIMITS.streamsPerVisit.most) end(oldest);
    const slot = Math.floor(random() * HEARTBEAT_SECONDS) % HEARTBEAT_SECONDS;
    const stream = {
      visitId,
      isPage,
      network,
      isWelcome,
      slot,
      outlet: null,
      isStale: false,
      told: createTold(),
      toldChat: null,
    };
    roll.add(stream);
    stopTicking ??= clock.everySecond(beat);
    if (roll.count() === 1) void changes.look();
    return stream;
  }

  const unsubscribe = store.watch(hear);
  const unhint = typing.watch((chat, side) => {
    if (side !== 'agent' || chat.visitId === null) return;
    for (const stream of roll.ofVisit(chat.visitId))
      if (mayHear(stream, chat)) send(stream, renderTyping(chat));
  });

  return {
    async open(visitId, who) {
      const { isPage, lastEventId } = who;
      const stream = add(visitId, who);
      try {
        let first: string | null = await read(stream, interactionNamedBy(lastEventId));
        return {
          start(outlet) {
            // It may have made room for another, or lost its credential, while it was read for.
            if (isClosed || outlet.destroyed || !roll.ofVisit(visitId).has(stream)) {
              remove(stream);
              outlet.destroy();
              return;
            }
            stream.outlet = outlet;
            outlet.once('close', () => remove(stream));
            const retryMs = Math.round(RETRY_MS.least + random() * RETRY_MS.spread);
            outlet.write(`retry: ${retryMs}\n\n${first}`);
            first = null;
            if (isPage !== false) listener(visitId);
          },
          leave: () => remove(stream),
        };
      } catch (error) {
        remove(stream);
        throw error;
      }
    },
    has: (visitId) => [...roll.ofVisit(visitId)].some(({ isPage }) => isPage !== false),
    onOpen(call) {
      listener = call;
    },
    count: roll.count,
    dropped: () => droppedCount,
    close() {
      isClosed = true;
      unsubscribe();
      unhint();
      for (const stream of roll.all()) end(stream);
    },
  };
}
