/** How likely each value is, of whole numbers from `first` on; what is less likely than 1e-18 of the likeliest is left out. */
export interface Distribution {
  readonly first: number;
  readonly weights: readonly number[];
}

const NEGLIGIBLE = 1e-18;

/**
 * A distribution from its likeliest value outwards, so that nothing overflows: `up(i)` is how much
 * likelier i + 1 is than i.
 */
function around(mode: number, most: number, up: (i: number) => number): Distribution {
  const above: number[] = [1];
  for (let i = mode, weight = 1; i < most && weight > NEGLIGIBLE; i += 1) {
    weight *= up(i);
    above.push(weight);
  }
  const below: number[] = [];
  for (let i = mode - 1, weight = 1; i >= 0 && weight > NEGLIGIBLE; i -= 1) {
    weight /= up(i);
    below.push(weight);
  }
  const weights = [...below.reverse(), ...above];
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return { first: mode - below.length, weights: weights.map((weight) => weight / total) };
}

/** How many of `n` come to it, each with the probability `p` above 0. */
export function binomial(n: number, p: number): Distribution {
  if (p >= 1) return { first: n, weights: [1] };
  const odds = p / (1 - p);
  return around(Math.min(Math.floor((n + 1) * p), n), n, (i) => ((n - i) / (i + 1)) * odds);
}

/** How many come by chance while `mean` are expected. */
export function poisson(mean: number): Distribution {
  if (mean <= 0) return { first: 0, weights: [1] };
  return around(Math.floor(mean), Number.POSITIVE_INFINITY, (i) => mean / (i + 1));
}

/** E[max(0, X − t)] for every whole t, of which each is asked for in constant time. */
function excessOf({ first, weights }: Distribution): (t: number) => number {
  // From above: the excess over t is the excess over t + 1 and the probability of more than t.
  const excess: number[] = new Array(weights.length).fill(0);
  let beyond = 0;
  for (let i = weights.length - 2; i >= 0; i -= 1) {
    beyond += weights[i + 1] ?? 0;
    excess[i] = (excess[i + 1] ?? 0) + beyond;
  }
  const mean = weights.reduce((sum, weight, i) => sum + weight * (first + i), 0);
  return (t) => (t < first ? mean - t : (excess[t - first] ?? 0));
}

/** E[max(0, X + Y − m)] of two that do not depend on each other. */
export function expectedExcess(x: Distribution, y: Distribution, m: number): number {
  const excess = excessOf(x);
  return y.weights.reduce((sum, weight, i) => sum + weight * excess(m - y.first - i), 0);
}

/**
 * The probability that all of `slots` are taken when chats come at random and a load of `load` of
 * them would be talked at a time, were there room (Erlang B; A. K. Erlang, 1917).
 */
export function erlangB(slots: number, load: number): number {
  let blocked = 1;
  for (let k = 1; k <= slots; k += 1) blocked = (load * blocked) / (k + load * blocked);
  return blocked;
}

/** Halvings after which a load is exact to far below what anybody measures. */
const HALVINGS = 50;

/** The largest load of which at most the share `goal`, below 1, finds no room. */
export function largestLoad(slots: number, goal: number): number {
  let low = 0;
  // What is served is at most one chat in each slot.
  let high = slots / (1 - goal);
  for (let n = 0; n < HALVINGS; n += 1) {
    const load = (low + high) / 2;
    if (erlangB(slots, load) <= goal) low = load;
    else high = load;
  }
  return low;
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** A number of 32 bits by a text: always the same one, and any as likely (FNV-1a, mixed as in MurmurHash3). */
export function hashOf(text: string): number {
  let hash = FNV_OFFSET;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), FNV_PRIME);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A number from 0 to below 1 by a text, as `hashOf`. */
export const drawOf = (text: string): number => hashOf(text) / 2 ** 32;
