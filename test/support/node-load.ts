import { machinePause } from '#src/clock.js';
import type { ServiceNode } from './nodes.js';

/** What callers of several nodes were told, until they are stopped. */
export interface NodeLoad {
  /** Acknowledged interactions with their newest acknowledged version. */
  readonly acknowledged: ReadonlyMap<string, number>;
  /** How often each status was answered. */
  readonly statuses: ReadonlyMap<number, number>;
  stop(): Promise<void>;
}

/** Until somebody who was refused asks again. */
const RETRY_MS = 50;

/** Creates and engages at all nodes in turn; whoever is told to come again does. */
export function loadNodes(nodes: readonly ServiceNode[], prefix: string, callers = 8): NodeLoad {
  const acknowledged = new Map<string, number>();
  const statuses = new Map<number, number>();
  let isStopped = false;
  let asked = 0;

  async function ask(path: string, body: object): Promise<void> {
    asked += 1;
    const node = nodes[asked % nodes.length];
    // Whoever is killed answers nothing.
    const answer = await node?.ask('POST', path, body).catch(() => undefined);
    if (answer === undefined) return;
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    if (answer.status === 503) await machinePause(RETRY_MS);
    if (answer.status > 201) return;
    const { id, version, state } = answer.body;
    acknowledged.set(id, version);
    if (state === 'Qualified') await ask(`/v1/interactions/${id}/engage`, {});
  }

  const all = Array.from({ length: callers }, async (_, caller) => {
    for (let n = 0; !isStopped; n += 1)
      await ask('/v1/interactions', { visitId: `${prefix} ${caller} ${n}` });
  });
  return {
    acknowledged,
    statuses,
    async stop() {
      isStopped = true;
      await Promise.all(all);
    },
  };
}
