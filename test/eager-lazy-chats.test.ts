import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { decision } from '#src/decisions/decision.js';
import { createLedger } from '#src/decisions/ledger.js';
import type { AgentEvent } from '#src/domain/agents/agent.js';
import { type Chat, type ChatEvent, isHeld } from '#src/domain/chats/chat.js';
import type { OptionValues } from '#src/domain/options/catalogue.js';
import { extend, inForce } from '#src/domain/options/timeline.js';
import { chatOf, statusOf } from './support/chats.js';
import { createMemoryHouse, type MemoryHouse } from './support/house-in-memory.js';
import { always, T0 } from './support/lifecycle.js';

const AGENTS = ['ann', 'bob'] as const;
const CHATS = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'] as const;
const seed = 'seed';

/** Offers a chat as a round of routing does to an agent who may have it. */
const offer = decision(
  (of: { readonly chat: string; readonly agent: string }) => of,
  ({ agent }, context) => {
    const ledger = createLedger(context);
    ledger.agent(agent);
    if (context.chat) ledger.advance(context.chat, { type: 'offer', agent });
    return { changes: ledger.changes(), result: null };
  },
);

const agent = fc.constantFrom(...AGENTS);
const Act = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      stand: fc.constantFrom<AgentEvent['type'] | null>(
        'login',
        'ready',
        'ready',
        'notReady',
        'logout',
        null,
      ),
      agent,
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ offerTo: agent, next: fc.constantFrom('shown', 'accepted', null) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      by: agent,
      does: fc.constantFrom<ChatEvent['type']>(
        'accept',
        'accept',
        'accept',
        'reject',
        'end',
        'done',
        'transfer',
      ),
      pick: fc.nat(3),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      visitorOf: fc.constantFrom(...CHATS),
      does: fc.constantFrom<'leave' | 'seen' | 'say' | 'stop'>(
        'leave',
        'seen',
        'seen',
        'say',
        'stop',
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      option: fc.constantFrom<readonly [keyof OptionValues, unknown]>(
        ['afterMissedOffer', 'logout'],
        ['afterMissedOffer', 'none'],
        ['presenceTimeout', 25],
        ['agentLostTime', 0],
        ['wrapUpTime', 0],
        ['offerTime', 5],
      ),
    }),
  },
);
type Act = typeof Act extends fc.Arbitrary<infer T> ? T : never;

const Turn = fc.record({
  afterMs: fc.oneof(fc.constantFrom(0, 1, 5_000, 15_000, 20_000, 40_000), fc.nat(30_000)),
  acts: fc.array(Act, { minLength: 1, maxLength: 2 }),
  /** Who is looked at in the second house, and when. */
  looks: fc.array(fc.tuple(fc.nat(30_000), fc.constantFrom(...AGENTS, ...CHATS)), { maxLength: 2 }),
});

const furnish = (): MemoryHouse =>
  createMemoryHouse(
    CHATS.map((id) => chatOf({ id, visitId: id, seenAt: id === 'c1' ? T0 : null })),
    AGENTS.map((name) => statusOf('Ready', { name })),
    always({
      presenceTimeout: 40,
      offerTime: 15,
      wrapUpTime: 20,
      agentLostTime: 20,
      inactivityTime: 30,
      afterMissedOffer: 'logout',
    }),
  );

/** Everything is settled as soon as it is due. */
function sweep(house: MemoryHouse, until: number): void {
  for (let at = house.nextDeadline(); at <= until; at = house.nextDeadline()) {
    for (const name of house.agents.keys()) house.look({ agent: name }, at);
    for (const chat of house.chats.keys()) house.look({ chat }, at);
  }
}

const look = (house: MemoryHouse, name: string, at: number): void =>
  house.look(house.agents.has(name) ? { agent: name } : { chat: name }, at);

/** An act as something to be done in a house, by what is so in the first. */
function planned(act: Act, { chats, agents }: MemoryHouse, now: number) {
  const held = (name: string): readonly Chat[] =>
    [...chats.values()].filter((chat) => isHeld(chat) && chat.agent === name);
  if ('stand' in act) {
    const event = act.stand && { type: act.stand };
    const isOwn = event?.type !== 'notReady';
    return (house: MemoryHouse) =>
      house.decide('agentEvent', { seed, agent: act.agent, event, isOwn }, now)?.refusal;
  }
  if ('offerTo' in act) {
    const name = act.offerTo;
    const chat = [...chats.values()].find(({ state }) => state === 'Queued')?.id;
    if (!chat || agents.get(name)?.state !== 'Ready' || held(name).length >= 3) return () => null;
    return (house: MemoryHouse) => {
      house.make(offer, { chat, agent: name }, now);
      if (act.next === 'shown')
        house.decide('offerSeen', { seed, chat, agent: name, offeredAt: now }, now);
      const event: ChatEvent = { type: 'accept', agent: name };
      if (act.next === 'accepted')
        house.decide('chatEvent', { seed, chat, event, agent: name }, now);
    };
  }
  if ('by' in act) {
    const his = held(act.by);
    const chat = his[act.pick % Math.max(his.length, 1)]?.id ?? CHATS[act.pick] ?? 'c1';
    const event = {
      type: act.does,
      agent: act.by,
      ...(act.does === 'transfer' && { target: { agent: 'eve' }, note: null }),
    } as ChatEvent;
    return (house: MemoryHouse) => {
      const done = house.decide('chatEvent', { seed, chat, event, agent: act.by }, now);
      return [done?.refusal, done?.applied, done?.misfit];
    };
  }
  if ('visitorOf' in act) {
    const chat = act.visitorOf;
    if (act.does === 'say')
      return (house: MemoryHouse) => {
        const said = house.decide(
          'say',
          { seed, chat, from: 'visitor', text: 'Hello', clientId: null },
          now,
        );
        return said && ('refusal' in said ? said.refusal : said.message);
      };
    const event = act.does === 'seen' ? null : ({ type: act.does } as const);
    const isVisitor = act.does !== 'stop';
    return (house: MemoryHouse) =>
      house.decide('chatEvent', { seed, chat, event, isVisitor }, now)?.refusal;
  }
  const [key, value] = act.option;
  return (house: MemoryHouse) => {
    const values = { ...inForce(house.timeline), [key]: value };
    house.timeline = extend(house.timeline, now, values);
  };
}

t.test(
  'whoever looks, and when, agents and their chats come to the same by the same lines',
  async (t) => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(fc.array(Turn, { minLength: 4, maxLength: 14, size: 'max' }), (turns) => {
        const [eager, lazy] = [furnish(), furnish()];
        let now = T0;
        for (const { afterMs, acts, looks } of turns) {
          for (const [ms, name] of looks.filter(([ms]) => ms < afterMs).sort(([a], [b]) => a - b))
            look(lazy, name, now + ms);
          now += afterMs;
          for (const act of acts) {
            // In one millisecond with a deadline a change of an option comes first.
            sweep(eager, 'option' in act ? now - 1 : now);
            const perform = planned(act, eager, now);
            assert.deepEqual(perform(lazy), perform(eager), JSON.stringify(act));
          }
        }
        const end = now + 10_000_000;
        sweep(eager, end);
        // Once more, in whatever order: those that an agent gave back are on their own.
        for (const chat of CHATS) look(lazy, chat, end);
        for (const name of AGENTS) look(lazy, name, end);
        for (const chat of CHATS) look(lazy, chat, end);
        assert.deepEqual(lazy.told(), eager.told());
        for (const chat of eager.chats.values())
          seen.set(String(chat.outcome), (seen.get(String(chat.outcome)) ?? 0) + 1);
      }),
      { numRuns: 120, endOnFailure: false },
    );
    t.ok((seen.get('processed') ?? 0) > 40, JSON.stringify([...seen]));
  },
);

t.test('an offer that is shown after its end was not missed', async (t) => {
  const house = furnish();
  house.make(offer, { chat: 'c1', agent: 'ann' }, T0);
  house.decide('offerSeen', { seed, chat: 'c1', agent: 'ann', offeredAt: T0 }, T0 + 15_000);
  house.look({ agent: 'ann' }, T0 + 15_000);
  t.match(house.agents.get('ann'), { state: 'Ready' });
  t.match(house.chats.get('c1'), { state: 'Queued', declines: [] });
});

t.test('what follows from an offer that was missed is what was in force then', async (t) => {
  const house = furnish();
  house.make(offer, { chat: 'c1', agent: 'ann' }, T0);
  house.decide('offerSeen', { seed, chat: 'c1', agent: 'ann', offeredAt: T0 }, T0);
  const later = { ...inForce(house.timeline), afterMissedOffer: 'none' } as const;
  house.timeline = extend(house.timeline, T0 + 20_000, later);
  house.look({ chat: 'c1' }, T0 + 30_000);
  t.match(house.agents.get('ann'), { state: 'LoggedOut', since: T0 + 15_000 });
});
