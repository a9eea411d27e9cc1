import type { Database } from 'better-sqlite3';
import type { Change } from '#src/decisions/change.js';
import type { Context, Decision } from '#src/decisions/context.js';
import type { DecisionTable } from '#src/decisions/decisions.js';
import type { Settings } from '#src/decisions/settings.js';
import { type AgentStatus, capacityOf } from '#src/domain/agents/agent.js';
import { presenceEnd } from '#src/domain/agents/transition.js';
import { type Chat, type ChatFact, isHeld, isOpen } from '#src/domain/chats/chat.js';
import { inOrder } from '#src/domain/chats/order.js';
import { settleChat } from '#src/domain/chats/transition.js';
import { inForce } from '#src/domain/options/timeline.js';
import { isSame } from '#src/domain/typebox.js';
import { type AgentRow, statusOf } from '#src/store/rows/agents.js';
import { type ChatRow, chatOf, SELECT_CHATS } from '#src/store/rows/chats.js';
import { TEST_DECISIONS } from './deciding.js';

/** What is stored of agents and chats. */
export interface House {
  chats(): readonly Chat[];
  agents(): readonly AgentStatus[];
  facts(id: string): readonly ChatFact[];
}

export function createHouse(database: Database): House {
  const chats = database.prepare<[], ChatRow>(`${SELECT_CHATS} order by chats.n`);
  const agents = database.prepare<[], AgentRow>('select * from agents order by n');
  const facts = database.prepare<[string], ChatFact>(
    `select sequence, type, at, actor as "by", from_state as "from", to_state as "to", agent,
       agent_group as "group", outcome, detail
     from chat_history where chat = (select n from chats where id = ?) order by sequence`,
  );
  return {
    chats: () => chats.all().map(chatOf),
    agents: () => agents.all().map(statusOf),
    facts: (id) => facts.all(id),
  };
}

/** Looks at every decision as it is made, and at what is stored when nothing is under way. */
export interface HouseWatch {
  readonly decisions: DecisionTable;
  /** Nothing is under way: nobody waits whom somebody could take. */
  checkQuiet(settings: Settings, now: number): void;
  readonly must: Must;
  readonly violations: string[];
}

/** A rule that holds, or is broken by something. */
export type Must = (holds: boolean, rule: string, about: unknown) => void;

type Of<K extends Change['kind']> = Extract<Change, { readonly kind: K }>;

/** Whether an agent with room may take a chat that waits, told anew from the rules in words. */
function mayTake(
  chat: Chat,
  { name }: AgentStatus,
  { agentByName, groupsOfAgent, timeline }: Settings,
  now: number,
): boolean {
  const { route, waitingSince, notAgent, declines } = chat;
  if (route === null || notAgent === name) return false;
  const groups = groupsOfAgent.get(name);
  const helps = route.overflow !== null && now >= waitingSince + route.overflow.afterSeconds * 1000;
  const isOfGroup =
    groups?.has(route.group) || (helps && route.overflow && groups?.has(route.overflow.group));
  const skills = agentByName.get(name)?.skills ?? {};
  const isSkilled = Object.entries(route.skills).every(([skill, least]) =>
    Object.hasOwn(skills, skill) ? (skills[skill] ?? 0) >= least : false,
  );
  const decline = declines.find(({ agent }) => agent === name);
  const isAsked =
    decline === undefined ||
    (decline.times < 3 && now >= decline.at + inForce(timeline).offerTime * 1000);
  return Boolean(isOfGroup) && isSkilled && isAsked;
}

export function createHouseWatch(house: House): HouseWatch {
  const violations: string[] = [];
  const must: Must = (holds, rule, about) => {
    if (!holds) violations.push(`${rule}: ${JSON.stringify(about)}`);
  };

  const isThere = (status: AgentStatus, { timeline, servingSince }: Settings, now: number) => {
    const end = presenceEnd(status, timeline, servingSince);
    return status.state === 'Ready' && (end === null || end.at > now);
  };

  const roomOf = (name: string, chats: readonly Chat[], { agentByName, timeline }: Settings) =>
    capacityOf(agentByName.get(name) ?? { capacity: 0 }, inForce(timeline)) -
    chats.filter((chat) => isHeld(chat) && chat.agent === name).length;

  const isFree = ({ hold }: Chat, now: number): boolean => hold === null || hold.until <= now;

  /** What the house would be like after a round. */
  function checkRound(changes: readonly Change[], { settings, now }: Context): void {
    const stored = house.chats();
    const before = new Map(
      stored.map((chat) => {
        const { timeline, servingSince } = settings;
        return [chat.id, settleChat(chat, timeline, servingSince, now).chat];
      }),
    );
    const after = new Map(before);
    for (const change of changes)
      if (change.kind === 'chat') after.set(change.after.id, change.after);
    const agents = house.agents();
    const left = [...after.values()].filter(
      (chat) => chat.state === 'Queued' && chat.route !== null && isFree(chat, now),
    );
    const offered = changes
      .filter((change): change is Of<'chat'> => change.kind === 'chat')
      .filter(({ before: was, after: is }) => is.state === 'Offered' && was?.state !== 'Offered');
    for (const { before: was, after: is, facts } of offered) {
      const status = agents.find(({ name }) => name === is.agent);
      const known = was && { ...was, route: is.route };
      if (!status || !known) throw new Error('offered to nobody');
      must(isThere(status, settings, now), 'an offer goes to who is ready', is);
      must(
        known.named === is.agent || mayTake(known, status, settings, now),
        'an offer goes to a candidate',
        [is, facts],
      );
      must(roomOf(status.name, [...after.values()], settings) >= 0, 'held <= capacity', is);
      for (const chat of left)
        must(
          inOrder(chat, is) > 0 || !mayTake(chat, status, settings, now),
          'nobody is overtaken',
          { waiting: chat, offered: is },
        );
    }
  }

  function checkChange(change: Change): void {
    if (change.kind === 'chat') {
      const { before, after, facts } = change;
      must(after.version === (before?.version ?? 0) + 1, 'one change is one version', after);
      must(after.sequence === (before?.sequence ?? 0) + facts.length, 'every fact counts', after);
      const [first] = facts;
      must(!first || first.sequence === (before?.sequence ?? 0) + 1, 'no gaps', [after, facts]);
      const { version, sequence } = after;
      // But for what a strategy says too late.
      if (before?.state === 'Ended' && after.erasedAt === before.erasedAt)
        must(isSame({ ...before, version, sequence }, after), 'what has ended stays as it is', [
          before,
          after,
        ]);
      if (before && !isOpen(before))
        must(after.endedAt === before.endedAt && after.outcome === before.outcome, 'an end stays', [
          before,
          after,
        ]);
    }
    if (change.kind === 'agent_status') {
      const { before, after, facts } = change;
      must(after.sequence === before.sequence + facts.length, 'every fact of an agent', change);
    }
  }

  function note(name: string, decision: Decision<unknown>, context: Context): void {
    if ('needs' in decision) return;
    const { changes = [] } = decision;
    const ids = changes.flatMap((each) => (each.kind === 'chat' ? [each.after.id] : []));
    must(new Set(ids).size === ids.length, 'each chat is written once', ids);
    for (const change of changes) checkChange(change);
    if (name === 'matchChats') checkRound(changes, context);
  }

  function checkChat(chat: Chat): void {
    const facts = house.facts(chat.id);
    must(facts.length === chat.sequence, 'every fact is in the history', chat);
    facts.forEach((fact, index) => {
      const { to = null, at = 0 } = facts[index - 1] ?? {};
      must(fact.sequence === index + 1 && fact.at >= at, 'a history goes on without gaps', facts);
      // A reject is two lines about one step.
      const goesOn = fact.from === to || fact.from === fact.to || fact.type === 'chat.requeued';
      must(goesOn, 'a fact begins where the last ended', facts);
    });
    must((facts.at(-1)?.to ?? null) === chat.state, 'the history ends where the chat is', [
      chat,
      facts,
    ]);
    const { state, agent, hold } = chat;
    must(state !== 'Queued' || agent === null, 'what waits is nobody’s', chat);
    must(!isHeld(chat) || agent !== null, 'what is held has a holder', chat);
    must(state === 'Queued' || hold === null, 'what is on lease waits', chat);
  }

  const spied = Object.entries(TEST_DECISIONS).map(([name, { target, decide }]) => [
    name,
    {
      target,
      decide(args: never, context: Context) {
        const decision = decide(args, context) as Decision<unknown>;
        note(name, decision, context);
        return decision;
      },
    },
  ]);

  return {
    decisions: Object.fromEntries(spied) as DecisionTable,
    checkQuiet(settings, now) {
      const chats = house.chats();
      const agents = house.agents();
      for (const chat of chats) checkChat(chat);
      const visits = chats.filter(isOpen).map(({ visitId }) => visitId);
      must(new Set(visits).size === visits.length, 'one open chat per visit', visits);
      for (const status of agents) {
        const { name, state } = status;
        const his = chats.filter((chat) => isHeld(chat) && chat.agent === name);
        for (const chat of his) {
          must(state === 'Ready' || chat.state !== 'Offered', 'it rings at who is ready', chat);
          must(
            state !== 'LoggedOut' || (chat.state === 'Active' && chat.agentLostAt !== null),
            'who is away holds nothing but what is kept for them',
            [status, chat],
          );
          must(
            chat.agentLostAt === null || state === 'LoggedOut',
            'nothing is kept for who is back',
            [status, chat],
          );
        }
        if (!isThere(status, settings, now) || roomOf(name, chats, settings) < 1) continue;
        for (const chat of chats)
          must(
            chat.state !== 'Queued' || !isFree(chat, now) || !mayTake(chat, status, settings, now),
            'nobody waits while somebody is free',
            { chat, status, now },
          );
      }
    },
    must,
    violations,
  };
}
