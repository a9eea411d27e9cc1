import { useEffect, useRef } from 'preact/hooks';
import type { ChatState, Outcome } from '../../domain/chats/vocabulary.js';
import type { State } from '../../domain/interactions/vocabulary.js';
import { createSharedLine } from '../app/shared-line.js';
import { serverClock } from '../app/time.js';
import { createCell } from './cell.js';
import type { Overview } from './overview.js';
import { look, open, standing } from './session.js';

/** What an interaction is now that something has happened to it. */
export interface ChangedInteraction {
  readonly id: string;
  readonly visitId: string | null;
  readonly state: State;
  readonly queue: string;
  readonly status: 'active' | 'stopped';
  readonly sequence: number;
}

export interface ChangedChat {
  readonly id: string;
  readonly visitId: string | null;
  readonly interactionId: string | null;
  readonly state: ChatState;
  readonly outcome: Outcome | null;
  readonly queue: string;
  readonly agent: string | null;
  readonly version: number;
}

/** What changed lately. */
export interface Changes {
  readonly interactions: readonly ChangedInteraction[];
  readonly chats: readonly ChangedChat[];
  /** Something that operators set. */
  readonly settings: boolean;
  /** More than is named: whoever must know looks again. */
  readonly more: boolean;
}

/** Everything at one look, as it was told last; null before anything was. */
export const overview = createCell<Overview | null>(null);

/** Whether the page is told what happens. `since`, by the clock of the service, is when it last was. */
export type Line =
  | { readonly state: 'opening' | 'live' }
  | { readonly state: 'lost'; readonly since: number };
export const line = createCell<Line>({ state: 'opening' });

const PATH = '/v1/admin/stream';
const listeners = new Set<(changes: Changes) => void>();
let lastEventId = '';
let waiting: Changes | null = null;
/** The session that the stream is of; empty without one. */
let of = '';

/** Several events are shown in one frame; a page in the background has no frames. */
const later = (run: () => void): void => {
  if (document.visibilityState === 'visible') requestAnimationFrame(run);
  else setTimeout(run);
};

function tell(changes: Changes): void {
  if (waiting === null)
    later(() => {
      const told = waiting;
      waiting = null;
      if (told) for (const each of [...listeners]) each(told);
    });
  waiting = waiting ? both(waiting, changes) : changes;
}

/** Two changes as one: of each thing what it is now. */
function both(before: Changes, next: Changes): Changes {
  const last = <T extends { readonly id: string }>(all: readonly T[]): readonly T[] => [
    ...new Map(all.map((each) => [each.id, each])).values(),
  ];
  return {
    interactions: last([...before.interactions, ...next.interactions]),
    chats: last([...before.chats, ...next.chats]),
    settings: before.settings || next.settings,
    more: before.more || next.more,
  };
}

const stream = createSharedLine({
  name: () => `webengagement:console:${of}`,
  known: () => {
    const now = overview.get();
    return now ? [{ name: 'overview', data: JSON.stringify(now), id: lastEventId }] : [];
  },
  path: () =>
    lastEventId === '' ? PATH : `${PATH}?lastEventId=${encodeURIComponent(lastEventId)}`,
  look: async () => (await look()) !== null,
  opened: () => line.set({ state: 'live' }),
  lost: (since) => {
    if (line.get().state !== 'lost') line.set({ state: 'lost', since });
  },
  // Says why, and leads to signing in.
  signedOut: () => void open(),
  on: {
    overview(data, id) {
      lastEventId = id || lastEventId;
      const members = JSON.parse(data) as Overview;
      serverClock.sync(members.serverTime);
      overview.set({ ...overview.get(), ...members });
    },
    changes(data, id) {
      lastEventId = id || lastEventId;
      tell(JSON.parse(data) as Changes);
    },
    heartbeat() {},
  },
});

/** Holds the stream as long as somebody is signed in who may see it. */
export function startLive(): void {
  standing.subscribe(() => {
    const now = standing.get();
    const next =
      now.phase === 'signedIn' && now.session.scopes.includes('admin:read') ? now.session.id : '';
    if (next === of) return;
    of = next;
    stream.close();
    line.set({ state: 'opening' });
    overview.set(null);
    lastEventId = '';
    if (next !== '') stream.start();
  });
}

/** Calls with what changed, as long as the component is there. */
export function useChanges(run: (changes: Changes) => void): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    const listener = (changes: Changes): void => latest.current(changes);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
}
