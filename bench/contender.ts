import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { keepEngagements } from './asking.js';
import { apply } from './load.js';
import { measured, type Run } from './measured.js';
import { type Program, type Server, start } from './server.js';
import { verifyStored } from './verify.js';

/** How every contender is loaded. */
export interface Conditions {
  /** Where the directory of the contender is made. */
  readonly directory: string;
  readonly key: string;
  readonly connections: number;
  /** Seconds of load before the first slice. */
  readonly warmup: number;
  /** Length of a slice. */
  readonly seconds: number;
  /** Send only a visitId. */
  readonly minimal: boolean;
}

/** A program that runs, warm, with a directory of its own. */
export interface Contender {
  /** Loads it for a slice of time and says how it did; a profile goes to `profileFile`. */
  measure(profileFile?: string): Promise<Run>;
  /** Ends it and checks what it stored; rejects when that is not exactly what it acknowledged. */
  close(): Promise<void>;
}

/** Requests from which the speed of a program that is not warm yet is estimated. */
const PROBE = 2_000;
const QUEUES = '/v1/admin/queues';

/** Resolves when nothing waits for a decision any more. */
async function allDecided(server: Server, key: string): Promise<void> {
  for (;;) {
    const answer = await fetch(server.address + QUEUES, {
      headers: { authorization: `Bearer ${key}` },
    });
    const { items } = (await answer.json()) as { items: { name: string; active: number }[] };
    if (items.every(({ name, active }) => name !== 'Webengagement_Qualified' || active === 0))
      return;
  }
}

/** Starts a program and warms it up. */
export async function createContender(
  programOn: (directory: string) => Program,
  conditions: Conditions,
): Promise<Contender> {
  const directory = mkdtempSync(join(conditions.directory, 'webengagement-bench-'));
  const { key, connections, minimal } = conditions;
  const program = programOn(directory);
  const server = await start(program, directory);
  let created = 0;

  async function load(seconds: number, perSecond: number) {
    const amount = Math.max(Math.round(perSecond * seconds), connections);
    const { address } = server;
    const result = await apply({
      address,
      key,
      connections,
      amount,
      rich: !minimal,
      // What is created but not decided on yet is not done: leaving it out would flatter.
      ...(program.strategy === 'builtin' && { finished: () => allDecided(server, key) }),
    });
    created += result.done;
    return result;
  }

  if (program.strategy !== null) await keepEngagements(server.address, key);
  let { perSecond } = await load(1, PROBE);
  ({ perSecond } = await load(conditions.warmup, perSecond));

  return {
    async measure(profileFile) {
      const run = await measured(server, () => load(conditions.seconds, perSecond), profileFile);
      ({ perSecond } = run);
      return run;
    },
    async close() {
      try {
        await server.stop();
        if (program.strategy !== null) verifyStored(directory, created, program.strategy);
      } finally {
        rmSync(directory, { recursive: true, force: true });
      }
    },
  };
}
