import { isLoopback } from '../calls/address.js';
import { SYSTEM } from '../decisions/audit.js';
import type { PublishableKey } from '../decisions/credentials.js';
import type { Codes } from '../store/shared.js';
import type { Store } from '../store/store.js';
import type { PublishableKeys } from './publishable-keys.js';

/** Its key is recognised by how it starts: names are the operator's to choose. */
const PREFIX = 'playground_';
/** A visit decides for itself for so long, in milliseconds: then it is the strategy's again. */
const RESERVED_MS = 24 * 60 * 60 * 1000;

/** The playground: pages of a small shop on the service itself, with a key of their own. */
export interface Playground {
  /** Whether there is one. */
  readonly isOn: boolean;
  /** Its publishable key; undefined when it is off, or until the service listens. */
  key(): PublishableKey | undefined;
  /** Makes its key when there is none for this port, or revokes what is not to be used any more. */
  start(port: number): Promise<void>;
  /** Says who decides on the interactions to come of a visit: its visitor, or the strategy again. */
  reserve(visitId: string, isVisitor: boolean): Promise<void>;
  /** Whether a publishable key is the playground's, whichever process made it. */
  owns(keyId: string | null): boolean;
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
    readonly databaseUrl?: string | undefined;
  };
  readonly publishableKeys: PublishableKeys;
  /** Which visits decide for themselves. */
  readonly codes: Codes;
}

/**
 * It is on only where nobody else can get at it: on loopback, and not behind a public address. There
 * its visitor may do what a strategy and an operator may, to interactions of the playground alone.
 */
export function createPlayground({
  config,
  publishableKeys,
  codes,
}: PlaygroundDependencies): Playground {
  const { host, publicUrl } = config;
  const isPublic = publicUrl !== undefined && !isLoopback(new URL(publicUrl).hostname);
  const isOn = config.playground === 'on' && isLoopback(host) && !isPublic;
  /** Where pages come from when a proxy is in between. */
  const outside = publicUrl === undefined ? undefined : new URL(publicUrl).origin;
  let current: PublishableKey | undefined;
  const isOwn = ({ key, revokedAt }: PublishableKey): boolean =>
    revokedAt === null && key.startsWith(`pk_${PREFIX}`);

  return {
    isOn,
    key: () => current,
    async start(port) {
      const names = ['127.0.0.1', 'localhost', '[::1]'];
      const own = names.map((name) => `http://${name}:${port}`);
      const origins = isOn ? [...new Set([...own, ...(outside ? [outside] : [])])] : [];
      for (const key of publishableKeys.list()) {
        if (!isOwn(key)) continue;
        if (isOn && key.origins.join() === origins.join()) current = key;
        // That of another process, which listens elsewhere, is as good as this one's.
        else if (!isOn || config.databaseUrl === undefined)
          await publishableKeys.revoke(key.id, SYSTEM);
      }
      if (isOn)
        current ??= await publishableKeys.create('playground', origins, SYSTEM, { prefix: PREFIX });
    },
    owns: (keyId) => publishableKeys.list().some((key) => key.id === keyId && isOwn(key)),
    async reserve(visitId, isVisitor) {
      if (isVisitor) await codes.keep('playground visit', visitId, RESERVED_MS);
      else await codes.use('playground visit', visitId);
    },
    sparing: (choose, store) => () => {
      const decider = choose();
      if (decider === null || !isOn) return decider;
      return {
        ...decider,
        async decide(id) {
          const visitId = (await store.read('interaction', id))?.visitId;
          const isReserved = visitId && (await codes.has('playground visit', visitId));
          if (!isReserved) await decider.decide(id);
        },
      };
    },
  };
}
