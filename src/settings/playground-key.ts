import { isLoopback } from '../calls/address.js';
import { SYSTEM } from '../decisions/audit.js';
import type { PublishableKey } from '../decisions/credentials.js';
import type { Store } from '../store/store.js';
import type { PublishableKeys } from './publishable-keys.js';

/** Its key is recognised by how it starts: names are the operator's to choose. */
const PREFIX = 'playground_';
/** Visits that decide for themselves; an earlier one is the strategy's again. */
const MOST_RESERVED = 100;

/** The playground: pages of a small shop on the service itself, with a key of their own. */
export interface Playground {
  /** Whether there is one. */
  readonly isOn: boolean;
  /** Its publishable key; undefined when it is off, or until the service listens. */
  key(): PublishableKey | undefined;
  /** Makes its key when there is none for this port, or revokes what is not to be used any more. */
  start(port: number): Promise<void>;
  /** Says who decides on the interactions to come of a visit: its visitor, or the strategy again. */
  reserve(visitId: string, isVisitor: boolean): void;
  /** Has the strategy leave out what visitors decide on themselves. */
  sparing<D extends Deciding>(choose: () => D | null, store: Pick<Store, 'read'>): () => D | null;
}

/** Whoever has decisions made on interactions. */
interface Deciding {
  decide(id: string): Promise<void>;
}

export interface PlaygroundDependencies {
  readonly config: {
    readonly host: string;
    readonly publicUrl?: string | undefined;
    readonly playground: 'on' | 'off';
  };
  readonly publishableKeys: PublishableKeys;
}

/**
 * It is on only where nobody else can get at it: on loopback, and not behind a public address. There
 * its visitor may do what a strategy and an operator may, to interactions of the playground alone.
 */
export function createPlayground({ config, publishableKeys }: PlaygroundDependencies): Playground {
  const { host, publicUrl } = config;
  const isPublic = publicUrl !== undefined && !isLoopback(new URL(publicUrl).hostname);
  const isOn = config.playground === 'on' && isLoopback(host) && !isPublic;
  let current: PublishableKey | undefined;
  const reserved = new Set<string>();

  return {
    isOn,
    key: () => current,
    async start(port) {
      const names = ['127.0.0.1', 'localhost', '[::1]'];
      const origins = isOn ? names.map((name) => `http://${name}:${port}`) : [];
      for (const key of publishableKeys.list()) {
        if (key.revokedAt !== null || !key.key.startsWith(`pk_${PREFIX}`)) continue;
        if (isOn && key.origins.join() === origins.join()) current = key;
        else await publishableKeys.revoke(key.id, SYSTEM);
      }
      if (isOn)
        current ??= await publishableKeys.create('playground', origins, SYSTEM, { prefix: PREFIX });
    },
    reserve(visitId, isVisitor) {
      reserved.delete(visitId);
      if (!isVisitor) return;
      reserved.add(visitId);
      for (const oldest of reserved) if (reserved.size > MOST_RESERVED) reserved.delete(oldest);
    },
    sparing: (choose, store) => () => {
      const decider = choose();
      if (decider === null || reserved.size === 0) return decider;
      return {
        ...decider,
        async decide(id) {
          const visitId = (await store.read('interaction', id))?.visitId;
          if (!visitId || !reserved.has(visitId)) await decider.decide(id);
        },
      };
    },
  };
}
