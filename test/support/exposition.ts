/** A metric as `/metrics` tells it. */
export interface Exposed {
  readonly type: string;
  /** Of its samples, without `le`; with every value that was told. */
  readonly labels: Readonly<Record<string, readonly string[]>>;
  /** The names of its samples: of a histogram three. */
  readonly samples: readonly string[];
  /** Whether it has a sample. */
  readonly isTold: boolean;
}

const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const NUMBER = /^(?:[+-]?(?:Inf|\d+(?:\.\d+)?(?:e[+-]?\d+)?)|nan)$/i;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;

/** Reads the text format of Prometheus; a line that is none is an error. */
export function readExposition(text: string): ReadonlyMap<string, Exposed> {
  const all = new Map<
    string,
    { type: string; labels: Record<string, string[]>; samples: Set<string> }
  >();
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('# HELP ')) continue;
    const [, declared, type] = /^# TYPE (\S+) (\w+)$/.exec(line) ?? [];
    if (declared !== undefined && type !== undefined) {
      if (all.has(declared)) throw new Error(`declared twice: ${declared}`);
      all.set(declared, { type, labels: {}, samples: new Set() });
      continue;
    }
    const [, sample, labels = '', value = ''] = SAMPLE.exec(line) ?? [];
    if (sample === undefined || !NUMBER.test(value))
      throw new Error(`no line of an exposition: ${line}`);
    const family = all.get(sample) ?? all.get(sample.replace(/_(?:bucket|sum|count)$/, ''));
    if (family === undefined) throw new Error(`a sample of nothing: ${line}`);
    family.samples.add(sample);
    for (const [, name = '', said = ''] of labels.matchAll(LABEL)) {
      if (name === 'le') continue;
      family.labels[name] = [...new Set([...(family.labels[name] ?? []), said])];
    }
  }
  return new Map(
    [...all].map(([name, { type, labels, samples }]) => [
      name,
      { type, labels, samples: [...samples], isTold: samples.size > 0 },
    ]),
  );
}
