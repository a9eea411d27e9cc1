import type { Database } from 'better-sqlite3';
import type { RouteTo } from '#src/decisions/chat-instructions.js';
import type { AgentEvent } from '#src/domain/agents/agent.js';
import { type Chat, type ChatEvent, isHeld } from '#src/domain/chats/chat.js';
import type { ChatInstruction } from '#src/engine/chats.js';
import { createId } from '#src/ids.js';
import { type Act, MAIN_GROUP } from './chat-simulation-actions.js';
import { QUEUE, type Running } from './chat-simulation-house.js';
import { performInvitation } from './chat-simulation-invitations.js';
import type { House } from './chat-simulation-watch.js';
import { OPERATOR, requestOf } from './world.js';

const VIEWS = [`${QUEUE}.ChatRouting.View`, `${QUEUE}.Clean`];
const write = { operator: OPERATOR };

/** Does one thing as somebody would do it who sees the house. */
export async function perform(
  act: Act,
  at: Running,
  house: House,
  leases: string[],
  database: Database,
): Promise<unknown> {
  const { agents, chats, engine } = at;
  const open = house.chats().filter(({ closedAt }) => closedAt === null);
  const one = (among: readonly Chat[], n: number): Chat | undefined =>
    among.length === 0 ? undefined : among[n % among.length];
  const his = (agent: string | null, { own, n }: { readonly own: boolean; readonly n: number }) =>
    one(own ? open.filter((chat) => isHeld(chat) && chat.agent === agent) : open, n)?.id;

  switch (act.act) {
    case 'stand': {
      const event: AgentEvent = { type: act.event };
      if (!act.ops) return agents.apply(act.agent, event);
      return act.event === 'login' ? null : agents.operate(act.agent, event, OPERATOR);
    }
    case 'beat':
      return agents.get(act.agent, true);
    case 'answer': {
      const chat = his(act.agent, act.pick);
      const { agent } = act;
      if (chat === undefined) return null;
      if (act.with === 'say')
        return chats.say({ chat, from: 'agent', agent, text: 'Hello', clientId: null });
      return chats.apply(chat, { event: { type: act.with, agent }, agent });
    }
    case 'see': {
      const chat = one(
        open.filter(({ state }) => state === 'Offered'),
        act.pick,
      );
      const { id, agent, offeredAt } = chat ?? {};
      return id && agent && offeredAt && agents.shown(agent, [{ id, offeredAt }]);
    }
    case 'pass': {
      const chat = his(act.agent, act.agent === null ? { ...act.pick, own: false } : act.pick);
      const { agent: to } = act.to;
      const target = to === undefined ? { group: act.to.group ?? MAIN_GROUP } : { agent: to };
      const agent = act.agent ?? undefined;
      const event: ChatEvent = { type: 'transfer', target, note: null, ...(agent && { agent }) };
      return chat && chats.apply(chat, { event, agent, operator: agent ? undefined : OPERATOR });
    }
    case 'ask': {
      const [visitId, visitorId] = [`v${act.visit}`, `p${act.visit}`];
      if (act.how === 'invited') return invite(at, visitId, visitorId);
      const request = { visitId, visitorId, visitorIdClaimed: false, interactionId: null };
      const isBrowser = act.how === 'browser';
      return chats.request({ ...request, userData: {}, visitorData: {}, isBrowser });
    }
    case 'visitor': {
      const chat = one(open, act.pick);
      if (chat === undefined) return null;
      if (act.does === 'seen') return chats.seen(chat);
      if (act.does === 'leave')
        return chats.apply(chat.id, { event: { type: 'leave' }, isVisitor: true });
      return chats.say({ chat: chat.id, from: 'visitor', text: 'Hello', clientId: null });
    }
    case 'ops': {
      const { does } = act;
      const chat = one(house.chats(), act.pick);
      if (does === 'forget') {
        const id = chat?.visitorId;
        return id && engine.erase({ kind: 'visitor', id }, 10, OPERATOR, true);
      }
      return chat && chats.apply(chat.id, { event: { type: does }, operator: OPERATOR });
    }
    case 'route':
      return instruct(at, one(open, act.pick)?.id, act.to, act.how);
    case 'pull': {
      const { max, leaseMs } = act;
      for (const view of VIEWS) {
        const pulled = await at.pulls.pull({
          view,
          keyId: 'k1',
          max,
          leaseMs,
          waitMs: 0,
          isWelcome: () => true,
          gone: new AbortController().signal,
        });
        if ('items' in pulled) leases.push(...pulled.items.map(({ leaseId }) => leaseId));
      }
      return null;
    }
    case 'lease': {
      const lease = leases.at(-1 - act.pick);
      if (lease === undefined) return null;
      return act.does === 'extend'
        ? at.pulls.extend(lease, 'k1', 10_000)
        : at.pulls.release(lease, 'k1', act.pick * 5000);
    }
    case 'staff':
      return at.registry.change(act.agent, act.members, write);
    case 'set':
      return at.options.set(act.key, act.value, write);
    case 'rules':
      return at.routing.set(act.rules, write);
    case 'consider':
    case 'reply':
      return performInvitation(act, at, database);
    case 'strategy': {
      const annex = { Application: { url: act.url } };
      const object = {
        kind: 'enhanced-routing' as const,
        name: `${QUEUE}.Routing`,
        properties: { queue: QUEUE, annex },
      };
      const seed = createId(at.chats.now());
      return at.store.apply('putObject', { seed, object: object as never, operator: OPERATOR });
    }
  }
}

/** An invitation that is accepted, up to its form. */
async function invite({ engine }: Running, visitId: string, visitorId: string): Promise<void> {
  const channel = 'proactiveChat' as const;
  const created = await engine.create(requestOf({ visitId, visitorId, channel }));
  if (!('interaction' in created)) return;
  const { id } = created.interaction;
  for (const type of ['engage', 'displayed', 'acceptCall'] as const)
    await engine.apply(id, { type });
  await engine.apply(id, { type: 'formCompleted', fields: {} });
}

const line = (type: 'strategy.answered' | 'strategy.failed') =>
  ({ type, by: 'strategy', detail: null }) as const;

async function instruct(
  { chats }: Running,
  id: string | undefined,
  to: RouteTo | null,
  how: 'call' | 'answer' | 'failed',
): Promise<unknown> {
  if (id === undefined) return null;
  if (how === 'failed') return chats.remark(id, line('strategy.failed'), to ?? {});
  const instruction: ChatInstruction = to ? { type: 'route', to } : { type: 'end', message: 'Bye' };
  if (how === 'call') return chats.instruct(id, instruction);
  return chats.answer(id, instruction, line('strategy.answered'));
}
