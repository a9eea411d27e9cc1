import type { Database } from 'better-sqlite3';
import { createAgents } from '#src/engine/agents.js';
import { createChats } from '#src/engine/chats.js';
import { createEngine } from '#src/engine/engine.js';
import { createExpiry } from '#src/engine/expiry.js';
import { createPulls } from '#src/engine/pulls.js';
import { createRouter } from '#src/engine/router.js';
import { createLog } from '#src/log/log.js';
import { createAgentRegistry } from '#src/settings/agents.js';
import { createChatRouting } from '#src/settings/chat-routing.js';
import { createOptions } from '#src/settings/options.js';
import { createSqliteStore, newestMoment } from '#src/store/sqlite/sqlite.js';
import type { FakeClock } from './clock.js';
import { TEST_DECISIONS } from './deciding.js';
import { PATIENT } from './world.js';

export const QUEUE = 'Webengagement_Chat';
export const APPLICATION = 'Web_Engagement_Server';
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
export type Running = ReturnType<typeof startHouse>;
