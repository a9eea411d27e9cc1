import Sqlite, { type Database } from 'better-sqlite3';
import type { RouteTo } from '#src/decisions/chat-instructions.js';
import type { AgentEvent } from '#src/domain/agents/agent.js';
import { type Chat, type ChatEvent, isHeld } from '#src/domain/chats/chat.js';
import { createAgents } from '#src/engine/agents.js';
import { type ChatInstruction, createChats } from '#src/engine/chats.js';
import { createEngine } from '#src/engine/engine.js';
import { createExpiry } from '#src/engine/expiry.js';
import { createPulls } from '#src/engine/pulls.js';
import { createRouter } from '#src/engine/router.js';
import { createId } from '#src/ids.js';
import { createLog } from '#src/log/log.js';
import { createAgentRegistry } from '#src/settings/agents.js';
import { createChatRouting } from '#src/settings/chat-routing.js';
import { createOptions } from '#src/settings/options.js';
import { migrate } from '#src/store/sqlite/migrate.js';
import { createSqliteStore, newestMoment } from '#src/store/sqlite/sqlite.js';
import { type Act, type ChatTurn, MAIN_GROUP, SIM_AGENTS } from './chat-simulation-actions.js';
import {
  createHouse,
  createHouseWatch,
  type House,
  type HouseWatch,
} from './chat-simulation-watch.js';
import { createFakeClock, type FakeClock } from './clock.js';
import { TEST_DECISIONS } from './deciding.js';
import { failing, reusePrepared } from './simulation-database.js';
import { OPERATOR, PATIENT, requestOf } from './world.js';

const QUEUE = 'Webengagement_Chat';
const VIEWS = [`${QUEUE}.ChatRouting.View`, `${QUEUE}.Clean`];
const APPLICATION = 'Web_Engagement_Server';
const write = { operator: OPERATOR };
const log = createLog('silent');

/** Everything of a service that agents and chats need, on a database that may be another's. */
export function startHouse(database: Database, clock: FakeClock, decisions = TEST_DECISIONS) {
  const time = clock.make(newestMoment(database));
  const limits = { limits: PATIENT };
  const { store, pending } = createSqliteStore(database, time, decisions, () => {}, limits);
  const engine = createEngine({ store, clock: time, application: APPLICATION });
  return {
    store,
    pending,
    engine,
    expiry: createExpiry({ engine, store, clock: time, log }),
    router: createRouter({ store, clock: time, log }),
    agents: createAgents({ store, clock: time }),
    chats: createChats({ store, clock: time, application: APPLICATION }),
    pulls: createPulls({ store, clock: time, setting: 'none' }),
    options: createOptions(store, time),
    registry: createAgentRegistry(store, time),
    routing: createChatRouting(store),
  };
}
type Running = ReturnType<typeof startHouse>;

/** A house that is set up, and in which nothing has happened yet. */
export async function furnish(): Promise<Buffer> {
  const database = new Sqlite(':memory:');
  migrate(database, () => 0);
  const clock: FakeClock = createFakeClock(() => house.pending() > 0);
  const house = startHouse(database, clock);
  const { store, registry, options } = house;
  const self = { application: APPLICATION, tenantId: 1 };
  const put = (
    kind: 'agent-groups' | 'interaction-queue-views',
    name: string,
    properties: object,
  ) =>
    store.apply('putObject', {
      seed: createId(clock.now()),
      object: { kind, name, properties } as never,
      operator: OPERATOR,
    });
  await store.apply('install', { seed: createId(clock.now()), self, operator: OPERATOR });
  await put('agent-groups', 'Sales', { agents: [] });
  await put('interaction-queue-views', `${QUEUE}.Clean`, {
    queue: QUEUE,
    condition: { minTimeInQueueSeconds: 0 },
    order: 'oldest_first',
    enabled: true,
    checkIntervalSeconds: 86_400,
  });
  await registry.create('ann', { capacity: 1 }, OPERATOR);
  await registry.create('bob', { groups: [MAIN_GROUP, 'Sales'], skills: { french: 80 } }, OPERATOR);
  await registry.create('eve', { groups: ['Sales'], capacity: 2 }, OPERATOR);
  await options.set('whenNoAgents', 'queue', write);
  const image = database.serialize();
  database.close();
  return image;
}

/** Plays a history on an image of a house; what was not as it must be. */
export async function playChats(
  image: Buffer,
  history: readonly ChatTurn[],
): Promise<{
  readonly violations: readonly string[];
  readonly image: Buffer;
  readonly at: number;
}> {
  const database = new Sqlite(image);
  database.pragma('foreign_keys = on');
  reusePrepared(database);
  const clock: FakeClock = createFakeClock(() => running.pending() > 0);
  const house = createHouse(database);
  const watch = createHouseWatch(house);
  let running = await begin();
  const leases: string[] = [];

  async function begin(): Promise<Running> {
    const started = startHouse(database, clock, watch.decisions);
    await started.expiry.start();
    started.router.start();
    return started;
  }

  async function stop(): Promise<void> {
    await running.router.stop();
    await running.expiry.stop();
    running.pulls.close();
  }

  const askAll = (acts: readonly Act[]) =>
    Promise.allSettled(acts.map((act) => perform(act, running, house, leases)));

  async function ask(acts: readonly Act[]): Promise<void> {
    for (const outcome of await askAll(acts))
      if (outcome.status === 'rejected') watch.violations.push(String(outcome.reason.stack));
  }

  async function take(turn: ChatTurn): Promise<void> {
    switch (turn.turn) {
      case 'ask':
        return ask(turn.acts);
      case 'wait':
        return turn.stalled ? clock.leap(turn.ms) : clock.advance(turn.ms);
      case 'waitForDeadline': {
        const next = await running.engine.nextDeadline();
        return clock.advance(Math.max((next ?? 0) + turn.offset - clock.now(), 0));
      }
      case 'crash': {
        const disk = failing(database);
        if (turn.lost) disk.stop();
        await askAll(turn.acts);
        await stop();
        disk.resume();
        await clock.leap(turn.ms);
        running = await begin();
      }
    }
  }

  try {
    for (const turn of history) {
      await take(turn);
      // The timers that a commit armed for now, and what a failure put off.
      await clock.advance(0);
      await running.router.idle();
      const { store } = running;
      watch.checkQuiet(await store.settings(), clock.now());
      if (watch.violations.length > 0) break;
    }
    await stop();
    return { violations: watch.violations, image: database.serialize(), at: clock.now() };
  } finally {
    database.close();
  }
}

/** Does one thing as somebody would do it who sees the house. */
async function perform(act: Act, at: Running, house: House, leases: string[]): Promise<unknown> {
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

export { type HouseWatch, SIM_AGENTS };
