import { hash } from 'node:crypto';
import type { Clock } from '../clock.js';
import type { AgentMembers, AgentOutcome, AgentWrite } from '../decisions/agents.js';
import type { Operator } from '../decisions/audit.js';
import type { Idempotency } from '../decisions/once.js';
import type { Settings } from '../decisions/settings.js';
import type { Agent } from '../domain/agents/agent.js';
import { createId, createSecret } from '../ids.js';
import type { Store } from '../store/store.js';

const PREFIX = 'wak_';

/** As much of a key as is kept to tell it by. */
export const shownOf = (key: string): string => key.slice(0, 8);

export interface AgentCreation {
  readonly idempotency?: Idempotency | undefined;
  /** How the key begins, by which it can be told whose the agent is. */
  readonly prefix?: string;
}

/** Who takes chats, as operators set them up; each with a key of their own, shown once. */
export interface AgentRegistry {
  /** In the order of their making. */
  list(settings: Settings): readonly Agent[];
  groupsOf(settings: Settings, name: string): readonly string[];
  /** `key` is null when the same request made the agent before. */
  create(
    name: string,
    members: AgentMembers,
    operator: Operator,
    more?: AgentCreation,
  ): Promise<{ readonly outcome: AgentOutcome; readonly key: string | null }>;
  change(name: string, members: AgentMembers, write: AgentWrite): Promise<AgentOutcome>;
  remove(name: string, write: AgentWrite): Promise<AgentOutcome>;
  /** Another key; the one before is void at once, with what was signed in by it. */
  rotateKey(
    name: string,
    operator: Operator,
  ): Promise<{ readonly outcome: AgentOutcome; readonly key: string }>;
}

/** A new key, and what is kept of it. */
function makeKey(prefix = PREFIX) {
  const key = prefix + createSecret(32);
  return { key, kept: { prefix: shownOf(key), hash: hash('sha256', key, 'hex') } };
}

export function createAgentRegistry(store: Store, clock: Pick<Clock, 'now'>): AgentRegistry {
  return {
    list: ({ agents }) => agents,
    groupsOf: ({ groupsOfAgent }, name) => [...(groupsOfAgent.get(name) ?? [])],
    async create(name, members, operator, { idempotency, prefix } = {}) {
      const { key, kept } = makeKey(prefix);
      const seed = createId(clock.now());
      const request = { seed, name, members, key: kept, operator, idempotency };
      const outcome = await store.apply('makeAgent', request);
      const isNew = outcome.ok && outcome.beginsChats !== undefined;
      return { outcome, key: isNew ? key : null };
    },
    change: (name, members, write) => store.apply('changeAgent', { name, members, ...write }),
    remove: (name, write) => store.apply('removeAgent', { name, ...write }),
    async rotateKey(name, operator) {
      const { key, kept } = makeKey();
      const seed = createId(clock.now());
      const outcome = await store.apply('rotateAgentKey', { seed, name, key: kept, operator });
      return { outcome, key };
    },
  };
}
