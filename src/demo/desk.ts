import type { Clock } from '../clock.js';
import type { Operator } from '../decisions/audit.js';
import type { AgentEvent } from '../domain/agents/agent.js';
import type { Chat } from '../domain/chats/chat.js';
import { createAgents } from '../engine/agents.js';
import { createChats } from '../engine/chats.js';
import type { Router } from '../engine/router.js';
import { createAgentRegistry } from '../settings/agents.js';
import { createOptions } from '../settings/options.js';
import type { Store } from '../store/store.js';
import { createConversation, createPatience, createRinging } from './conversation.js';
import type { Random } from './random.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Nobody types here: clients and browsers are heard of this seldom, and may be. */
const BEAT_MS = 250_000;
const PRESENCE = ['presenceTimeout', 'visitorLostTime'] as const;
const PRESENCE_SECONDS = '600';

/** Who works when, by the hours of a day; a shift goes on past midnight. */
const SHIFTS = [
  { from: 6, hours: 8, names: ['ada', 'ben', 'chiara'] },
  { from: 9, hours: 9, names: ['dilan', 'elif', 'farid'] },
  { from: 14, hours: 8, names: ['greta', 'hugo', 'ines'] },
  { from: 22, hours: 8, names: ['jonas'] },
] as const;
/** Visits of a day for which all of them work; with more there are more of them. */
const VISITS_A_DAY = 15_000;

/** Something that happens at a moment. */
export interface Act {
  readonly at: number;
  play(): Promise<void>;
}

/** Made-up agents on a service, and what they do about its chats. */
export interface Desk {
  /** Sets them up; those of an earlier start are there already. */
  open(): Promise<void>;
  /** Their comings and goings from one moment to another; at first with those who work already. */
  shifts(from: number, to: number, isFirst: boolean): readonly Act[];
  /** What follows, by and by, from what has happened to chats since it was asked last. */
  follow(): Promise<readonly Act[]>;
  /** Calls `wake` when there is something to follow; returns what ends that. */
  watch(wake: () => void): () => void;
}

export interface DeskOptions {
  readonly store: Store;
  readonly router: Pick<Router, 'idle'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly operator: Operator;
  readonly perDay: number;
}

export function createDesk({ store, router, clock, random, operator, perDay }: DeskOptions): Desk {
  const agents = createAgents({ store, clock });
  const chats = createChats({ store, clock, application: '' });
  const changed = new Set<string>();
  /** The number of the last fact of a chat that was followed. */
  const followed = new Map<string, number>();
  store.watch((signal) => {
    for (const id of signal.chats) changed.add(id);
  });

  const namesOf = (names: readonly string[]): readonly string[] =>
    Array.from({ length: Math.ceil((names.length * perDay) / VISITS_A_DAY) }, (_, n) => {
      const round = Math.floor(n / names.length);
      return `${names[n % names.length]}${round === 0 ? '' : `-${round + 1}`}`;
    });

  const act = (at: number, play: () => Promise<unknown>): Act => ({
    at: Math.round(at),
    play: async () => void (await play()),
  });

  const stand = (name: string, at: number, type: AgentEvent['type'], reason?: string): Act =>
    act(at, () => agents.apply(name, { type, ...(reason && { reason }) }));

  /** One day's work of an agent. */
  function shiftOf(name: string, begin: number, end: number): readonly Act[] {
    const pause = begin + (end - begin) * random.between(0.4, 0.6);
    const beats = Array.from({ length: Math.floor((end - begin) / BEAT_MS) }, (_, n) =>
      act(begin + (n + 1) * BEAT_MS, () => agents.get(name, true)),
    );
    return [
      stand(name, begin, 'login'),
      stand(name, begin + 1000, 'ready'),
      stand(name, pause, 'notReady', 'break'),
      stand(name, pause + random.between(10, 30) * MINUTE_MS, 'ready'),
      stand(name, end - random.between(6, 12) * MINUTE_MS, 'notReady', 'end of the shift'),
      ...beats,
      stand(name, end, 'logout'),
    ];
  }

  /** A chat that begins to wait: not everybody waits for long. */
  const waits = ({ id, waitingSince }: Chat): readonly Act[] =>
    random.chance(0.4)
      ? [
          act(waitingSince + createPatience(random), async () => {
            const chat = await chats.get(id);
            if (chat?.state === 'Queued' || chat?.state === 'Offered')
              await chats.apply(id, { event: { type: 'leave' } });
          }),
        ]
      : [];

  async function rings({ id, agent, offeredAt }: Chat): Promise<readonly Act[]> {
    if (agent === null || offeredAt === null) return [];
    const { then, afterMs } = createRinging(random);
    if (then !== 'miss')
      return [
        act(offeredAt + afterMs, () => chats.apply(id, { event: { type: then, agent }, agent })),
      ];
    await agents.shown(agent, [{ id, offeredAt }]);
    return [stand(agent, offeredAt + random.between(2, 5) * MINUTE_MS, 'ready')];
  }

  function talks({ id, agent, activeAt }: Chat): readonly Act[] {
    if (agent === null || activeAt === null) return [];
    const { turns, transferAfterMs, endAfterMs, endsBy } = createConversation(random);
    const said = turns.map(({ from, afterMs, text }, n) =>
      act(activeAt + afterMs, () =>
        chats.say({
          chat: id,
          from,
          text,
          clientId: `${activeAt}-${n}`,
          ...(from === 'agent' && { agent }),
        }),
      ),
    );
    if (transferAfterMs !== null) {
      const target = { group: 'Web Engagement Chat' };
      const note = 'Knows what it costs.';
      const event = { type: 'transfer', agent, target, note } as const;
      return [...said, act(activeAt + transferAfterMs, () => chats.apply(id, { event, agent }))];
    }
    const end = () =>
      endsBy === 'agent'
        ? chats.apply(id, { event: { type: 'end', agent }, agent })
        : chats.apply(id, { event: { type: 'leave' } });
    return [...said, act(activeAt + endAfterMs, end)];
  }

  async function followOne(id: string): Promise<readonly Act[]> {
    const chat = await store.read('chat', id);
    if (chat === null || followed.get(id) === chat.sequence) return [];
    const isNew = !followed.has(id);
    followed.set(id, chat.sequence);
    if (chat.state === 'Ended') followed.delete(id);
    const last = (await store.read('chatHistory', id)).at(-1)?.type;
    const waiting = isNew || last === 'chat.transferred' ? waits(chat) : [];
    if (last === 'chat.offered') return [...waiting, ...(await rings(chat))];
    return last === 'chat.accepted' ? talks(chat) : waiting;
  }

  return {
    async open() {
      const { agentByName } = store.lastSettings();
      const options = createOptions(store, clock);
      for (const key of PRESENCE) await options.set(key, PRESENCE_SECONDS, { operator });
      const registry = createAgentRegistry(store, clock);
      for (const { names } of SHIFTS)
        for (const name of namesOf(names)) {
          if (agentByName.has(name)) continue;
          const displayName = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
          await registry.create(name, { displayName }, operator);
        }
    },
    shifts(from, to, isFirst) {
      const first = Math.floor(from / (24 * HOUR_MS)) - 1;
      const last = Math.floor(to / (24 * HOUR_MS));
      const days = Array.from({ length: last - first + 1 }, (_, n) => (first + n) * 24 * HOUR_MS);
      return days.flatMap((day) =>
        SHIFTS.flatMap(({ from: hour, hours, names }) => {
          const planned = day + hour * HOUR_MS;
          const begin = Math.max(planned, from);
          const end = planned + hours * HOUR_MS;
          const isMissed = planned < from && (!isFirst || end - begin < HOUR_MS);
          return isMissed || begin >= to
            ? []
            : namesOf(names).flatMap((name) => shiftOf(name, begin, end));
        }),
      );
    },
    async follow() {
      await router.idle();
      const acts: Act[] = [];
      while (changed.size > 0) {
        const ids = [...changed];
        changed.clear();
        for (const id of ids) acts.push(...(await followOne(id)));
      }
      return acts;
    },
    watch: (wake) => store.watch(({ chats: ids }) => ids.length > 0 && wake()),
  };
}
