import type { AgentInView, Context, Target } from '#src/decisions/context.js';
import type { NamedDecision } from '#src/decisions/decision.js';
import { DECISIONS, type DecisionName, type Decisions } from '#src/decisions/decisions.js';
import type { Answered, Question } from '#src/decisions/question.js';
import type { Settings } from '#src/decisions/settings.js';
import type { AgentStatus } from '#src/domain/agents/agent.js';
import { presenceEnd } from '#src/domain/agents/transition.js';
import { type Chat, isHeld } from '#src/domain/chats/chat.js';
import { chatDeadline } from '#src/domain/chats/clocks.js';
import type { Timeline } from '#src/domain/options/timeline.js';
import { agentOf } from './chats.js';
import { contextWith, settingsWith } from './contexts.js';
import { T0 } from './lifecycle.js';

/** Agents and chats on which the decisions of the service are made, without a store. */
export interface MemoryHouse {
  readonly chats: ReadonlyMap<string, Chat>;
  readonly agents: ReadonlyMap<string, AgentStatus>;
  timeline: Timeline;
  /** Makes a decision at a moment and keeps what it changes. */
  decide<D extends DecisionName>(
    name: D,
    args: Decisions[D]['args'],
    now: number,
  ): Decisions[D]['result'];
  /** The same for a decision that the service does not know. */
  make<A, R>(decision: NamedDecision<A, R>, args: A, now: number): R;
  /** When the next clock ends; infinite when none runs. */
  nextDeadline(): number;
  /** Settles one chat, or one agent. */
  look(of: { readonly chat: string } | { readonly agent: string }, now: number): void;
  /** Everything that was written, but for versions, which count how often somebody looked. */
  told(): object;
}

export function createMemoryHouse(
  chatsThere: readonly Chat[],
  staff: readonly AgentStatus[],
  timeline: Timeline,
): MemoryHouse {
  const chats = new Map(chatsThere.map((chat) => [chat.id, chat]));
  const agents = new Map(staff.map((status) => [status.name, status]));
  const lines = new Map<string, unknown[]>();
  const idle = new Map<string, number>();
  const handlings: unknown[] = [];

  const settingsUnder = (timelineThen: Timeline): Settings =>
    settingsWith({
      timeline: timelineThen,
      agents: staff.map(({ name }) => agentOf({ name })),
    });
  let settings = settingsUnder(timeline);

  function viewOf(name: string | undefined): AgentInView | null {
    const status = name === undefined ? undefined : agents.get(name);
    if (status === undefined) return null;
    const his = [...chats.values()].filter((chat) => isHeld(chat) && chat.agent === name);
    return { status, chats: his };
  }

  const answer = (question: Question): Answered =>
    ({ ...question, answer: question.kind === 'agent' ? viewOf(question.of) : null }) as Answered;

  const contextOf = ({ chat, agent }: Target, now: number): Context =>
    contextWith({
      now,
      ageTime: now,
      settings,
      chat: chats.get(chat ?? '') ?? null,
      agent: viewOf(agent),
    });

  function make<A, R>({ target, decide }: NamedDecision<A, R>, args: A, now: number): R {
    let context = contextOf(target(args), now);
    let decision = decide(args, context);
    while ('needs' in decision) {
      context = { ...context, answers: [...context.answers, ...decision.needs.map(answer)] };
      decision = decide(args, context);
    }
    for (const change of decision.changes ?? []) {
      if (change.kind === 'chat') {
        chats.set(change.after.id, change.after);
        lines.set(change.after.id, [...(lines.get(change.after.id) ?? []), ...change.facts]);
      } else if (change.kind === 'agent_status') {
        agents.set(change.after.name, change.after);
        lines.set(change.after.name, [...(lines.get(change.after.name) ?? []), ...change.facts]);
      } else if (change.kind === 'agent_idle')
        idle.set(change.name, Math.max(idle.get(change.name) ?? 0, change.at));
      else if (change.kind === 'handling') handlings.push([change.at, change.durationMs]);
    }
    return decision.result;
  }

  const house: MemoryHouse = {
    chats,
    agents,
    get timeline() {
      return settings.timeline;
    },
    set timeline(changed) {
      settings = settingsUnder(changed);
    },
    make,
    decide: (name, args, now) => make(DECISIONS[name] as never, args, now),
    nextDeadline() {
      const ends = [
        ...[...chats.values()].map((chat) => chatDeadline(chat, house.timeline, T0)),
        ...[...agents.values()].map((status) => presenceEnd(status, house.timeline, T0)),
      ];
      return Math.min(...ends.map((end) => end?.at ?? Number.POSITIVE_INFINITY));
    },
    look(of, now) {
      if ('chat' in of) house.decide('chatEvent', { ...of, seed: 'seed', event: null }, now);
      else house.decide('agentEvent', { ...of, seed: 'seed', event: null, isOwn: false }, now);
    },
    told() {
      const unversioned = [...chats.values()].map(({ version: _version, ...chat }) => chat);
      return {
        chats: unversioned,
        agents: [...agents.values()],
        lines: [...lines]
          .filter(([, each]) => each.length > 0)
          .sort(([a], [b]) => (a < b ? -1 : 1)),
        idle: [...idle].sort(([a], [b]) => (a < b ? -1 : 1)),
        handlings: handlings.map(String).sort(),
      };
    },
  };
  return house;
}
