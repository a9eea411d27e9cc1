import { EventEmitter } from 'node:events';
import type { Settings } from '#src/decisions/settings.js';
import { runningClock } from '#src/domain/interactions/clocks.js';
import type { Interaction } from '#src/domain/interactions/interaction.js';
import { create, transition } from '#src/domain/interactions/transition.js';
import type { Timeline } from '#src/domain/options/timeline.js';
import type { Chats } from '#src/engine/chats.js';
import type { Engine, VisitState } from '#src/engine/engine.js';
import type { Tokens } from '#src/settings/tokens.js';
import type { Signal } from '#src/store/signal.js';
import type { Store } from '#src/store/store.js';
import type { Listener } from '#src/streams/listener.js';
import type { Outlet } from '#src/streams/outlet.js';
import { createTyping } from '#src/streams/typing.js';
import { createVisitStreams } from '#src/streams/visit-streams.js';
import { createFakeClock } from './clock.js';
import { always, options, T0 } from './lifecycle.js';
import { requestOf } from './world.js';

/** A page that reads what it is sent; `writableLength` is what it has not read. */
class Page extends EventEmitter {
  text = '';
  writableLength = 0;
  destroyed = false;
  ended = false;
  write(text: string): boolean {
    this.text += text;
    return true;
  }
  end(): this {
    this.ended = true;
    this.emit('close');
    return this;
  }
  destroy(): this {
    this.destroyed = true;
    this.emit('close');
    return this;
  }
  get isOpen(): boolean {
    return !this.ended && !this.destroyed;
  }
}

/** An interaction of the visit `v`, Qualified. */
export function qualified(id: string): Interaction {
  return create({ ...requestOf({ visitId: 'v' }), id }, options(), T0).interaction;
}

/** The same after an event. */
export function after(before: Interaction, type: 'engage' | 'noengage' | 'erase'): Interaction {
  const moved = transition(before, { type }, options(), T0);
  if (!moved.ok) throw new Error(moved.refusal);
  return moved.interaction;
}

/** Streams of visits with commits, reads and pages in the hands of a test. */
export function createStreamsByHand() {
  let tell: (signal: Signal) => void = () => {};
  const clock = createFakeClock();
  const stored = new Map<string, Interaction>();
  const quiet = {
    visits: [],
    created: [],
    chats: [],
    agents: [],
    routing: false,
    dueFrom: null,
    messages: false,
    leases: false,
    settings: false,
  };
  const liveAttempts = (visitId: string): readonly Interaction[] =>
    [...stored.values()].filter((each) => each.visitId === visitId && runningClock(each) !== null);
  const state = {
    settings: { timeline: always(), agents: [] as Settings['agents'] } as Settings,
    /** Resolves before anything is answered that is read; a test may hold it up. */
    reading: async (): Promise<void> => {},
  };
  const read = async (name: string, of: string): Promise<unknown> => {
    if (name === 'changesSince') return { place: 'p', interactions: [], messages: false };
    const answer = name === 'liveAttempts' ? liveAttempts(of) : (stored.get(of) ?? null);
    await state.reading();
    return answer;
  };
  const visit = async (visitId: string): Promise<VisitState> => {
    const [live = null] = (await read('liveAttempts', visitId)) as readonly Interaction[];
    return { visitId, live, blockedUntil: null };
  };
  const streams = createVisitStreams({
    // Nobody takes chats here.
    chats: {} as unknown as Chats,
    typing: createTyping(clock),
    engine: { get: async () => undefined, visit, now: () => clock.now() } as unknown as Engine,
    store: {
      lastSettings: () => state.settings,
      read: read as Store['read'],
      watch(listener) {
        tell = listener;
        return () => undefined;
      },
    },
    clock,
    tokens: {
      sign: (_settings: Settings, { interactionId }: { interactionId: string }) => ({
        token: `wit_${interactionId}`,
      }),
    } as unknown as Tokens,
    random: () => 0,
  });
  return {
    streams,
    clock,
    state,
    /** Something was committed that operators set; `timeline` when it was an option. */
    set(timeline?: Timeline): void {
      state.settings = { ...state.settings, ...(timeline && { timeline }) };
      tell({ ...quiet, settings: true });
    },
    /** An interaction is so from now on. */
    change(now: Interaction, visitId = 'v'): void {
      stored.set(now.id, now);
      tell({ ...quiet, visits: [visitId] });
    },
    async open(visitId = 'v', who: Partial<Listener> = {}): Promise<Page> {
      const page = new Page();
      const place = await streams.open(visitId, {
        isPage: true,
        network: '192.0.2.1',
        lastEventId: undefined,
        isWelcome: () => true,
        ...who,
      });
      place.start(page as unknown as Outlet);
      return page;
    },
  };
}
