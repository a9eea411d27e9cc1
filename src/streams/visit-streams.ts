import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Tokens } from '../auth/tokens.js';
import type { Clock } from '../clock.js';
import type { Engine } from '../engine.js';
import { Problem } from '../errors.js';
import type { Interaction } from '../lifecycle/interaction.js';
import type { Commit, Store } from '../store/store.js';
import {
  type EventContext,
  eventOfChange,
  eventOfState,
  interactionNamedBy,
  renderEvent,
  renderHeartbeat,
} from './events.js';

/** Every stream gets a heartbeat this often, in seconds: proxies and browsers give up later. */
export const HEARTBEAT_SECONDS = 15;
/** A stream on which more bytes than this wait to be read is dropped; the browser comes back. */
export const MAX_BUFFERED_BYTES = 65_536;
/** Streams of one visit, and of all visits. A browser needs one, with several tabs too. */
export const MAX_STREAMS_PER_VISIT = 10;
const MAX_STREAMS = 20_000;
/** Browsers that lost their stream come back after 2 to 5 seconds, each at a moment of its own. */
const RETRY_MS = { least: 2_000, spread: 3_000 } as const;
const TICK_MS = 1_000;

/** Where a stream is written to: the part of an answer that this needs. */
export type Outlet = Pick<
  ServerResponse,
  'write' | 'end' | 'destroy' | 'writableLength' | 'once' | 'destroyed'
>;

/** Who wants to listen. */
export interface Listener {
  /** Whether it is a page of the visit, with a token of it, and no back end. */
  readonly isPage: boolean;
  /** What it received last, as it says. */
  readonly lastEventId: string | undefined;
}

/** A place among the streams of a visit, taken before its answer begins. */
export interface Place {
  /** Sends what is so now, and from then on what changes. */
  start(outlet: Outlet): void;
  /** Gives the place back. */
  leave(): void;
}

/** The open streams of visits. Nothing is kept for a visit without one. */
export interface VisitStreams {
  /**
   * Takes a place and reads what the page has to know: the visit's live interaction, and the end of
   * the one it received last. Throws a `Problem` when there are too many streams, or when
   * the service ends; rejects as `Engine.visit` does.
   */
  open(visitId: string, who: Listener): Promise<Place>;
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
  readonly store: Pick<Store, 'onCommit'>;
  readonly clock: Clock;
  readonly tokens: Tokens;
  /** 0 to 1, for spreading out those who come back. */
  readonly random: () => number;
}

interface Stream {
  readonly visitId: string;
  readonly isPage: boolean;
  /** Which tick of the heartbeat is its. */
  readonly slot: number;
  outlet: Outlet | null;
  /** Whether something of the visit was committed since it was read for this stream. */
  isStale: boolean;
}

export function createVisitStreams(dependencies: VisitStreamsDependencies): VisitStreams {
  const { engine, store, clock, tokens, random } = dependencies;
  const byVisit = new Map<string, Set<Stream>>();
  const slots = Array.from({ length: HEARTBEAT_SECONDS }, () => new Set<Stream>());
  let listener: (visitId: string) => void = () => undefined;
  let count = 0;
  let droppedCount = 0;
  let tick = 0;
  let stopTicking: (() => void) | null = null;
  let isClosed = false;
  /** Visits whose pages are to be told their state anew, and those that were told of a change since. */
  const toRetell = new Set<string>();
  const told = new Set<string>();
  let retelling: Promise<void> | null = null;

  const context = (): EventContext => ({
    timeline: engine.timeline(),
    now: engine.now(),
    tokenOf: ({ id }) => tokens.sign({ kind: 'interaction', interactionId: id }).token,
  });

  function remove(stream: Stream): void {
    const streams = byVisit.get(stream.visitId);
    if (!streams?.delete(stream)) return;
    if (streams.size === 0) byVisit.delete(stream.visitId);
    slots[stream.slot]?.delete(stream);
    count -= 1;
    if (count > 0) return;
    stopTicking?.();
    stopTicking = null;
  }

  /** A slow reader is dropped, not remembered: it comes back and is told what is so then. */
  function send(stream: Stream, text: string): void {
    const { outlet } = stream;
    if (outlet === null) return;
    if (outlet.writableLength + text.length > MAX_BUFFERED_BYTES) {
      droppedCount += 1;
      remove(stream);
      outlet.destroy();
    } else outlet.write(text);
  }

  /** One timer for all: every second a fifteenth of the streams gets its heartbeat. */
  function beat(): void {
    stopTicking = clock.after(TICK_MS, beat);
    tick = (tick + 1) % HEARTBEAT_SECONDS;
    const heartbeat = renderHeartbeat(engine.now(), HEARTBEAT_SECONDS);
    for (const stream of slots[tick] ?? []) send(stream, heartbeat);
  }

  function publish({ interactions, options }: Commit): void {
    if (count === 0) return;
    if (options.length > 0) retellAll();
    for (const { before, after } of interactions) {
      // Erasing a person takes the visit from the interaction; its pages are told all the same.
      const visitId = after.visitId ?? before?.visitId ?? '';
      const streams = byVisit.get(visitId);
      if (streams === undefined) continue;
      if (retelling) told.add(visitId);
      const text = renderEvent(eventOfChange(before, after), after, context());
      for (const stream of streams) {
        stream.isStale = true;
        send(stream, text);
      }
    }
  }

  /** Deadlines follow from options: after a change of those every visit is told its state anew. */
  function retellAll(): void {
    for (const visitId of byVisit.keys()) toRetell.add(visitId);
    retelling ??= retell().finally(() => {
      retelling = null;
    });
  }

  /** One visit after the other, so that requests get their turns in between. */
  async function retell(): Promise<void> {
    for (const visitId of toRetell) {
      toRetell.delete(visitId);
      told.delete(visitId);
      await nextTurn();
      // Who cannot be told now has the next change for it.
      const live = await engine.visit(visitId).then(
        ({ live }) => live,
        () => null,
      );
      // A change that was committed meanwhile has told it already.
      if (live === null || told.has(visitId)) continue;
      const text = renderEvent('update', live, context());
      for (const stream of byVisit.get(visitId) ?? []) send(stream, text);
    }
    told.clear();
  }

  /** What a page that connects has to know, as events. */
  async function read(stream: Stream, named: string | undefined): Promise<string> {
    for (;;) {
      stream.isStale = false;
      const last = named === undefined ? undefined : await engine.get(named);
      const { live } = await engine.visit(stream.visitId);
      if (stream.isStale) continue;
      const events: string[] = [];
      const closed = (interaction: Interaction): boolean =>
        interaction.visitId === stream.visitId && interaction.state !== 'Engaged';
      if (last && closed(last)) events.push(renderEvent('revoke', last, context()));
      if (live) events.push(renderEvent(eventOfState(live), live, context()));
      return events.join('');
    }
  }

  function add(visitId: string, isPage: boolean): Stream {
    const streams = byVisit.get(visitId) ?? new Set();
    if (isClosed || count >= MAX_STREAMS)
      throw new Problem('overloaded', 'No more streams now.', {}, { 'retry-after': '5' });
    if (streams.size >= MAX_STREAMS_PER_VISIT)
      throw new Problem(
        'too_many_requests',
        `The visit has ${MAX_STREAMS_PER_VISIT} streams; close one of them.`,
        {},
        { 'retry-after': '60' },
      );
    const slot = Math.floor(random() * HEARTBEAT_SECONDS) % HEARTBEAT_SECONDS;
    const stream: Stream = { visitId, isPage, slot, outlet: null, isStale: false };
    byVisit.set(visitId, streams.add(stream));
    slots[slot]?.add(stream);
    count += 1;
    stopTicking ??= clock.after(TICK_MS, beat);
    return stream;
  }

  const unsubscribe = store.onCommit(publish);

  return {
    async open(visitId, { isPage, lastEventId }) {
      const stream = add(visitId, isPage);
      try {
        let first: string | null = await read(stream, interactionNamedBy(lastEventId));
        return {
          start(outlet) {
            if (isClosed || outlet.destroyed) {
              remove(stream);
              outlet.destroy();
              return;
            }
            stream.outlet = outlet;
            outlet.once('close', () => remove(stream));
            const retryMs = Math.round(RETRY_MS.least + random() * RETRY_MS.spread);
            outlet.write(`retry: ${retryMs}\n\n${first}`);
            first = null;
            if (isPage) listener(visitId);
          },
          leave: () => remove(stream),
        };
      } catch (error) {
        remove(stream);
        throw error;
      }
    },
    has: (visitId) => [...(byVisit.get(visitId) ?? [])].some(({ isPage }) => isPage),
    onOpen(call) {
      listener = call;
    },
    count: () => count,
    dropped: () => droppedCount,
    close() {
      isClosed = true;
      unsubscribe();
      for (const streams of byVisit.values())
        for (const stream of streams) {
          const { outlet } = stream;
          remove(stream);
          // What waits for a slow reader must not hold up the end of the service.
          if (outlet && outlet.writableLength > 0) outlet.destroy();
          else outlet?.end();
        }
    },
  };
}
