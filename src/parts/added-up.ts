import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AddedUp, Durations, LabelledValue } from './part.js';

/** Between the values of labels in a key: no value has one. */
const MARK = '\n';

/** How often something happened, by the values of labels. */
export interface Counts {
  /** So many more with these values, in the order of the labels. */
  add(times: number, ...values: readonly string[]): void;
  read(): readonly LabelledValue[];
}

/**
 * Counts by a key: what happens several times in a request makes no object of labels each time.
 * `known`: the values that are shown before they happen, so that a first time is an increase.
 */
export function createCounts(
  labels: readonly string[],
  known: readonly (readonly string[])[] = [],
): Counts {
  const counts = new Map<string, { readonly labels: Record<string, string>; value: number }>();

  function begin(values: readonly string[]) {
    const named = Object.fromEntries(labels.map((label, index) => [label, values[index] ?? '']));
    const begun = { labels: named, value: 0 };
    counts.set(values.join(MARK), begun);
    return begun;
  }

  for (const values of known) begin(values);
  return {
    add(times, ...values) {
      const count = counts.get(values.join(MARK)) ?? begin(values);
      count.value += times;
    },
    read: () => [...counts.values()],
  };
}

/** Durations that are added up as they come. */
export interface DurationSums extends Durations {
  /** One more with these values, in the order of the labels. */
  note(seconds: number, ...values: readonly string[]): void;
}

export function createDurationSums(shown: Omit<Durations, 'read'>): DurationSums {
  const { bounds } = shown;
  const sums = new Map<string, AddedUp & { readonly counts: number[]; sumSeconds: number }>();

  function begin(values: readonly string[]) {
    const counts = Array<number>(bounds.length + 1).fill(0);
    const begun = { values, counts, sumSeconds: 0 };
    sums.set(values.join(MARK), begun);
    return begun;
  }

  return {
    ...shown,
    note(seconds, ...values) {
      const of = sums.get(values.join(MARK)) ?? begin(values);
      let bucket = 0;
      while (seconds > (bounds[bucket] ?? Number.POSITIVE_INFINITY)) bucket += 1;
      of.counts[bucket] = (of.counts[bucket] ?? 0) + 1;
      of.sumSeconds += seconds;
    },
    read: () => [...sums.values()],
  };
}

const escaped = (value: string): string => value.replace(/[\\"]/g, '\\$&');

/** Of a histogram so many series are written in one turn of the event loop. */
const SERIES_A_TURN = 50;

/**
 * A histogram as Prometheus reads it. With hundreds of routes that takes long: requests get their turn
 * meanwhile.
 */
export async function histogramText({ name, help, labels, bounds, read }: Durations) {
  let text = `# HELP ${name} ${help}\n# TYPE ${name} histogram\n`;
  for (const [index, { values, counts, sumSeconds }] of read().entries()) {
    if (index % SERIES_A_TURN === SERIES_A_TURN - 1) await nextTurn();
    const named = labels.map((label, at) => `${label}="${escaped(values[at] ?? '')}"`).join(',');
    let within = 0;
    for (const [bucket, count] of counts.entries()) {
      within += count;
      text += `${name}_bucket{${named},le="${bounds[bucket] ?? '+Inf'}"} ${within}\n`;
    }
    text += `${name}_sum{${named}} ${sumSeconds}\n${name}_count{${named}} ${within}\n`;
  }
  return text;
}
