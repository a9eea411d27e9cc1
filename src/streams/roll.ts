/** What a stream is found by. */
export interface Listed {
  readonly visitId: string;
  /** The network it comes from. */
  readonly network: string;
  /** Which tick of the heartbeat is its. */
  readonly slot: number;
}

/** The open streams, by visit, by network and by the tick of their heartbeat. */
export interface Roll<Stream extends Listed> {
  add(stream: Stream): void;
  /** False when it was not there. */
  remove(stream: Stream): boolean;
  /** Of a visit, oldest first. */
  ofVisit(visitId: string): ReadonlySet<Stream>;
  countOf(network: string): number;
  /** Visits with a stream. */
  visits(): Iterable<string>;
  all(): readonly Stream[];
  count(): number;
  readonly slots: readonly ReadonlySet<Stream>[];
}

const NONE: ReadonlySet<never> = new Set();

export function createRoll<Stream extends Listed>(ticks: number): Roll<Stream> {
  const byVisit = new Map<string, Set<Stream>>();
  const byNetwork = new Map<string, number>();
  const slots = Array.from({ length: ticks }, () => new Set<Stream>());
  let count = 0;

  function countNetwork(network: string, change: 1 | -1): void {
    const left = (byNetwork.get(network) ?? 0) + change;
    if (left > 0) byNetwork.set(network, left);
    else byNetwork.delete(network);
  }

  return {
    add(stream) {
      const { visitId, network, slot } = stream;
      byVisit.set(visitId, (byVisit.get(visitId) ?? new Set()).add(stream));
      countNetwork(network, 1);
      slots[slot]?.add(stream);
      count += 1;
    },
    remove(stream) {
      const { visitId, network, slot } = stream;
      const streams = byVisit.get(visitId);
      if (!streams?.delete(stream)) return false;
      if (streams.size === 0) byVisit.delete(visitId);
      countNetwork(network, -1);
      slots[slot]?.delete(stream);
      count -= 1;
      return true;
    },
    ofVisit: (visitId) => byVisit.get(visitId) ?? NONE,
    countOf: (network) => byNetwork.get(network) ?? 0,
    visits: () => byVisit.keys(),
    all: () => [...byVisit.values()].flatMap((streams) => [...streams]),
    count: () => count,
    slots,
  };
}
