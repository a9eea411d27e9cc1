/** Randomness that is the same for the same seed. */
export interface Random {
  /** 0 to 1, 1 excluded. */
  next(): number;
  /** From `least` to `most`, evenly. */
  between(least: number, most: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  pick<T>(items: readonly [T, ...T[]]): T;
  /** One of the words, each as often as its weight says. */
  weighted<Word extends string>(weights: Readonly<Record<Word, number>>): Word;
}

/** Mulberry32: small, fast, and good enough for made-up people. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
  return {
    next,
    between: (least, most) => least + next() * (most - least),
    chance: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
    weighted<Word extends string>(weights: Readonly<Record<Word, number>>): Word {
      const entries = Object.entries<number>(weights) as [Word, number][];
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [word, weight] of entries) {
        left -= weight;
        if (left < 0) return word;
      }
      return (entries[0] as [Word, number])[0];
    },
  };
}
