import { EventEmitter } from 'node:events';
import type { Interaction } from '#src/domain/interactions/interaction.js';
import { create, transition } from '#src/domain/interactions/transition.js';
import type { Engine, VisitState } from '#src/engine/engine.js';
import type { Tokens } from '#src/settings/tokens.js';
import type { Commit } from '#src/store/store.js';
import type { Listener } from '#src/streams/listener.js';
import { createVisitStreams, type Outlet } from '#src/streams/visit-streams.js';
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
  let tell: (commit: Commit) => void = () => {};
  const clock = createFakeClock();
  const state = {
    /** What is read of a visit; a test may hold it up. */
    visit: async (visitId: string): Promise<VisitState> => ({
      visitId,
      live: null as Interaction | null,
      blockedUntil: null,
    }),
  };
  const streams = createVisitStreams({
    engine: {
      get: async () => undefined,
      visit: (visitId: string) => state.visit(visitId),
      timeline: always,
      now: () => clock.now(),
    } as unknown as Engine,
    store: {
      onCommit(listener) {
        tell = listener;
        return () => undefined;
      },
    },
    clock,
    tokens: {
      sign: ({ interactionId }: { interactionId: string }) => ({ token: `wit_${interactionId}` }),
    } as unknown as Tokens,
    random: () => 0,
  });
  const nothing = {
    interactions: [],
    options: [],
    objects: [],
    messages: 0,
    webhooks: false,
    credentials: false,
  };
  return {
    streams,
    clock,
    state,
    commit: (commit: Partial<Commit>) => tell({ ...nothing, ...commit }),
    change(before: Interaction, now: Interaction): void {
      tell({ ...nothing, interactions: [{ before, after: now, facts: [], clock: null }] });
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
