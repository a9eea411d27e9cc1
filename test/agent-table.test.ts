import t from 'tap';
import type { AgentEvent } from '#src/domain/agents/agent.js';
import { AGENT_TABLE, isBeat, stepAgent } from '#src/domain/agents/transition.js';
import {
  AGENT_EVENTS,
  AGENT_STATES,
  type AgentEventType,
  type AgentState,
} from '#src/domain/agents/vocabulary.js';
import type { OptionValues } from '#src/domain/options/catalogue.js';
import { statusOf } from './support/chats.js';
import { always, freeze, options, T0 } from './support/lifecycle.js';

const NOW = T0 + 1000;

/** Into which state each event leads; a dot is the same, capitals are refused. */
const MATRIX = `
                  LoggedOut   NotReady    Ready
  login           NotReady    .           .
  ready           NO          Ready       .
  notReady        NO          .           NotReady
  logout          .           LoggedOut   LoggedOut
  missedOffer     .           .           NotReady
  connectionLost  .           LoggedOut   LoggedOut`;

const [states = [], ...rows] = MATRIX.trim()
  .split('\n')
  .map((line) => line.trim().split(/ {2,}/));

/** Whom a fact is by, and why, where the event says nothing of it. */
const TOLD: Readonly<
  Record<AgentEventType, readonly [type: string, by: string, reason: string | null]>
> = {
  login: ['agent.logged_in', 'agent', null],
  ready: ['agent.ready', 'agent', null],
  notReady: ['agent.not_ready', 'agent', null],
  logout: ['agent.logged_out', 'agent', null],
  missedOffer: ['agent.not_ready', 'clock', 'not_responding'],
  connectionLost: ['agent.logged_out', 'clock', 'connection_lost'],
};

const step = (
  state: AgentState,
  event: AgentEvent,
  { hasChats = false, ...chosen }: Partial<OptionValues> & { readonly hasChats?: boolean } = {},
) => stepAgent(freeze(statusOf(state)), freeze(event), options(chosen), NOW, hasChats);

t.test('whatever happens to an agent is what the matrix says, once', async (t) => {
  t.strictSame(states, [...AGENT_STATES]);
  t.strictSame(
    rows.map(([event]) => event),
    [...AGENT_EVENTS],
  );
  t.strictSame(Object.keys(AGENT_TABLE), [...AGENT_STATES]);
  for (const [type, ...codes] of rows as [AgentEventType, ...string[]][])
    for (const [index, code] of codes.entries()) {
      const state = states[index] as AgentState;
      const { status, facts, isRefused } = step(state, { type });
      const said = `${type} of one who is ${state}`;
      t.equal(isRefused ? 'NO' : facts.length === 0 ? '.' : status.state, code, said);
      const [fact, by, reason] = TOLD[type];
      t.strictSame(
        facts,
        /^[.NO]+$/.test(code) ? [] : [{ sequence: 1, type: fact, at: NOW, by, reason }],
        said,
      );
      if (facts.length > 0) t.match(status, { since: NOW, reason, sequence: 1 }, said);
      const again = stepAgent(status, { type }, options(), NOW, false);
      t.strictSame([again.facts, again.isRefused], [[], isRefused], `${said}, again`);
    }
});

t.test('not ready for another reason is told, for the same it is the same', async (t) => {
  const lunch = step('NotReady', { type: 'notReady', reason: 'lunch' });
  t.match(lunch, {
    status: { reason: 'lunch' },
    facts: [{ type: 'agent.not_ready', reason: 'lunch' }],
  });
  const event = { type: 'notReady', reason: 'lunch' } as const;
  t.strictSame(stepAgent(lunch.status, event, options(), NOW, false).facts, []);
  t.match(stepAgent(lunch.status, { type: 'ready' }, options(), NOW, false).status, {
    reason: null,
  });
});

t.test('a missed offer leads where the option says, and never away from open chats', async (t) => {
  const after = (afterMissedOffer: OptionValues['afterMissedOffer'], hasChats: boolean) =>
    step('Ready', { type: 'missedOffer' }, { afterMissedOffer, hasChats });
  for (const hasChats of [false, true]) {
    t.strictSame(after('none', hasChats).facts, []);
    t.match(after('notready', hasChats).status, { state: 'NotReady', reason: 'not_responding' });
  }
  t.match(after('logout', false), {
    status: { state: 'LoggedOut', reason: 'not_responding', seenAt: null },
    facts: [{ type: 'agent.logged_out', by: 'clock' }],
  });
  t.match(after('logout', true).status, { state: 'NotReady', reason: 'not_responding' });
});

t.test('what ops do is told as theirs', async (t) => {
  t.match(step('Ready', { type: 'logout', by: 'ops' }).facts, [{ by: 'ops' }]);
});

t.test(
  'a client is noted as heard of to a third of the time, and only of those who are there',
  async (t) => {
    const status = statusOf('Ready', { seenAt: T0 });
    const timeline = always({ presenceTimeout: 30 });
    t.notOk(isBeat(status, timeline, T0 + 10_000));
    t.ok(isBeat(status, timeline, T0 + 10_001));
    t.notOk(isBeat(statusOf('LoggedOut'), timeline, T0 + 60_000));
  },
);
