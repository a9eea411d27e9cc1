// Public queues of delayed work, behind one face: what is added is handed over once its moment has come.
// Settings are theirs where nothing is said.

import BeeQueue from 'bee-queue';
import { Queue, Worker } from 'bullmq';
import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import PgBoss from 'pg-boss';

const NAME = 'bench';
/** What one worker has in hand at a time. */
const AT_ONCE = 64;
/** Connections to PostgreSQL: more do not make it faster on a few cores. */
const POOL = 16;

/** By name: connects to `url`, and hands each moment that was due to `handle`. */
export const QUEUES = {
  async bullmq(url, handle) {
    const { port } = new URL(url);
    const connection = { port: Number(port), maxRetriesPerRequest: null };
    const queue = new Queue(NAME, { connection });
    const worker = new Worker(NAME, async ({ data }) => handle(data.dueAt), {
      connection,
      concurrency: AT_ONCE,
    });
    await worker.waitUntilReady();
    return {
      add: (body, dueAt) =>
        queue.add(
          NAME,
          { body, dueAt },
          { delay: Math.max(dueAt - Date.now(), 0), removeOnComplete: true },
        ),
      async close() {
        await worker.close(true);
        await queue.close();
      },
    };
  },

  async 'bee-queue'(url, handle) {
    const { port } = new URL(url);
    const queue = new BeeQueue(NAME, {
      redis: { port: Number(port) },
      activateDelayedJobs: true,
      removeOnSuccess: true,
      // Nobody asks a job what came of it.
      getEvents: false,
      sendEvents: false,
    });
    queue.process(AT_ONCE, async ({ data }) => handle(data.dueAt));
    await queue.ready();
    return {
      add: (body, dueAt) => queue.createJob({ body, dueAt }).delayUntil(dueAt).save(),
      close: () => queue.close(1),
    };
  },

  async 'pg-boss'(url, handle) {
    const boss = new PgBoss({ connectionString: url, max: POOL });
    boss.on('error', (error) => console.error(error.message));
    await boss.start();
    await boss.createQueue(NAME);
    // The shortest that it takes.
    await boss.work(NAME, { pollingIntervalSeconds: 0.5, batchSize: 1_000 }, async (jobs) => {
      for (const { data } of jobs) handle(data.dueAt);
    });
    return {
      add: (body, dueAt) => boss.send(NAME, { body, dueAt }, { startAfter: new Date(dueAt) }),
      close: () => boss.stop({ graceful: false }),
    };
  },

  async 'graphile-worker'(url, handle) {
    const logger = new Logger(() => () => {});
    const utils = await makeWorkerUtils({ connectionString: url, maxPoolSize: POOL, logger });
    await utils.migrate();
    const runner = await run({
      connectionString: url,
      maxPoolSize: POOL,
      concurrency: POOL,
      pollInterval: 100,
      noHandleSignals: true,
      logger,
      taskList: { [NAME]: async ({ dueAt }) => handle(dueAt) },
    });
    return {
      add: (body, dueAt) => utils.addJob(NAME, { body, dueAt }, { runAt: new Date(dueAt) }),
      async close() {
        await runner.stop();
        await utils.release();
      },
    };
  },
};
