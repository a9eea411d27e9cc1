import type { Change } from '#src/decisions/change.js';
import { createLedger } from '#src/decisions/ledger.js';
import { type AgentStatus, newStatus } from '#src/domain/agents/agent.js';
import type { Chat } from '#src/domain/chats/chat.js';
import { CHAT_CLOCKS, type ChatClock } from '#src/domain/chats/vocabulary.js';
import { CLOCK_SECONDS } from '#src/domain/clocks.js';
import { CATALOGUE } from '#src/domain/options/catalogue.js';
import { agentOf, chatOf, statusOf } from '../../support/chats.js';
import { T0 } from '../../support/lifecycle.js';
import { look, setOption, write } from '../decisions.js';
import type { Contract } from '../under-test.js';

/** From the end of one clock to that of the next. */
const STEP_S = 30;
const LATER = T0 + 100_000_000;
const quiet = { seenAt: null, visitorConnected: false } as const;
const talked = { state: 'Active', acceptedAt: T0, activeAt: T0, lastMessageAt: LATER } as const;

/** A chat on which that clock ends first. */
const HELD: Readonly<Record<ChatClock, Partial<Chat>>> = {
  wait: { ...quiet, state: 'Offered', offeredAt: LATER },
  // Nobody served when it began to ring: it rings anew.
  offer: { ...quiet, state: 'Offered', offeredAt: T0 - 60_000, waitingSince: LATER },
  visitor: talked,
  silence: { ...quiet, ...talked, lastMessageAt: null },
  agentLost: { ...quiet, ...talked, agentLostAt: T0 },
  wrapUp: { ...quiet, state: 'Wrapping', outcome: 'processed', acceptedAt: T0, endedAt: T0 },
};

/** An agent with what they hold. */
const standing = (status: AgentStatus, held: Partial<Chat>): readonly Change[] => {
  const { name } = status;
  const chat = chatOf({ id: `of ${name}`, visitId: name, agent: name, ...held });
  return [
    { kind: 'agent', before: undefined, after: agentOf({ name }) },
    { kind: 'agent_status', before: newStatus(name), after: status, facts: [] },
    { kind: 'chat', before: undefined, after: chat, facts: [] },
  ];
};

export const calm: Contract = (t, makeStore) => {
  t.test('an agent beside a chat is read with what they hold once any of it is due', async (t) => {
    const { store, clock } = makeStore(t);
    const names = [...CHAT_CLOCKS, 'presence'] as const;
    for (const [index, name] of names.entries())
      await setOption(store, CATALOGUE[CLOCK_SECONDS[name]].name, String(STEP_S * (index + 1)));
    for (const name of CHAT_CLOCKS)
      await write(store, ...standing(statusOf('Ready', { name, seenAt: LATER }), HELD[name]));
    await write(
      store,
      ...standing(statusOf('Ready', { name: 'presence' }), { ...quiet, ...talked }),
    );
    await write(store, { kind: 'chat', before: undefined, after: chatOf(), facts: [] });
    const settings = store.lastSettings();

    /** What is given of an agent, and whether the rules have something to settle. */
    async function judge(name: string) {
      const agent = await store.read('agent', name);
      const now = clock.now();
      const ledger = createLedger({ now, settings, agent, calm: [], ask: () => undefined });
      ledger.agent(name);
      const { calm, answers } = await look(store, { chat: 'c1', agent: name });
      return { agent, given: { calm, answers }, isDue: ledger.changes().length > 0 };
    }

    for (const [index, name] of names.entries()) {
      await clock.leap(T0 + 1000 * STEP_S * (index + 1) - 1 - clock.now());
      const before = await judge(name);
      t.notOk(before.isDue, `${name} goes on`);
      t.strictSame(before.given, { calm: [before.agent?.status], answers: [] });
      await clock.leap(1);
      const { agent, given, isDue } = await judge(name);
      t.ok(isDue, `${name} has ended`);
      t.strictSame(given, { calm: [], answers: [{ kind: 'agent', of: name, answer: agent }] });
    }
  });
};
