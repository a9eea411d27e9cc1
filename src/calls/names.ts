import type { LookupAddress, RecordWithTtl } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import type { Clock } from '../clock.js';
import { candidates, NO_SEARCH, readSystemNames } from './system-names.js';

/** A look-up is over after this time, in milliseconds, whoever is silent. */
export const LOOKUP_TIMEOUT_MS = 4000;

/** How long one name server is waited for, unless it is said. */
const SERVER_TIMEOUT_MS = 1000;

/** IPv6 addresses are waited for this long once the IPv4 ones are there (RFC 8305). */
const OTHER_FAMILY_MS = 50;

/** Look-ups under way at most: more than there can be endpoints. Those beyond wait for a turn. */
const CONCURRENCY = 128;

/** Names that are remembered at most, and that wait for a turn at most. */
const MAX_NAMES = 1024;

/** Addresses are kept as long as their records say, but not longer, in milliseconds. */
const MAX_KEPT_MS = 60_000;

/** How long a failure is kept, in milliseconds. */
const FAILURE_KEPT_MS = 5000;

/** Names that no name server is asked for (RFC 6761). */
const LOOPBACK_NAME = /(^|\.)localhost$/;
const INVALID_NAME = /(^|\.)invalid$/;

const LOOPBACK: readonly LookupAddress[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

/** Why a name has no address: there is none, or nobody could say. */
class NameFailed extends Error {
  constructor(readonly code: 'name_not_found' | 'name_not_resolved') {
    super(code);
  }
}

/** Finds the addresses of names. */
export interface Names {
  /** The addresses of a name, at least one; rejects with `NameFailed`. */
  resolve(name: string): Promise<readonly LookupAddress[]>;
  /** Gives up what is under way. */
  close(): void;
}

export interface NamesOptions {
  readonly clock: Clock;
  /** `address` or `address:port` of each name server; those of the system when there is none. */
  readonly servers?: readonly string[];
  /** How long one of them is waited for before the next is asked, in milliseconds of the machine. */
  readonly serverTimeoutMs?: number;
}

interface Answer {
  readonly addresses: readonly LookupAddress[];
  readonly failed?: NameFailed;
  /** For how long it may be given again, in milliseconds. */
  readonly forMs: number;
}

const NOWHERE = 'name_not_found';

const codeOf = (error: unknown): string => String((error as { code?: unknown }).code);

/** There is nothing under that name, as far as the name server knows. */
const isAbsence = (error: unknown): boolean =>
  ['ENOTFOUND', 'ENODATA', 'EBADNAME', 'EBADQUERY'].includes(codeOf(error));

const failure = (code: NameFailed['code']): Answer => ({
  addresses: [],
  failed: new NameFailed(code),
  forMs: FAILURE_KEPT_MS,
});

/** What records say, for as long as the shortest-lived of them lives. */
const answerOf = (records: readonly RecordWithTtl[]): Answer => ({
  addresses: records.map(({ address }) => ({ address, family: address.includes(':') ? 6 : 4 })),
  forMs: Math.min(MAX_KEPT_MS, ...records.map(({ ttl }) => ttl * 1000)),
});

/**
 * Asks name servers from sockets of its own: the system's look-up holds one of the four threads that
 * the whole process shares for as long as a name server is silent. A name has one look-up under way
 * at most, and what comes of it is remembered, failures too. What the system's look-up knows besides,
 * the hosts file and the search list, is read from its files.
 */
export function createNames({
  clock,
  servers = [],
  serverTimeoutMs = SERVER_TIMEOUT_MS,
}: NamesOptions): Names {
  const kept = new Map<string, Answer & { readonly until: number }>();
  const underWay = new Map<string, Promise<Answer>>();
  const resolvers = new Set<Resolver>();
  const waiting: (() => void)[] = [];
  let active = 0;
  let closed = false;

  /** Both families of one name; rejects with an error of the resolver when there is neither. */
  async function askFor(resolver: Resolver, name: string): Promise<readonly RecordWithTtl[]> {
    const recordsOf = (asked: Promise<RecordWithTtl[]>) =>
      asked.then(
        (records) => ({ records, error: undefined }),
        (error: unknown) => ({ records: [], error }),
      );
    const others = recordsOf(resolver.resolve6(name, { ttl: true }));
    const first = await recordsOf(resolver.resolve4(name, { ttl: true }));
    let disarm = (): void => {};
    const enough = new Promise<Awaited<typeof others>>((resolve) => {
      if (first.records.length > 0)
        disarm = clock.after(OTHER_FAMILY_MS, () => resolve({ records: [], error: undefined }));
    });
    const other = await Promise.race([others, enough]);
    disarm();
    const records = [...first.records, ...other.records];
    if (records.length > 0) return records;
    // That somebody could not say is worth more than that there is nothing of one family.
    throw isAbsence(first.error) ? other.error : first.error;
  }

  async function ask(name: string): Promise<Answer> {
    const bare = name.replace(/\.$/, '');
    if (LOOPBACK_NAME.test(bare)) return { addresses: LOOPBACK, forMs: 0 };
    if (INVALID_NAME.test(bare)) return failure(NOWHERE);
    const system = await readSystemNames();
    const inFile = system.hosts.get(bare);
    if (inFile) return { addresses: inFile, forMs: 0 };
    // Made anew each time: the servers of the system are read when it is made.
    const resolver = new Resolver({ timeout: serverTimeoutMs, tries: 2 });
    resolvers.add(resolver);
    const disarm = clock.after(LOOKUP_TIMEOUT_MS, () => resolver.cancel());
    try {
      if (servers.length > 0) resolver.setServers(servers);
      let failed: NameFailed['code'] = NOWHERE;
      for (const candidate of candidates(name, servers.length > 0 ? NO_SEARCH : system.search)) {
        if (closed) break;
        try {
          return answerOf(await askFor(resolver, candidate));
        } catch (error) {
          if (!isAbsence(error)) failed = 'name_not_resolved';
          // One server that cannot say says nothing of the other spellings; silence would go on.
          if (!isAbsence(error) && codeOf(error) !== 'ESERVFAIL') break;
        }
      }
      return failure(failed);
    } finally {
      disarm();
      resolvers.delete(resolver);
    }
  }

  async function askInTurn(name: string): Promise<Answer> {
    if (active < CONCURRENCY) active += 1;
    else if (waiting.length >= MAX_NAMES) return { ...failure('name_not_resolved'), forMs: 0 };
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return closed ? failure('name_not_resolved') : await ask(name);
    } finally {
      const next = waiting.shift();
      if (next) next();
      else active -= 1;
    }
  }

  function keep(name: string, answer: Answer): void {
    kept.delete(name);
    if (answer.forMs <= 0) return;
    const [oldest] = kept.keys();
    if (kept.size >= MAX_NAMES && oldest !== undefined) kept.delete(oldest);
    kept.set(name, { ...answer, until: clock.now() + answer.forMs });
  }

  function lookUp(name: string): Promise<Answer> {
    const asked = askInTurn(name).finally(() => underWay.delete(name));
    underWay.set(name, asked);
    return asked.then((answer) => {
      keep(name, answer);
      return answer;
    });
  }

  return {
    async resolve(name) {
      const before = kept.get(name);
      const isFresh = before !== undefined && clock.now() < before.until;
      const { addresses, failed } = isFresh ? before : await (underWay.get(name) ?? lookUp(name));
      if (failed) throw failed;
      return addresses;
    },
    close() {
      closed = true;
      for (const resolver of resolvers) resolver.cancel();
      for (const wake of waiting.splice(0)) wake();
    },
  };
}
