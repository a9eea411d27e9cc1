/** What is less likely changes no number that anybody sees. */
const NEGLIGIBLE = 1e-15;
/** What arithmetic with fractions may lose. */
export const ROUNDING = 1e-9;

/** How likely it is that so many come by chance while `mean` are expected, for each number below `m`. */
function poissonBelow(m: number, mean: number): Float64Array {
  const likely = new Float64Array(m);
  // By logarithms: the probability of none may be too small for a number.
  for (let n = 0, log = -mean; n < m; n += 1) {
    likely[n] = Math.exp(log);
    log += Math.log(mean / (n + 1));
  }
  return likely;
}

/**
 * The most invitations, up to `most`, of which at most the share `goal` of those who accept is
 * expected to find no slot: an invitation is accepted with the probability `hitRate` (X, binomial),
 * `m` slots are left for those who accept, and meanwhile `others` come uninvited on average (Y,
 * Poisson). Of k invitations, E[max(0, X + Y − m) − max(0, Y − m)] ÷ (k·h) is the mean, over the
 * numbers below k, of the probability that m slots are taken after so many: it never falls, so the
 * first k beyond the goal ends the search.
 */
export function progressiveLimit(
  m: number,
  hitRate: number,
  others: number,
  goal: number,
  most: number,
): number {
  // How likely it is that so many are taken, while not all of them are; and that not all are.
  const taken = poissonBelow(m, others);
  let isOneFree = taken.reduce((sum, likely) => sum + likely, 0);
  const at = (n: number): number => taken[n] ?? 0;
  let [unmet, low, high] = [0, 0, m - 1];
  for (let k = 0; k < most; k += 1) {
    unmet += 1 - isOneFree;
    if (unmet > goal * (k + 1) + ROUNDING) return k;
    isOneFree -= hitRate * at(m - 1);
    while (low < high && at(low) < NEGLIGIBLE) low += 1;
    while (high > low && at(high) < NEGLIGIBLE) high -= 1;
    high = Math.min(high + 1, m - 1);
    let before = 0;
    for (let n = low; n <= high; n += 1) {
      const now = at(n);
      taken[n] = now + hitRate * (before - now);
      before = now;
    }
  }
  return most;
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
const HALVINGS = 40;

/** The load that was found last: slots and goals change seldom, and are asked about all the time. */
let found = { slots: 0, goal: 0, load: 0 };

/** The largest load of which at most the share `goal`, below 1, finds no room. */
export function largestLoad(slots: number, goal: number): number {
  if (found.slots !== slots || found.goal !== goal)
    found = { slots, goal, load: findLoad(slots, goal) };
  return found.load;
}

function findLoad(slots: number, goal: number): number {
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
