import type { Clock } from '../clock.js';
import type { AgentStanding } from '../decisions/agent-standing.js';
import type { Operator } from '../decisions/audit.js';
import { createLedger } from '../decisions/ledger.js';
import type { StaffMember } from '../decisions/question.js';
import type { AgentEvent } from '../domain/agents/agent.js';
import { isBeat } from '../domain/agents/transition.js';
import { createId } from '../ids.js';
import type { Store } from '../store/store.js';
import { standingsAt } from './staff.js';

/** The shell around where agents stand. */
export interface Agents {
  /** Applies what an agent says of themself; undefined when there is no such agent. */
  apply(name: string, event: AgentEvent | null): Promise<AgentStanding | undefined>;
  /** The same for an operator, audited. */
  operate(name: string, event: AgentEvent, operator: Operator): Promise<AgentStanding | undefined>;
  /**
   * Where an agent stands, settled; of a client that asks, it is noted that it is there, to a third
   * of the time after which it counts as gone.
   */
  get(name: string, isOwn?: boolean): Promise<AgentStanding | undefined>;
  /** Where every agent stands, settled, those who are away too; in the order of their making. */
  list(): Promise<readonly StaffMember[]>;
  /** Offers were shown to the agent: one that expires from now on counts as missed. */
  shown(
    name: string,
    offers: readonly { readonly id: string; readonly offeredAt: number }[],
  ): Promise<void>;
}

export function createAgents({
  store,
  clock,
}: {
  readonly store: Store;
  readonly clock: Clock;
}): Agents {
  const apply = async (
    agent: string,
    event: AgentEvent | null,
    isOwn: boolean,
    operator?: Operator,
  ): Promise<AgentStanding | undefined> => {
    const seed = createId(clock.now());
    return (await store.apply('agentEvent', { seed, agent, event, isOwn, operator })) ?? undefined;
  };

  return {
    apply: (name, event) => apply(name, event, true),
    operate: (name, event, operator) => apply(name, { ...event, by: 'ops' }, false, operator),
    async get(name, isOwn = false) {
      await store.settings();
      const view = await store.read('agent', name);
      if (view === null) return undefined;
      const settings = store.lastSettings();
      const now = clock.now();
      const ledger = createLedger({ now, settings, agent: view, calm: [], ask: () => undefined });
      ledger.agent(name);
      const isDue = ledger.changes().length > 0;
      const isHeard = isOwn && isBeat(view.status, settings.timeline, now);
      return isDue || isHeard ? apply(name, null, isOwn) : { ...view, refusal: null };
    },
    list: async () => standingsAt(store, await store.settings(), clock.now()),
    async shown(agent, offers) {
      await Promise.all(
        offers.map(({ id, offeredAt }) =>
          store.apply('offerSeen', { seed: createId(clock.now()), chat: id, agent, offeredAt }),
        ),
      );
    },
  };
}
