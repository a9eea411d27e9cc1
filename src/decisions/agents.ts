import type { Agent, Skills } from '../domain/agents/agent.js';
import { LIMITS } from '../domain/limits.js';
import { type AnyObject, find } from '../domain/objects/kinds.js';
import { inForce } from '../domain/options/timeline.js';
import type { Misfit } from '../domain/problems.js';
import { quote } from '../domain/quote.js';
import type { AuditAction, AuditEntry, Operator } from './audit.js';
import type { Change } from './change.js';
import type { Decided } from './context.js';
import type { ApiKey } from './credentials.js';
import { type Deciding, decision, NOTHING_READ } from './decision.js';
import { createLedger } from './ledger.js';
import { decideOnce, type Idempotency } from './once.js';
import { isGood } from './settings.js';

/** What operators say of an agent; what is left out of a change stays as it is. */
export interface AgentMembers {
  readonly displayName?: string | null | undefined;
  readonly capacity?: number | null | undefined;
  readonly skills?: Skills | undefined;
  /** The groups that are to have the agent, and no other. */
  readonly groups?: readonly string[] | undefined;
}

/** What came of a change of an agent. */
export type AgentOutcome =
  | {
      readonly ok: true;
      readonly agent: Agent;
      /** Whether accepted invitations become chats from now on, and did not before. */
      readonly beginsChats?: boolean;
    }
  | { readonly ok: false; readonly code: 'not_found' | 'too_many' | 'reused' | 'agent_has_chats' }
  | { readonly ok: false; readonly code: 'name_taken' | 'precondition_failed' }
  | { readonly ok: false; readonly code: 'validation_failed'; readonly errors: readonly Misfit[] };

/** Who changes an agent, and the version that is to be replaced (undefined: any). */
export interface AgentWrite {
  readonly operator: Operator;
  readonly expectedVersion?: number | undefined;
}

/** A new agent with the key by which they prove who they are. */
export interface AgentMaking extends AgentWrite {
  readonly seed: string;
  readonly name: string;
  readonly members: AgentMembers;
  /** Of the key: its beginning and its hash. */
  readonly key: Pick<ApiKey, 'prefix' | 'hash'>;
  readonly idempotency?: Idempotency | undefined;
}

const shown = (agent: Agent | undefined, groups: readonly string[]): object | null =>
  agent
    ? {
        displayName: agent.displayName,
        capacity: agent.capacity,
        skills: agent.skills,
        groups,
        version: agent.version,
      }
    : null;

const groupsOf = ({ settings }: Deciding, name: string): readonly string[] => [
  ...(settings.groupsOfAgent.get(name) ?? []),
];

/** A line of the audit about an agent. */
export function entryOf(
  action: AuditAction,
  target: string,
  { before, after }: { readonly before: object | null; readonly after: object | null },
  operator: Operator,
  at: number,
): Change {
  const entry: AuditEntry = { at, ...operator, action, target, before, after };
  return { kind: 'audit', entry };
}

/** Groups that do not exist. */
function misfitsOf(groups: readonly string[], objects: readonly AnyObject[]): readonly Misfit[] {
  return groups.flatMap((name, index) =>
    find(objects, 'agent-groups', name)
      ? []
      : [{ pointer: `#/groups/${index}`, detail: `there is no agent group ${quote(name)}` }],
  );
}

/** The groups with or without an agent, as changes of the objects. */
function membership(
  agent: string,
  groups: readonly string[],
  { settings }: Deciding,
): readonly Change[] {
  return settings.objects.flatMap((before): Change[] => {
    if (before.kind !== 'agent-groups') return [];
    const { agents } = before.properties;
    const isIn = agents.includes(agent);
    const shouldBe = groups.includes(before.name);
    if (isIn === shouldBe) return [];
    const changed = shouldBe ? [...agents, agent] : agents.filter((each) => each !== agent);
    const properties = { ...before.properties, agents: changed };
    return [
      { kind: 'object', before, after: { ...before, version: before.version + 1, properties } },
    ];
  });
}

const keyOf = (
  { key, name }: Pick<AgentMaking, 'key' | 'name'>,
  id: string,
  createdAt: number,
): Change => ({
  kind: 'api_key',
  key: { ...key, id, name, scopes: ['agents'], agent: name, createdAt, revokedAt: null },
});

const withdrawKeys = ({ settings, now }: Deciding, agent: string): readonly Change[] =>
  settings.apiKeys
    .filter((key) => key.agent === agent && isGood(key))
    .map((key) => ({ kind: 'api_key', key: { ...key, revokedAt: now } }));

const decideMaking = (args: AgentMaking, context: Deciding): Decided<AgentOutcome> =>
  decideOnce<AgentOutcome>(args.idempotency, context, {
    reused: { ok: false, code: 'reused' },
    again({ subjectId, refusal }) {
      if (subjectId === null) return refusal as AgentOutcome;
      const agent = context.settings.agentByName.get(subjectId);
      return agent ? { ok: true, agent } : { ok: false, code: 'not_found' };
    },
    decide: () => makeAgent(args, context),
    keep: (outcome) => ({
      subjectId: outcome.ok ? outcome.agent.name : null,
      refusal: outcome.ok ? null : outcome,
    }),
  });

function makeAgent(args: AgentMaking, context: Deciding): Decided<AgentOutcome> {
  const { name, members, operator } = args;
  const { settings, now } = context;
  if (settings.agentByName.has(name)) return { result: { ok: false, code: 'name_taken' } };
  if (settings.agents.length >= LIMITS.agents.most)
    return { result: { ok: false, code: 'too_many' } };
  const groups = members.groups ?? [inForce(settings.timeline).chatGroup];
  const errors = misfitsOf(groups, settings.objects);
  if (errors.length > 0 && members.groups)
    return { result: { ok: false, code: 'validation_failed', errors } };
  const agent: Agent = {
    name,
    displayName: members.displayName ?? null,
    capacity: members.capacity ?? null,
    skills: members.skills ?? {},
    createdAt: now,
    version: 1,
  };
  const isFirst = settings.agents.length === 0;
  const beginsChats = isFirst && inForce(settings.timeline).chatAutomatic === 'auto';
  return {
    changes: [
      { kind: 'agent', before: undefined, after: agent },
      keyOf(args, context.newId(), now),
      ...membership(name, groups, context),
      entryOf('agent.created', name, { before: null, after: shown(agent, groups) }, operator, now),
    ],
    result: { ok: true, agent, beginsChats },
  };
}

function decideChange(
  {
    name,
    members,
    operator,
    expectedVersion,
  }: AgentWrite & { readonly name: string; readonly members: AgentMembers },
  context: Deciding,
): Decided<AgentOutcome> {
  const { settings, now } = context;
  const before = settings.agentByName.get(name);
  if (before === undefined) return { result: { ok: false, code: 'not_found' } };
  if (expectedVersion !== undefined && expectedVersion !== before.version)
    return { result: { ok: false, code: 'precondition_failed' } };
  const groups = members.groups ?? groupsOf(context, name);
  const errors = members.groups ? misfitsOf(groups, settings.objects) : [];
  if (errors.length > 0) return { result: { ok: false, code: 'validation_failed', errors } };
  const { displayName = before.displayName, capacity = before.capacity } = members;
  const { skills = before.skills } = members;
  const after: Agent = { ...before, displayName, capacity, skills, version: before.version + 1 };
  const moved = membership(name, groups, context);
  const isSame =
    moved.length === 0 &&
    JSON.stringify([displayName, capacity, skills]) ===
      JSON.stringify([before.displayName, before.capacity, before.skills]);
  if (isSame) return { result: { ok: true, agent: before } };
  const audited = { before: shown(before, groupsOf(context, name)), after: shown(after, groups) };
  return {
    changes: [
      { kind: 'agent', before, after },
      ...moved,
      entryOf('agent.changed', name, audited, operator, now),
    ],
    result: { ok: true, agent: after },
  };
}

/** Takes an agent away who has no chats; histories keep the name by which they know them. */
function decideRemoval(
  { name, operator, expectedVersion }: AgentWrite & { readonly name: string },
  context: Deciding,
): Decided<AgentOutcome> {
  const { settings, now } = context;
  const before = settings.agentByName.get(name);
  if (before === undefined) return { result: { ok: false, code: 'not_found' } };
  if (expectedVersion !== undefined && expectedVersion !== before.version)
    return { result: { ok: false, code: 'precondition_failed' } };
  const ledger = createLedger(context);
  ledger.agent(name);
  if (ledger.heldBy(name) > 0) return { result: { ok: false, code: 'agent_has_chats' } };
  const audited = { before: shown(before, groupsOf(context, name)), after: null };
  return {
    changes: [
      ...withdrawKeys(context, name),
      ...membership(name, [], context),
      { kind: 'agent', before, after: undefined },
      entryOf('agent.deleted', name, audited, operator, now),
    ],
    result: { ok: true, agent: before },
  };
}

/** Gives an agent another key; the one before is void at once. */
function decideRotation(
  args: Pick<AgentMaking, 'seed' | 'name' | 'key' | 'operator'>,
  context: Deciding,
): Decided<AgentOutcome> {
  const { name, operator } = args;
  const { settings, now } = context;
  const agent = settings.agentByName.get(name);
  if (agent === undefined) return { result: { ok: false, code: 'not_found' } };
  const audited = { before: null, after: { prefix: args.key.prefix } };
  return {
    changes: [
      ...withdrawKeys(context, name),
      keyOf(args, context.newId(), now),
      entryOf('agent.key_rotated', name, audited, operator, now),
    ],
    result: { ok: true, agent },
  };
}

export const AGENT_DECISIONS = {
  makeAgent: decision(({ idempotency }: AgentMaking) => ({ answer: idempotency }), decideMaking),
  changeAgent: decision(NOTHING_READ, decideChange),
  removeAgent: decision(
    ({ name }: AgentWrite & { readonly name: string }) => ({ agent: name }),
    decideRemoval,
  ),
  rotateAgentKey: decision(NOTHING_READ, decideRotation),
};
